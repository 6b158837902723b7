// Calling off a small batch: item, supplier, quantity in packs, where to, by when, with what it means for the supplier.
import { Alert, Button, Fieldset, Group, Select, Stack, Textarea, TextInput } from '@mantine/core'
import { Plus } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { type Choices, type IssueBody, ordersApi } from '../../orders/api.ts'
import { type Priority, priorities } from '../../orders/priority.ts'
import { useGo, useSearchParams } from '../go.tsx'
import { m } from '../i18n/index.ts'
import { useAct, useEndpoint } from '../query.ts'
import { useOrgId } from '../shell/me.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { useDraftForm } from '../ui/form.ts'
import { PageHeader } from '../ui/PageHeader.tsx'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { FirstSteps } from './FirstSteps.tsx'
import { unmended } from './mended.ts'
import { NewLine, type TypedLine } from './NewLine.tsx'
import { type Item, type Items, useItems } from './use-items.ts'
import { documentText, kindText, priorityText } from './words.ts'

interface Typed extends Record<string, unknown> {
  supplierId: string
  shipToSiteId: string
  number: string
  kind: 'call-off' | 'standalone'
  priority: Priority
  note: string
  lines: TypedLine[]
}

const freshLine: TypedLine = { itemId: '', quantity: '', needBy: '' }

export function NewOrderPage() {
  const [search] = useSearchParams()
  const orgId = useOrgId()
  const choices = useEndpoint(ordersApi.choices, { query: { itemId: search.item } }, { watch: ['item', 'site'] })
  const title = (
    <PageHeader
      title={m.orders_new_title()}
      lead={m.orders_new_lead()}
      trail={[{ label: m.orders_title(), to: '/orders' }]}
    />
  )
  if (choices.error && !choices.data)
    return (
      <>
        {title}
        <ProblemAlert problem={choices.error} onRetry={() => void choices.refetch()} />
      </>
    )
  if (!choices.data) return title
  return (
    <>
      {title}
      <Ready key={`${orgId} ${search.item}`} choices={choices.data} itemId={search.item ?? ''} />
    </>
  )
}

function Ready({ choices, itemId }: { choices: Choices; itemId: string }) {
  const [begun, setBegun] = useState(0)
  if (choices.sites.length === 0)
    return <EmptyState title={m.orders_no_sites()} why={m.orders_no_sites_why()} action={<FirstSteps />} />
  if (choices.items.length === 0)
    return <EmptyState title={m.orders_no_items()} why={m.orders_no_items_why()} action={<FirstSteps />} />
  return <OrderForm key={begun} first={choices} itemId={itemId} startOver={() => setBegun(begun + 1)} />
}

type Form = ReturnType<typeof useDraftForm<Typed>>['form']
/** What the server refused, by the path of the field. */
type FieldProblems = ReadonlyMap<string, string>

interface OrderFormProps {
  first: Choices
  itemId: string
  /** With an empty form. */
  startOver: () => void
}

function OrderForm({ first, itemId, startOver }: OrderFormProps) {
  const go = useGo()
  // Coming from an item, one begins anew; else with what was typed before.
  const { form, restored, forget } = useDraftForm<Typed>(useOrgId(), `new-order${itemId}`, {
    initialValues: freshOrder(first, itemId),
  })
  const items = useItems(first)
  const act = useAct(ordersApi.issue, {
    quiet: true,
    changes: ['order', 'clock'],
    done: issued => m.orders_issued({ number: issued.number }),
  })
  const suppliers = items.known(form.values.lines[0]?.itemId ?? '')?.suppliers ?? []
  const supplier = chosenOf(suppliers, form.values.supplierId)
  // A browser asks for what is missing only where one can type: these two are choices.
  const [asked, setAsked] = useState(false)
  const unchosen = [supplier ? '' : 'supplierId', form.values.shipToSiteId ? '' : 'shipToSiteId'].filter(Boolean)
  const body = bodyOf(form.values, supplier?.supplierId ?? '')
  const refused = act.error?.details.fields ?? []
  const standing = unmended(refused, act.variables?.body, body)
  const problems: FieldProblems = new Map([
    ...standing.map(({ path, what, how }) => [path, how ? `${what} ${how}` : what] as const),
    ...(asked ? unchosen : []).map(path => [path, m.orders_choose()] as const),
  ])
  const submit = () => {
    setAsked(true)
    const [first] = unchosen
    if (first) return form.getInputNode(first)?.focus()
    act.mutate(
      { body },
      {
        onSuccess: ({ id }) => {
          forget()
          go(`/orders/${id}`)
        },
      },
    )
  }
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        submit()
      }}
    >
      <Stack maw={720}>
        {restored ? (
          <Restored
            startOver={() => {
              forget()
              startOver()
            }}
          />
        ) : null}
        <OrderedLines form={form} items={items} supplierId={supplier?.supplierId ?? ''} problems={problems}>
          <SupplierSelect form={form} suppliers={suppliers} chosen={supplier} error={problems.get('supplierId')} />
        </OrderedLines>
        <OrderHead form={form} sites={first.sites} problems={problems} />
        {refused.length > 0 && standing.length === 0 ? null : <ProblemAlert problem={act.error} hideFields />}
        <Group>
          <Button type="submit" loading={act.isPending}>
            {m.orders_issue()}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

