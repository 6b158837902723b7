// The steps of a ladder as fields: reminders, what happens once it is late, and what is repeated.
import { ActionIcon, Button, Checkbox, Group, NumberInput, Stack, Switch } from '@mantine/core'
import { Plus, X } from 'lucide-react'
import type { ReactNode } from 'react'
import {
  AFTER_MINUTES_MAX,
  answersTo,
  ESCALATIONS_MAX,
  type PolicyKind,
  type PolicyLadder,
  REMINDERS_MAX,
} from '../../sla/policy-api.ts'
import { m } from '../i18n/index.ts'
import { WholeField } from '../ui/WholeField.tsx'
import { AudienceChoice } from './AudienceChoice.tsx'
import { MailChoice } from './MailChoice.tsx'
import { WebhookChoice } from './WebhookChoice.tsx'

const REPEATS_MAX = 50

interface LadderFieldsProps {
  ladder: PolicyLadder
  kind: PolicyKind
  /** What the server said of a step, by its path. */
  errorAt: ErrorAt
  onChange: (ladder: PolicyLadder) => void
}

type ErrorAt = (path: string) => string | undefined

export function LadderFields({ ladder, kind, errorAt, onChange }: LadderFieldsProps) {
  const set = (part: Partial<PolicyLadder>) => onChange({ ...ladder, ...part })
  return (
    <Stack gap="md">
      <Reminders
        kind={kind}
        errorAt={errorAt}
        reminders={ladder.reminders}
        onChange={reminders => set({ reminders })}
      />
      <Escalations
        kind={kind}
        errorAt={errorAt}
        escalations={ladder.escalations}
        onChange={escalations => set({ escalations })}
      />
      <Repeat kind={kind} errorAt={errorAt} repeat={ladder.repeat} onChange={repeat => set({ repeat })} />
    </Stack>
  )
}

/** A list in which one is replaced, or goes. */
const changed = <T,>(list: readonly T[], at: number, part: Partial<T>): T[] =>
  list.map((each, i) => (i === at ? { ...each, ...part } : each))
/** One put in the place of another, whole: what it leaves out is gone. */
const replaced = <T,>(list: readonly T[], at: number, step: T): T[] => list.map((each, i) => (i === at ? step : each))
const without = <T,>(list: readonly T[], at: number): T[] => list.filter((_, i) => i !== at)

type Listed<K extends 'reminders' | 'escalations'> = { [_ in K]: PolicyLadder[K] } & {
  kind: PolicyKind
  errorAt: ErrorAt
  onChange: (steps: PolicyLadder[K]) => void
}

function Reminders({ kind, errorAt, reminders, onChange }: Listed<'reminders'>) {
  return (
    <Steps
      title={m.sla_policy_reminders()}
      addLabel={m.sla_policy_reminder_add()}
      full={reminders.length >= REMINDERS_MAX}
      onAdd={() => onChange([...reminders, { percent: 90, to: answersTo(kind), mandatory: true }])}
    >
      {reminders.map((step, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row being typed is known by its place only
        <Row key={at} n={at + 1} onRemove={() => onChange(without(reminders, at))}>
          <WholeField
            w="12rem"
            label={m.sla_policy_reminder_percent()}
            min={1}
            max={99}
            value={step.percent}
            onChange={typed => onChange(changed(reminders, at, { percent: typed }))}
          />
          <AudienceChoice
            kind={kind}
            step={step}
            error={errorAt(`ladder.reminders.${at}`)}
            onChange={chosen => onChange(replaced(reminders, at, chosen))}
          />
          <MailChoice step={step} onChange={chosen => onChange(replaced(reminders, at, chosen))} />
          <WebhookChoice step={step} onChange={chosen => onChange(replaced(reminders, at, chosen))} />
          <Checkbox
            label={m.sla_policy_reminder_mandatory()}
            pb="xs"
            checked={step.mandatory}
            onChange={event => onChange(changed(reminders, at, { mandatory: event.currentTarget.checked }))}
          />
        </Row>
      ))}
    </Steps>
  )
}

