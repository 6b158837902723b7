// Who the supplier is, what it may change without asking, and how fast it answers, with a preview in plain words.
import { Checkbox, NumberInput, Select, SimpleGrid, Stack, Text, TextInput, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { partnersApi } from '../../partners/api.ts'
import { PHONE_CHARS_MAX } from '../../partners/phone.ts'
import type { Target } from '../../partners/profile.ts'
import { m } from '../i18n/index.ts'
import { useEndpoint } from '../query.ts'
import { QuantityField, TimeField } from '../ui/fields.tsx'
import { LabelField } from '../ui/LabelField.tsx'
import { WholeField } from '../ui/WholeField.tsx'
import { noneMissing } from '../ui/whole.ts'
import { CalendarChoice } from './CalendarChoice.tsx'
import { targetText } from './partner-text.ts'
import { limits, type ProfileForm, type WholePath } from './profile-form.ts'
import { TargetsText, toleranceText } from './TermsText.tsx'
import { firstOfKind, targetKinds, weekdayChoice } from './target-kinds.ts'

const columns = { base: 1, sm: 2, lg: 4 }

export function TermsTab({ form }: { form: ProfileForm }) {
  return (
    <Stack gap="xl">
      <Part title={m.partners_who()}>
        <WhoFields form={form} />
      </Part>
      <Part title={m.partners_tolerance()} what={m.partners_tolerance_what()}>
        <SimpleGrid cols={columns}>
          <Whole form={form} path="tolerance.daysEarly" label={m.partners_days_early()} />
          <Whole form={form} path="tolerance.daysLate" label={m.partners_days_late()} />
          <QuantityField label={m.partners_percent_under()} {...form.getInputProps('tolerance.quantityPercentUnder')} />
          <QuantityField label={m.partners_percent_over()} {...form.getInputProps('tolerance.quantityPercentOver')} />
        </SimpleGrid>
        <Text size="sm" mt="xs" role="status">
          {noneMissing(form.values.tolerance) ? toleranceText(form.values.tolerance) : null}
        </Text>
      </Part>
      <Part title={m.partners_targets()} what={m.partners_targets_what()}>
        <TargetField form={form} name="order" of={m.partners_target_order()} />
        <TargetField form={form} name="callOff" of={m.partners_target_call_off()} />
        <TargetField form={form} name="commit" of={m.partners_target_commit()} />
        <NoticeFields form={form} />
        <SimpleGrid cols={{ base: 1, sm: 3 }} my="sm">
          <Whole form={form} path="targets.escalation.buyerAfterMinutes" label={m.partners_buyer_after()} />
          <Whole form={form} path="targets.escalation.repeatMinutes" label={m.partners_repeat()} />
          <RepeatsAtMost form={form} />
          <Whole form={form} path="targets.acknowledgment.warnHours" label={m.partners_ack_warn()} />
          <Whole form={form} path="targets.acknowledgment.alarmHours" label={m.partners_ack_alarm()} />
        </SimpleGrid>
        {noneMissing(form.values.targets) ? (
          <TargetsText targets={form.values.targets} silent={form.values.documents.answer === 'silence'} />
        ) : null}
      </Part>
      <Part title={m.partners_promise()} what={m.partners_promise_what()}>
        <TargetField form={form} name="decision" of={m.partners_target_decision()} />
        <CalendarChoice
          label={m.partners_calendar_ours()}
          description={m.partners_calendar_ours_what()}
          maw="26rem"
          mb="sm"
          {...form.getInputProps('buyerCalendarId')}
        />
        {noneMissing(form.values.targets.decision) ? (
          <Text size="sm" role="status">
            {targetText(m.partners_target_decision(), form.values.targets.decision)}
          </Text>
        ) : null}
      </Part>
    </Stack>
  )
}

function WhoFields({ form }: { form: ProfileForm }) {
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      <TextInput label={m.partners_supplier_name()} maxLength={120} required {...form.getInputProps('supplierName')} />
      <TextInput label={m.partners_vendor_number()} maxLength={40} required {...form.getInputProps('vendorNumber')} />
      <TextInput label={m.partners_contact_name()} maxLength={120} required {...form.getInputProps('contactName')} />
      <TextInput
        label={m.partners_contact_email()}
        type="email"
        maxLength={254}
        required
        {...form.getInputProps('contactEmail')}
      />
      <TextInput
        label={m.partners_contact_phone()}
        description={m.partners_contact_phone_what()}
        type="tel"
        maxLength={PHONE_CHARS_MAX}
        {...form.getInputProps('contactPhone')}
      />
      <div>
        <CalendarChoice {...form.getInputProps('calendarId')} />
        {form.isDirty('calendarId') ? (
          <Text size="sm" mt={4} role="status">
            {m.partners_calendar_running()}
          </Text>
        ) : null}
      </div>
      <Whole form={form} path="transitDays" label={m.partners_transit()} description={m.partners_transit_what()} />
      <SupplierGroupField form={form} />
    </SimpleGrid>
  )
}

