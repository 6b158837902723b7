// One clock: why it is due when it is, drawn and in words, and who is told when.
import { Paper, Stack, Text, Title } from '@mantine/core'
import { type ClockDetail, slaApi } from '../../sla/api.ts'
import { isNotice, isOwn } from '../../sla/whose.ts'
import { Go, useParam } from '../go.tsx'
import { m } from '../i18n/index.ts'
import { PriorityBadge } from '../orders/PriorityBadge.tsx'
import { useEndpoint } from '../query.ts'
import { useMay, useMe } from '../shell/me.ts'
import { Facts } from '../ui/Facts.tsx'
import { ListSkeleton } from '../ui/list/DataList.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { StatusBadge } from '../ui/StatusBadge.tsx'
import { type Channel, Timeline } from '../ui/Timeline.tsx'
import { When, ZoneNote } from '../ui/When.tsx'
import { BreachActs } from './BreachActs.tsx'
import { DisputeLines, ExcuseLine } from './BreachLines.tsx'
import { DisputedBadge, DueCell } from './cells.tsx'
import { mayRemind, mayTakeOn, Remind, TakeOn } from './chase-cells.tsx'
import { stoppedText } from './day-words.ts'
import { historyText } from './history-words.ts'
import { InReach } from './InReach.tsx'
import { PauseActs } from './PauseActs.tsx'
import { PauseWords } from './PauseLines.tsx'
import { StepList } from './StepList.tsx'
import { TargetBar } from './TargetBar.tsx'
import { WhyDue } from './WhyDue.tsx'
import { linesText, stateText, subjectHref, subjectText, urgencyTone, wantedText } from './words.ts'

export function ClockPage() {
  const clockId = useParam('clockId')
  const asked = useEndpoint(slaApi.clock, { params: { clockId } }, { watch: [`clock:${clockId}`] })
  const clock = asked.data
  if (asked.error && !clock) return <ProblemAlert problem={asked.error} onRetry={() => void asked.refetch()} />
  return clock ? <Clock clock={clock} /> : <ListSkeleton />
}

function Clock({ clock }: { clock: ClockDetail }) {
  const isBuyer = useMe().organization?.side === 'buyer'
  const names = { supplier: clock.supplier.name, buyer: clock.buyer.name }
  const wanted = { wanted: wantedText(clock.kind), ...names }
  return (
    <>
      <PageHeader
        title={subjectText(clock)}
        trail={[isBuyer ? { label: m.sla_board(), to: '/board' } : { label: m.orders_inbox(), to: '/inbox' }]}
        lead={isOwn(clock) ? m.sla_clock_lead_own(wanted) : m.sla_clock_lead(wanted)}
        status={
          <>
            <StatusBadge tone={urgencyTone[clock.urgency]}>{stateText(clock.state)}</StatusBadge>
            <PriorityBadge priority={clock.priority} />
            <DisputedBadge clock={clock} />
          </>
        }
        actions={<ClockActs clock={clock} />}
      />
      <Stack gap="lg">
        <Paper>
          <Stack gap="sm">
            <ZoneNote contractZone={clock.zone} />
            <DueCell clock={clock} paused={false} />
            <TargetBar clock={clock} />
            <OwnLateness clock={clock} />
            <Pauses clock={clock} />
            <ExcuseLine excuse={clock.excuse} zone={clock.zone} />
            <DisputeLines disputes={clock.disputes} zone={clock.zone} />
            <ClockFacts clock={clock} />
          </Stack>
        </Paper>
        <section aria-labelledby="why">
          <Title order={2} id="why" mb="xs">
            {m.sla_why()}
          </Title>
          <WhyDue clock={clock} />
        </section>
        <section aria-labelledby="steps">
          <Title order={2} id="steps" mb="xs">
            {m.sla_steps()}
          </Title>
          {clock.state === 'paused' ? <Text size="sm">{m.sla_steps_paused()}</Text> : null}
          <ZoneNote contractZone={clock.zone} />
          <StepList clock={clock} ofSupplier={!isBuyer} />
        </section>
        <History clock={clock} />
      </Stack>
    </>
  )
}

function History({ clock }: { clock: ClockDetail }) {
  return (
    <section aria-labelledby="history">
      <Title order={2} id="history" mb="xs">
        {m.sla_history()}
      </Title>
      <ZoneNote contractZone={clock.zone} />
      <Timeline
        entries={clock.history.map(({ id, at, actor, channel, note, ...what }) => ({
          id,
          at,
          who: actor,
          channel: channel as Channel,
          what: historyText(what, clock),
          detail: note,
        }))}
        contractZone={clock.zone}
      />
    </section>
  )
}