interface SupplierSelectProps {
  form: Form
  suppliers: Item['suppliers']
  chosen: Item['suppliers'][number] | undefined
  error: string | undefined
}

function SupplierSelect({ form, suppliers, chosen, error }: SupplierSelectProps) {
  return (
    <Select
      label={m.orders_field_supplier()}
      required
      allowDeselect={false}
      data={suppliers.map(each => ({ value: each.supplierId, label: each.name }))}
      value={chosen?.supplierId ?? null}
      onChange={value => form.setFieldValue('supplierId', value ?? '')}
      disabled={suppliers.length === 0}
      error={error}
      data-path="supplierId"
      description={chosen ? `${m.orders_goes_out()}: ${documentText(chosen.document)}` : undefined}
    />
  )
}

/** A call-off that was left, or refused, before: it is said that it is back. */
function Restored({ startOver }: { startOver: () => void }) {
  return (
    <Alert color="petrol" title={m.orders_restored()}>
      <Button size="xs" variant="default" onClick={startOver}>
        {m.orders_start_over()}
      </Button>
    </Alert>
  )
}

const freshOrder = ({ sites }: Choices, itemId: string): Typed => ({
  supplierId: '',
  shipToSiteId: sites.length === 1 ? (sites[0]?.id ?? '') : '',
  number: '',
  kind: 'call-off',
  priority: 'normal',
  note: '',
  lines: [{ ...freshLine, itemId }],
})

/** The supplier chosen, or the only one there is. */
function chosenOf(suppliers: Item['suppliers'], supplierId: string): Item['suppliers'][number] | undefined {
  return suppliers.find(each => each.supplierId === supplierId) ?? (suppliers.length === 1 ? suppliers[0] : undefined)
}

interface OrderedLinesProps {
  form: Form
  items: Items
  supplierId: string
  problems: FieldProblems
  /** The supplier's choice, below the first item. */
  children: ReactNode
}

function OrderedLines({ form, items, supplierId, problems, children }: OrderedLinesProps) {
  const { lines } = form.values
  const set = (next: TypedLine[]) => form.setFieldValue('lines', next)
  const at = (index: number, field: keyof TypedLine) => problems.get(`lines.${index}.${field}`)
  return (
    <>
      {lines.map((line, index) => (
        <NewLine
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have nothing but their place
          key={index}
          line={line}
          index={index}
          items={items}
          supplierId={supplierId}
          terms={{ kind: form.values.kind, siteId: form.values.shipToSiteId }}
          onChange={part => set(lines.map((each, i) => (i === index ? { ...each, ...part } : each)))}
          onRemove={index === 0 ? undefined : () => set(lines.filter((_, i) => i !== index))}
          problems={{ itemId: at(index, 'itemId'), quantity: at(index, 'quantity'), needBy: at(index, 'needBy') }}
        >
          {index === 0 ? children : null}
        </NewLine>
      ))}
      <Group>
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<Plus size={14} aria-hidden />}
          disabled={supplierId === ''}
          onClick={() => set([...lines, { ...freshLine }])}
        >
          {m.orders_add_line()}
        </Button>
      </Group>
    </>
  )
}

function OrderHead({ form, sites, problems }: { form: Form; sites: Choices['sites']; problems: FieldProblems }) {
  const number = useEndpoint(ordersApi.nextNumber, {}, { watch: ['order'] })
  return (
    <Fieldset>
      <Stack gap="sm">
        <Select
          label={m.orders_field_site()}
          required
          allowDeselect={false}
          data={sites.map(({ id, code, name, city }) => ({ value: id, label: `${code} · ${name}, ${city}` }))}
          value={form.values.shipToSiteId || null}
          onChange={value => form.setFieldValue('shipToSiteId', value ?? '')}
          error={problems.get('shipToSiteId')}
          data-path="shipToSiteId"
        />
        <Group grow align="flex-start">
          <TextInput
            label={m.orders_field_number()}
            description={m.orders_field_number_hint({ number: number.data?.number ?? '…' })}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            maxLength={22}
            {...form.getInputProps('number')}
            error={problems.get('number')}
          />
          <Select
            label={m.orders_field_kind()}
            allowDeselect={false}
            data={(['call-off', 'standalone'] as const).map(kind => ({ value: kind, label: kindText(kind) }))}
            {...form.getInputProps('kind')}
            error={problems.get('kind')}
          />
        </Group>
        <Select
          label={m.orders_priority()}
          description={m.orders_priority_what()}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          allowDeselect={false}
          data={priorities.map(value => ({ value, label: priorityText(value) }))}
          {...form.getInputProps('priority')}
        />
        <Textarea label={m.orders_field_note()} autosize minRows={2} maxLength={500} {...form.getInputProps('note')} />
      </Stack>
    </Fieldset>
  )
}

function bodyOf({ lines, note, number, kind, priority, shipToSiteId }: Typed, supplierId: string): IssueBody {
  return {
    supplierId,
    shipToSiteId,
    kind,
    priority,
    ...(number.trim() === '' ? {} : { number: number.trim() }),
    ...(note.trim() === '' ? {} : { note: note.trim() }),
    lines: lines.map(line => ({ ...line })),
  }
}