function SupplierGroupField({ form }: { form: ProfileForm }) {
  const groups = useEndpoint(partnersApi.groups, {}, { watch: ['relationship'] })
  return (
    <LabelField
      label={m.partners_group()}
      description={m.partners_group_what()}
      labels={groups.data?.rows}
      {...form.getInputProps('supplierGroup')}
    />
  )
}

export function Part({ title, what, children }: { title: string; what?: string; children: ReactNode }) {
  return (
    <section>
      <Title order={2} size="h4">
        {title}
      </Title>
      {what ? (
        <Text size="sm" c="dimmed" mb="xs" maw="44rem">
          {what}
        </Text>
      ) : null}
      {children}
    </section>
  )
}

const REPEATS_MAX = 50

/** Left empty they go on until somebody takes the lateness on. */
function RepeatsAtMost({ form }: { form: ProfileForm }) {
  const { onChange, value, ...input } = form.getInputProps('targets.escalation.repeatMax')
  const wrong = Number(value ?? 0) > REPEATS_MAX ? m.ui_whole({ min: 0, max: REPEATS_MAX }) : undefined
  return (
    <NumberInput
      label={m.partners_repeat_max()}
      placeholder={m.partners_repeat_max_none()}
      min={0}
      max={REPEATS_MAX}
      clampBehavior="none"
      allowDecimal={false}
      allowNegative={false}
      value={value ?? ''}
      {...input}
      error={input.error ?? wrong}
      onChange={typed => onChange(typed === '' ? null : Number(typed))}
    />
  )
}

interface WholeProps {
  form: ProfileForm
  path: WholePath
  label: string
  description?: string
}

function Whole({ form, path, label, description }: WholeProps) {
  const { value, onChange, ...input } = form.getInputProps(path)
  return (
    <WholeField
      label={label}
      {...(description ? { description } : {})}
      {...limits[path]}
      {...input}
      value={value}
      onChange={onChange}
    />
  )
}

/** Null where ship notices are not timed. */
function NoticeFields({ form }: { form: ProfileForm }) {
  const target = form.values.targets.shipNotice ?? null
  const agreed = (form.values.documents.shipNotice ?? 'none') !== 'none'
  const set = (wanted: boolean) =>
    form.setFieldValue('targets', {
      ...form.values.targets,
      shipNotice: wanted ? { kind: 'before-delivery', days: 1, by: '16:00' } : null,
    })
  return (
    <>
      <Checkbox
        my="xs"
        label={m.partners_notice_wanted()}
        description={agreed || target ? m.partners_notice_wanted_what() : m.partners_notice_unagreed()}
        checked={target !== null}
        disabled={!agreed && target === null}
        error={form.errors['targets.shipNotice']}
        onChange={event => set(event.currentTarget.checked)}
      />
      {target ? (
        <SimpleGrid cols={{ base: 1, sm: 3 }} mb="xs">
          <Whole form={form} path="targets.shipNotice.days" label={m.partners_notice_days()} />
          <TimeField label={m.partners_notice_by()} {...form.getInputProps('targets.shipNotice.by')} />
        </SimpleGrid>
      ) : null}
    </>
  )
}

interface TargetFieldProps {
  form: ProfileForm
  name: 'order' | 'callOff' | 'commit' | 'decision'
  /** What is answered, in words. */
  of: string
}

function TargetField({ form, name, of }: TargetFieldProps) {
  const target = form.values.targets[name]
  const path = `targets.${name}` as const
  const choose = (kind: string | null) => {
    const next = targetKinds().some(each => each.value === kind) ? firstOfKind[kind as Target['kind']] : undefined
    if (next) form.setFieldValue('targets', { ...form.values.targets, [name]: next })
  }
  return (
    <SimpleGrid cols={{ base: 1, sm: 3 }} mb="xs">
      <Select
        label={m.partners_target_kind({ of })}
        data={targetKinds()}
        value={target.kind}
        allowDeselect={false}
        onChange={choose}
      />
      {target.kind === 'weekly' ? (
        <>
          <Select
            label={m.partners_target_weekday({ of })}
            data={weekdayChoice()}
            value={String(target.weekday)}
            allowDeselect={false}
            onChange={day =>
              form.setFieldValue('targets', { ...form.values.targets, [name]: { ...target, weekday: Number(day) } })
            }
          />
          <TimeField label={m.partners_target_by({ of })} {...form.getInputProps(`${path}.by`)} />
        </>
      ) : 'by' in target ? (
        <>
          <Whole form={form} path={`${path}.days`} label={m.partners_target_days({ of })} />
          <TimeField label={m.partners_target_by({ of })} {...form.getInputProps(`${path}.by`)} />
        </>
      ) : (
        <Whole form={form} path={`${path}.minutes`} label={m.partners_target_minutes({ of })} />
      )}
    </SimpleGrid>
  )
}