function Escalations({ kind, errorAt, escalations, onChange }: Listed<'escalations'>) {
  const last = Math.max(0, ...escalations.map(({ afterMinutes }) => afterMinutes))
  const fresh = { afterMinutes: Math.min(last + 60, AFTER_MINUTES_MAX), to: 'buyer' as const }
  return (
    <Steps
      title={m.sla_policy_escalations()}
      addLabel={m.sla_policy_escalation_add()}
      full={escalations.length >= ESCALATIONS_MAX}
      onAdd={() => onChange([...escalations, fresh])}
    >
      {escalations.map((step, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row being typed is known by its place only
        <Row key={at} n={at + 1} onRemove={() => onChange(without(escalations, at))}>
          <WholeField
            w="12rem"
            label={m.sla_policy_escalation_after()}
            min={0}
            max={AFTER_MINUTES_MAX}
            value={step.afterMinutes}
            onChange={typed => onChange(changed(escalations, at, { afterMinutes: typed }))}
          />
          <AudienceChoice
            kind={kind}
            step={step}
            error={errorAt(`ladder.escalations.${at}`)}
            onChange={chosen => onChange(replaced(escalations, at, chosen))}
          />
          <MailChoice step={step} onChange={chosen => onChange(replaced(escalations, at, chosen))} />
          <WebhookChoice step={step} onChange={chosen => onChange(replaced(escalations, at, chosen))} />
        </Row>
      ))}
    </Steps>
  )
}

function Repeat({
  kind,
  errorAt,
  repeat,
  onChange,
}: {
  kind: PolicyKind
  errorAt: ErrorAt
  repeat: PolicyLadder['repeat']
  onChange: (repeat: PolicyLadder['repeat']) => void
}) {
  return (
    <Stack gap="xs">
      <Switch
        label={m.sla_policy_repeat()}
        checked={repeat !== null}
        onChange={event =>
          onChange(event.currentTarget.checked ? { everyMinutes: 240, times: null, to: 'buyer' } : null)
        }
      />
      {repeat ? (
        <Group align="flex-end" gap="xs">
          <WholeField
            w="12rem"
            label={m.sla_policy_repeat_every()}
            min={1}
            max={AFTER_MINUTES_MAX}
            value={repeat.everyMinutes}
            onChange={everyMinutes => onChange({ ...repeat, everyMinutes })}
          />
          <AudienceChoice kind={kind} step={repeat} error={errorAt('ladder.repeat')} onChange={onChange} />
          <MailChoice step={repeat} onChange={onChange} />
          <WebhookChoice step={repeat} onChange={onChange} />
          <NumberInput
            label={m.sla_policy_repeat_times()}
            placeholder={m.sla_policy_repeat_no_end()}
            w="11rem"
            min={1}
            max={REPEATS_MAX}
            clampBehavior="none"
            error={
              (repeat.times ?? 1) >= 1 && (repeat.times ?? 1) <= REPEATS_MAX
                ? undefined
                : m.ui_whole({ min: 1, max: REPEATS_MAX })
            }
            allowDecimal={false}
            value={repeat.times ?? ''}
            onChange={typed => onChange({ ...repeat, times: typed === '' ? null : Number(typed) })}
          />
        </Group>
      ) : null}
    </Stack>
  )
}

interface StepsProps {
  title: string
  addLabel: string
  full: boolean
  onAdd: () => void
  children: ReactNode
}

function Steps({ title, addLabel, full, onAdd, children }: StepsProps) {
  return (
    <fieldset style={{ margin: 0, padding: 0, border: 0, minWidth: 0 }}>
      <legend style={{ padding: 0, fontWeight: 600 }}>{title}</legend>
      <Stack gap="xs">
        {children}
        <Group>
          <Button
            variant="default"
            size="xs"
            leftSection={<Plus size={14} aria-hidden />}
            disabled={full}
            onClick={onAdd}
          >
            {addLabel}
          </Button>
        </Group>
      </Stack>
    </fieldset>
  )
}

function Row({ n, onRemove, children }: { n: number; onRemove: () => void; children: ReactNode }) {
  return (
    <Group align="flex-end" gap="xs">
      {children}
      <ActionIcon variant="subtle" color="gray" mb={4} aria-label={m.sla_policy_step_remove({ n })} onClick={onRemove}>
        <X size={16} aria-hidden />
      </ActionIcon>
    </Group>
  )
}
