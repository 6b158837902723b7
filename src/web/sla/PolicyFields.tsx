// What a policy says, as fields: to what it applies, until when, on whose calendar, the ladder, the reasons of a pause.
import { Checkbox, Group, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { itemsApi } from '../../items/api.ts'
import { priorities } from '../../orders/priority.ts'
import { partnersApi } from '../../partners/api.ts'
import type { Target } from '../../partners/profile.ts'
import { type PauseReason, pauseReasons } from '../../sla/api.ts'
import { type PolicyBody, policyKinds } from '../../sla/policy-api.ts'
import { m } from '../i18n/index.ts'
import { SupplierChoice } from '../items/SupplierChoice.tsx'
import { priorityText } from '../orders/words.ts'
import { CalendarChoice } from '../partners/CalendarChoice.tsx'
import { Part } from '../partners/TermsTab.tsx'
import { firstOfKind, targetKinds, weekdayChoice } from '../partners/target-kinds.ts'
import { useEndpoint } from '../query.ts'
import { TimeField } from '../ui/fields.tsx'
import { WholeField } from '../ui/WholeField.tsx'
import { LadderDrawing } from './LadderDrawing.tsx'
import { LadderFields } from './LadderFields.tsx'
import { hoursOfKind, isAboutOrders, ofKind } from './policy-draft.ts'
import { hoursMeaning, hoursText, policyKindText, runsText } from './policy-words.ts'
import { pauseReasonText } from './words.ts'

interface PolicyFieldsProps {
  draft: PolicyBody
  onChange: (draft: PolicyBody) => void
  /** What the server said of a step, by its path. */
  errorAt: (path: string) => string | undefined
  /** What is drawn: the draft as it last was without a gap. */
  drawn: PolicyBody
  /** What the supplier is called that it is for by now. */
  supplierLabel: string | undefined
}

export function PolicyFields({ draft, onChange, errorAt, drawn, supplierLabel }: PolicyFieldsProps) {
  const own = draft.kind === 'decision'
  const set = (part: Partial<PolicyBody>) => onChange({ ...draft, ...part })
  return (
    <Stack gap="lg">
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput
          label={m.sla_policy_name()}
          description={'\u00a0'}
          maxLength={80}
          required
          value={draft.name}
          onChange={event => set({ name: event.currentTarget.value })}
        />
        <Select
          label={m.sla_policy_kind()}
          description={'\u00a0'}
          data={policyKinds.map(value => ({ value, label: policyKindText(value) }))}
          value={draft.kind}
          allowDeselect={false}
          onChange={kind => kind && onChange(ofKind(draft, kind))}
        />
        <SupplierChoice
          label={m.sla_policy_supplier()}
          description={m.sla_policy_supplier_what()}
          placeholder={draft.supplierGroup ? '' : m.sla_policy_every_supplier()}
          clearable
          disabled={Boolean(draft.supplierGroup)}
          value={draft.supplierId ?? ''}
          chosenLabel={supplierLabel}
          onChange={id => set({ supplierId: id || null })}
        />
        <NarrowingFields draft={draft} set={set} />
        <HoursFields draft={draft} set={set} />
      </SimpleGrid>
      <Stack gap="xs">
        <TargetFields target={draft.target} onChange={target => set({ target })} />
        <Text size="sm" c="dimmed">
          {runsText(draft.kind)} {draft.target.kind === 'weekly' ? m.sla_policy_target_weekly_what() : null}
        </Text>
      </Stack>
      <Part title={m.sla_policy_ladder()} what={m.sla_policy_ladder_what()}>
        <Stack gap="md">
          <LadderDrawing ladder={drawn.ladder} kind={drawn.kind} />
          <LadderFields
            ladder={draft.ladder}
            kind={draft.kind}
            errorAt={errorAt}
            onChange={ladder => set({ ladder })}
          />
        </Stack>
      </Part>
      {own ? <Text size="sm">{m.sla_policy_own_no_pause()}</Text> : <PauseFields draft={draft} onChange={set} />}
    </Stack>
  )
}

/** Groups and priority. A group of which nothing is by now stays named where it was chosen. */
function NarrowingFields({ draft, set }: { draft: PolicyBody; set: (part: Partial<PolicyBody>) => void }) {
  const suppliers = useEndpoint(partnersApi.groups, {}, { watch: ['relationship'] })
  const items = useEndpoint(itemsApi.groups, {}, { watch: ['item'] })
  const { kind, supplierId, supplierGroup = null, itemGroup = null, priority = null } = draft
  const labels = (rows: readonly { label: string }[] | undefined, chosen: string | null) => [
    ...new Set([...(rows ?? []).map(({ label }) => label), ...(chosen ? [chosen] : [])]),
  ]
  return (
    <>
      <Select
        label={m.sla_policy_supplier_group()}
        description={m.sla_policy_supplier_group_what()}
        placeholder={m.sla_policy_any_group()}
        clearable
        disabled={supplierId !== null}
        data={labels(suppliers.data?.rows, supplierGroup)}
        value={supplierGroup}
        onChange={label => set({ supplierGroup: label })}
      />
      {isAboutOrders(kind) ? (
        <>
          <Select
            label={m.sla_policy_item_group()}
            description={m.sla_policy_item_group_what()}
            placeholder={m.sla_policy_any_items()}
            clearable
            data={labels(items.data?.rows, itemGroup)}
            value={itemGroup}
            onChange={label => set({ itemGroup: label })}
          />
          <Select
            label={m.sla_policy_priority()}
            description={m.sla_policy_priority_what()}
            placeholder={m.sla_policy_any_priority()}
            clearable
            data={priorities.map(value => ({ value, label: priorityText(value) }))}
            value={priority}
            onChange={chosen => set({ priority: chosen })}
          />
        </>
      ) : null}
    </>
  )
}

/** Whose hours count, with what that means in words; of its own the calendar. */
function HoursFields({ draft, set }: { draft: PolicyBody; set: (part: Partial<PolicyBody>) => void }) {
  const { kind, hours, calendarId } = draft
  return (
    <>
      <Select
        label={m.sla_policy_hours()}
        description={hoursMeaning(kind, hours)}
        data={hoursOfKind(kind).map(value => ({ value, label: hoursText(kind, value) }))}
        value={hours}
        allowDeselect={false}
        onChange={chosen => chosen && set({ hours: chosen, calendarId: chosen === 'own' ? calendarId : null })}
      />
      {hours === 'own' ? (
        <CalendarChoice
          label={m.sla_policy_calendar()}
          description={m.sla_policy_calendar_what()}
          placeholder={m.sla_policy_calendar_choose()}
          clearable={false}
          required
          value={calendarId}
          onChange={id => set({ calendarId: id })}
        />
      ) : null}
    </>
  )
}

type Pauses = Pick<PolicyBody, 'pauseReasons' | 'supplierPauseReasons'>

/** For what it may be paused at all; and for which of that by the supplier, too. */
function PauseFields({ draft, onChange }: { draft: Pauses; onChange: (pauses: Required<Pauses>) => void }) {
  const { pauseReasons: allowed, supplierPauseReasons: suppliers = [] } = draft
  return (
    <>
      <ReasonChoice
        label={m.sla_policy_pauses()}
        description={m.sla_policy_pauses_what()}
        reasons={pauseReasons}
        value={allowed}
        onChange={chosen =>
          onChange({ pauseReasons: chosen, supplierPauseReasons: suppliers.filter(reason => chosen.includes(reason)) })
        }
      />
      {allowed.length > 0 ? (
        <ReasonChoice
          label={m.sla_policy_pauses_supplier()}
          description={m.sla_policy_pauses_supplier_what()}
          reasons={pauseReasons.filter(reason => allowed.includes(reason))}
          value={suppliers}
          onChange={chosen => onChange({ pauseReasons: allowed, supplierPauseReasons: chosen })}
        />
      ) : null}
    </>
  )
}

interface ReasonChoiceProps {
  label: string
  description: string
  reasons: readonly PauseReason[]
  value: PauseReason[]
  onChange: (chosen: PauseReason[]) => void
}

function ReasonChoice({ label, description, reasons, value, onChange }: ReasonChoiceProps) {
  return (
    <Checkbox.Group
      label={label}
      description={description}
      value={value}
      onChange={chosen => onChange(chosen as PauseReason[])}
    >
      <Group mt="xs">
        {reasons.map(reason => (
          <Checkbox key={reason} value={reason} label={pauseReasonText(reason)} />
        ))}
      </Group>
    </Checkbox.Group>
  )
}

interface TargetFieldsProps {
  target: PolicyBody['target']
  onChange: (target: PolicyBody['target']) => void
}

/** A ship notice knows no other kind than so many days before the delivery. */
function TargetFields({ target, onChange }: TargetFieldsProps) {
  if (target.kind === 'before-delivery')
    return (
      <Group align="flex-end">
        <WholeField
          w="16rem"
          label={m.sla_policy_target_before()}
          min={0}
          max={60}
          value={target.days}
          onChange={days => onChange({ ...target, days })}
        />
        <TimeField label={m.sla_policy_target_by()} value={target.by} onChange={by => onChange({ ...target, by })} />
      </Group>
    )
  return (
    <Group align="flex-end">
      <Select
        label={m.sla_policy_target_kind()}
        w="16rem"
        data={targetKinds()}
        value={target.kind}
        allowDeselect={false}
        onChange={kind => kind && onChange(firstOfKind[kind as Target['kind']])}
      />
      {target.kind === 'weekly' ? (
        <>
          <Select
            label={m.sla_policy_target_weekday()}
            w="12rem"
            data={weekdayChoice()}
            value={String(target.weekday)}
            allowDeselect={false}
            onChange={day => onChange({ ...target, weekday: Number(day) })}
          />
          <TimeField label={m.sla_policy_target_by()} value={target.by} onChange={by => onChange({ ...target, by })} />
        </>
      ) : 'by' in target ? (
        <>
          <WholeField
            w="12rem"
            label={m.sla_policy_target_days()}
            min={0}
            max={730}
            value={target.days}
            onChange={days => onChange({ ...target, days })}
          />
          <TimeField label={m.sla_policy_target_by()} value={target.by} onChange={by => onChange({ ...target, by })} />
        </>
      ) : (
        <WholeField
          w="12rem"
          label={m.sla_policy_target_minutes()}
          min={1}
          max={527_040}
          value={target.minutes}
          onChange={minutes => onChange({ ...target, minutes })}
        />
      )}
    </Group>
  )
}
