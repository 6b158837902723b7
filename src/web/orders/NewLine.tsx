// One item of a new call-off: with packs and minimum beside the quantity, and the lead time beside the day.
import { ActionIcon, Button, Fieldset, Group, Select, Stack, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { CircleX, TriangleAlert, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { type Hint, ordersApi } from '../../orders/api.ts'
import { dateText, decimalText } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'
import { useEndpoint } from '../query.ts'
import { serverClock } from '../server-clock.ts'
import { DateField, QuantityField } from '../ui/fields.tsx'
import { NobodyAnswers } from './NobodySees.tsx'
import type { Item, Items } from './use-items.ts'

export interface TypedLine {
  itemId: string
  quantity: string
  needBy: string
}

interface NewLineProps {
  line: TypedLine
  index: number
  items: Items
  supplierId: string
  /** What of the whole order decides how the lead time counts. */
  terms: { kind: 'call-off' | 'standalone'; siteId: string }
  onChange: (part: Partial<TypedLine>) => void
  onRemove: (() => void) | undefined
  problems: { itemId: string | undefined; quantity: string | undefined; needBy: string | undefined }
  children?: ReactNode
}

export function NewLine(props: NewLineProps) {
  const { line, index, items, supplierId, terms: orderTerms, onChange, onRemove, problems, children } = props
  const item = items.known(line.itemId)
  const terms = item?.suppliers.find(each => each.supplierId === supplierId)
  const hint = useHint(supplierId, line, orderTerms, terms !== undefined)
  // Further lines are for the first line's supplier.
  const fits = (each: Item) => index === 0 || each.suppliers.some(one => one.supplierId === supplierId)
  const offered = items.found.filter(fits)
  // Behind what the letters find, and once: what was chosen must be among them to be shown.
  const options = item ? [...offered.filter(({ id }) => id !== item.id), item] : offered
  return (
    <Fieldset legend={index === 0 ? undefined : m.orders_line_n({ n: index + 1 })}>
      <Stack gap="sm">
        <Group gap="xs" align="flex-start" wrap="nowrap">
          <ItemSelect
            item={item}
            options={options}
            items={items}
            error={problems.itemId}
            onChoose={itemId => onChange({ itemId })}
          />
          {onRemove ? (
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={m.orders_remove_line({ n: index + 1 })}
              onClick={onRemove}
            >
              <X size={16} aria-hidden />
            </ActionIcon>
          ) : null}
        </Group>
        {children}
        <Group grow align="flex-start">
          <QuantityField
            label={m.orders_field_quantity()}
            required
            unit={item?.unit}
            value={line.quantity}
            onChange={quantity => onChange({ quantity })}
            error={problems.quantity}
          />
          <DateField
            label={m.orders_field_need_by()}
            required
            value={line.needBy}
            onChange={needBy => onChange({ needBy })}
            error={problems.needBy}
          />
        </Group>
        {item && terms ? <PackHelp item={item} terms={terms} /> : null}
        <div role="status">
          {hint ? <HintShown hint={hint} line={line} take={quantity => onChange({ quantity })} /> : null}
          {index === 0 && hint?.nobodyAnswers && terms ? <NobodyAnswers {...terms} /> : null}
        </div>
      </Stack>
    </Fieldset>
  )
}

interface ItemSelectProps {
  item: Item | undefined
  options: readonly Item[]
  items: Items
  error: string | undefined
  onChoose: (itemId: string) => void
}

function ItemSelect({ item, options, items, error, onChoose }: ItemSelectProps) {
  return (
    <Select
      style={{ flex: 1 }}
      label={m.orders_field_item()}
      description={m.orders_field_item_hint()}
      required
      searchable
      // The server has searched already.
      filter={({ options: all }) => all}
      data={options.map(each => ({ value: each.id, label: labelOf(each) }))}
      value={item?.id ?? null}
      onChange={value => onChoose(value ?? '')}
      // Choosing the same keeps it, and what is typed takes the place of what was chosen.
      allowDeselect={false}
      onFocus={event => event.currentTarget.select()}
      onClick={event => event.currentTarget.select()}
      onSearchChange={text => items.search(item && text === labelOf(item) ? '' : text)}
      nothingFoundMessage={items.asking ? undefined : m.orders_field_item_none()}
      error={error}
    />
  )
}

const labelOf = ({ number, description }: Item): string => `${number} · ${description}`

function PackHelp({ item, terms }: { item: Item; terms: Item['suppliers'][number] }) {
  const { packQuantity: pack, minimumQuantity: minimum, leadTimeDays: days } = terms
  const { unit } = item
  return (
    <Text size="sm" c="dimmed">
      {[
        pack === '1' ? '' : m.orders_pack_help({ pack: decimalText(pack), unit }),
        minimum === '0' ? '' : m.orders_minimum_help({ minimum: decimalText(minimum), unit }),
        m.orders_lead_time_help({ days }),
      ]
        .filter(Boolean)
        .join(' ')}
    </Text>
  )
}

function useHint(
  supplierId: string,
  line: TypedLine,
  { kind, siteId }: NewLineProps['terms'],
  known: boolean,
): Hint | undefined {
  const [typed] = useDebouncedValue(line, 250)
  const { data } = useEndpoint(
    ordersApi.hint,
    {
      query: {
        supplierId,
        itemId: typed.itemId,
        quantity: typed.quantity || undefined,
        needBy: /^\d{4}-\d{2}-\d{2}$/.test(typed.needBy) ? typed.needBy : undefined,
        kind,
        siteId: siteId || undefined,
      },
    },
    { enabled: known && supplierId !== '' && typed.itemId === line.itemId && typed.itemId !== '' },
  )
  return known ? data : undefined
}

function HintShown({ hint, line, take }: { hint: Hint; line: TypedLine; take: (quantity: string) => void }) {
  const day = (date: string) => dateText(date, serverClock.now())
  const { cutOff, afterCutOff, countsFrom, quantityProblem, quantitySuggestion } = hint
  const lead = { days: hint.leadTimeDays, transit: hint.transitDays, earliest: day(hint.earliest) }
  return (
    <Stack gap={6}>
      {quantityProblem ? (
        <Group gap="xs">
          <Hard>{quantityProblem}</Hard>
          {quantitySuggestion ? (
            <Button size="compact-xs" variant="default" onClick={() => take(quantitySuggestion)}>
              {m.orders_take_suggestion({ quantity: decimalText(quantitySuggestion) })}
            </Button>
          ) : null}
        </Group>
      ) : null}
      {line.needBy === '' ? null : hint.needByPast ? (
        <Hard>{m.orders_hint_past()}</Hard>
      ) : hint.insideLeadTime ? (
        <Warning>{m.orders_hint_inside(lead)}</Warning>
      ) : (
        <Text size="sm" c="dimmed">
          {m.orders_hint_fits(lead)}
        </Text>
      )}
      {line.needBy !== '' && !hint.needByPast && hint.needByClosed ? (
        <Warning>{m.orders_hint_day_closed({ day: day(line.needBy) })}</Warning>
      ) : null}
      {hint.shipFrom !== null && hint.calendar !== null ? (
        <Text size="sm" c="dimmed">
          {m.orders_hint_from({ site: hint.shipFrom, calendar: hint.calendar })}
        </Text>
      ) : null}
      {hint.calendar === null ? (
        <Text size="sm" c="dimmed">
          {m.orders_hint_no_calendar({ zone: hint.zone })}
        </Text>
      ) : null}
      {cutOff && afterCutOff ? (
        <Text size="sm" c="dimmed">
          {m.orders_hint_cut_off({ time: cutOff, zone: hint.zone, day: day(countsFrom) })}
        </Text>
      ) : hint.closed ? (
        <Text size="sm" c="dimmed">
          {m.orders_hint_closed({ day: day(countsFrom) })}
        </Text>
      ) : null}
    </Stack>
  )
}

/** What the server would refuse: it must be mended, not weighed. */
function Hard({ children }: { children: ReactNode }) {
  return (
    <Group gap={6} wrap="nowrap" align="flex-start" c="var(--pw-late)">
      <CircleX size={16} aria-hidden style={{ flex: 'none', marginTop: 2 }} />
      <Text size="sm">
        <Text span inherit fw={600}>
          {m.orders_hint_refused()}:
        </Text>{' '}
        {children}
      </Text>
    </Group>
  )
}

/** A sentence that wraps; its icon says what its colour says. */
function Warning({ children }: { children: ReactNode }) {
  return (
    <Group gap={6} wrap="nowrap" align="flex-start" c="var(--pw-warn)">
      <TriangleAlert size={16} aria-hidden style={{ flex: 'none', marginTop: 2 }} />
      <Text size="sm">{children}</Text>
    </Group>
  )
}