function ClockActs({ clock }: { clock: ClockDetail }) {
  const may = useMay()
  return (
    <>
      <SubjectLink clock={clock} />
      {may('clock.acknowledge') && mayTakeOn(clock) ? <TakeOn clockId={clock.id} /> : null}
      {may('clock.remind') && mayRemind(clock) ? <Remind clockId={clock.id} /> : null}
      <InReach clock={clock} />
      <BreachActs clock={clock} />
      <PauseActs clock={clock} />
    </>
  )
}

function SubjectLink({ clock }: { clock: ClockDetail }) {
  const href = subjectHref(clock)
  if (!href) return null
  return <Go to={href}>{clock.subject.kind === 'order' ? m.sla_open_order() : m.sla_open_forecast()}</Go>
}

/** A decision that is late counts against the one who owes it, and nobody need say so. */
function OwnLateness({ clock }: { clock: ClockDetail }) {
  if (!isOwn(clock) || !['late', 'met-late', 'cancelled-late'].includes(clock.urgency)) return null
  return <Text size="sm">{m.sla_own_late({ buyer: clock.buyer.name })}</Text>
}

function Pauses({ clock: { pauses, zone } }: { clock: ClockDetail }) {
  return (
    <>
      {pauses.map(pause => (
        <Text key={pause.from} size="sm">
          <PauseWords pause={pause} zone={zone} />
        </Text>
      ))}
    </>
  )
}

/** Which policy governs it and why, or that none does. */
function PolicyFact({ clock: { policy } }: { clock: ClockDetail }) {
  if (!policy) return m.sla_fact_policy_agreed()
  const name = m.sla_fact_policy_version({ name: policy.name, version: policy.version })
  return (
    <>
      {policy.id ? <Go to={`/policies/${policy.id}`}>{name}</Go> : name}
      <Text size="sm" c="dimmed">
        {policy.why}
      </Text>
    </>
  )
}

/** The sites, and of several the one by whose calendar it counts. */
function shipFromText({ sites, countedAt }: NonNullable<ClockDetail['shipFrom']>): string {
  const all = sites.join(', ')
  if (sites.length < 2 || countedAt.length === 0) return all
  return m.sla_fact_from_counted({ sites: all, counted: countedAt.join(', ') })
}

function ClockFacts({ clock }: { clock: ClockDetail }) {
  const { calendars, takenOn, seen } = clock
  const when = (at: string) => <When at={at} contractZone={clock.zone} />
  return (
    <Facts
      facts={[
        { label: m.sla_fact_supplier(), value: clock.supplier.name },
        { label: m.sla_fact_buyer(), value: clock.buyer.name },
        {
          label: isOwn(clock) || isNotice(clock) ? m.sla_fact_lines_own() : m.sla_fact_lines(),
          value: clock.lines ? linesText(clock.lines) : null,
        },
        { label: m.sla_fact_started(), value: when(clock.startedAt) },
        {
          label: m.sla_fact_counting(),
          value: clock.countingFrom === clock.startedAt ? null : when(clock.countingFrom),
        },
        { label: m.sla_fact_due(), value: when(clock.dueAt) },
        {
          label: stoppedText(clock),
          value: clock.stoppedAt ? when(clock.stoppedAt) : null,
        },
        { label: m.sla_fact_target(), value: clock.target },
        { label: m.sla_fact_policy(), value: clock.kind === 'acknowledgment' ? null : <PolicyFact clock={clock} /> },
        {
          label: calendars.length > 1 ? m.sla_fact_calendars() : m.sla_fact_calendar(),
          value: calendars.map(each => m.sla_fact_calendar_version(each)).join('; ') || null,
        },
        { label: m.sla_fact_from(), value: clock.shipFrom && shipFromText(clock.shipFrom) },
        { label: m.sla_fact_zone(), value: clock.zone },
        {
          label: m.sla_fact_seen(),
          value: seen ? (
            <>
              {seen.by}, {when(seen.at)}
            </>
          ) : null,
        },
        {
          label: m.sla_fact_taken(),
          value: takenOn ? (
            <>
              {takenOn.by}, {when(takenOn.at)}
            </>
          ) : null,
        },
      ]}
    />
  )
}
