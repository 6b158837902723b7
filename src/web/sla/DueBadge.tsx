// When an answer is due, or that it came: for order pages and inboxes of both sides. Leads to the reasons.
import { Group, Paper, Text } from '@mantine/core'
import { Check, CircleSlash, ClockAlert, Hourglass } from 'lucide-react'
import { useMemo } from 'react'
import { type ClockSummary, slaApi } from '../../sla/api.ts'
import { isNotice, isOwn } from '../../sla/whose.ts'
import { Go } from '../go.tsx'
import { hereZone, instantText } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'
import { useEndpoint, useEndpoints } from '../query.ts'
import { serverClock } from '../server-clock.ts'
import { Countdown } from '../ui/Countdown.tsx'
import { Explained } from '../ui/Explained.tsx'
import { StatusBadge } from '../ui/StatusBadge.tsx'
import { When } from '../ui/When.tsx'
import { mostPressing, questionsOf } from './clock-questions.ts'
import { linesText, stateText } from './words.ts'

/** The most pressing clock of each of these orders, forecasts or documents, by subject id; follows the live feed. `own`: of the buyer's decisions. */
export function useClocksOf(subjectIds: readonly string[], own = false): ReadonlyMap<string, ClockSummary> {
  const answers = useEndpoints(
    slaApi.clocksOf,
    questionsOf(subjectIds).map(ids => ({ query: { subjectIds: ids } })),
    { watch: ['clock'] },
  )
  return useMemo(
    () =>
      mostPressing(
        answers.flatMap(({ rows }) => rows),
        own,
      ),
    [answers, own],
  )
}

/** Why each clock of these subjects is due when it is, by the clock's id. */
export function useWhyDue(subjectIds: readonly string[]): ReadonlyMap<string, ClockSummary> {
  const answers = useEndpoints(
    slaApi.clocksOf,
    questionsOf(subjectIds).map(ids => ({ query: { subjectIds: ids } })),
    { watch: ['clock'] },
  )
  return useMemo(() => new Map(answers.flatMap(({ rows }) => rows.map(row => [row.id, row] as const))), [answers])
}

/** The reasons alone, for lists that show the due time by themselves. */
export function DueWhy({ clock }: { clock: ClockSummary | undefined }) {
  if (!clock) return null
  return (
    <Explained lines={clock.explanation}>
      <Text span size="sm" td="underline">
        {m.sla_why_short()}
      </Text>
    </Explained>
  )
}

/** All that is due of one order: what is asked anew runs beside what is not answered yet; and what the buyer has yet to decide. */
export function useRoundsOf(subjectId: string): Record<'answers' | 'decisions' | 'notices', ClockSummary[]> {
  const found = useEndpoint(slaApi.clocksOf, { query: { subjectIds: subjectId } }, { watch: ['clock'] })
  const rows = found.data?.rows.filter(({ kind }) => kind !== 'acknowledgment') ?? []
  return {
    answers: rows.filter(row => !isOwn(row) && !isNotice(row)),
    notices: rows.filter(isNotice),
    decisions: rows.filter(row => isOwn(row) && row.stoppedAt === null),
  }
}

/**
 * Counts down while the answer is awaited; asked by pointer, tap or key it says why it is due then, with a link to the
 * page of the clock for those who may open it.
 */
export function DueBadge({ clock, link = true }: { clock: ClockSummary | undefined; link?: boolean }) {
  if (!clock) return null
  return (
    <Explained
      lines={[...(clock.lines ? [linesText(clock.lines)] : []), ...cancelledLines(clock), ...clock.explanation]}
      more={
        link ? (
          <Go to={`/clocks/${clock.id}`} size="sm">
            {m.sla_why_short()}
          </Go>
        ) : null
      }
    >
      <Badge clock={clock} />
    </Explained>
  )
}

const cancelledLines = ({ cancelledWhy: why }: ClockSummary): string[] =>
  why === null ? [] : [m.sla_cancelled_late({ why })]

function Badge({ clock }: { clock: ClockSummary }) {
  switch (clock.state) {
    case 'met':
      return (
        <StatusBadge tone="ok" icon={Check}>
          {stateText('met')}
        </StatusBadge>
      )
    case 'met-late':
    case 'cancelled-late':
      return (
        <StatusBadge tone="warn" icon={ClockAlert}>
          {stateText(clock.state)}
        </StatusBadge>
      )
    case 'excused':
    case 'cancelled':
      return (
        <StatusBadge tone="quiet" icon={CircleSlash}>
          {stateText(clock.state)}
        </StatusBadge>
      )
    case 'paused':
      return (
        <StatusBadge tone="quiet" icon={Hourglass}>
          {stateText('paused')}
        </StatusBadge>
      )
    case 'pending':
    case 'running':
    case 'breached':
      return <Countdown due={clock.dueAt} {...(clock.soonFrom ? { soonFrom: clock.soonFrom } : {})} />
  }
}

/** Until when the buyer decides on what is proposed, for both sides to read; with the reasons. */
export function DecisionLine({ clock, buyer }: { clock: ClockSummary; buyer: string }) {
  return (
    <Paper p="sm" withBorder>
      <Text size="sm" fw={600}>
        {clock.urgency === 'late' ? m.sla_own_until_late({ buyer }) : m.sla_own_until({ buyer })}{' '}
        <When at={clock.dueAt} contractZone={clock.zone} />
      </Text>
      <Text size="sm" component="div">
        {clock.lines ? `${linesText(clock.lines)} · ` : null}
        <DueBadge clock={clock} link={false} />{' '}
        <Go to={`/clocks/${clock.id}`} size="sm" underline="always">
          {m.sla_why_short()}
        </Go>
      </Text>
    </Paper>
  )
}

/**
 * The badge with its instant written out, for a page's head: in the contract's zone too where that is not the reader's.
 * Leads to the clock: why then, who was told, and what was disputed.
 */
export function DueLine({ clock }: { clock: ClockSummary | undefined }) {
  if (!clock) return null
  const at = clock.stoppedAt ?? clock.dueAt
  return (
    <Group gap={6}>
      <DueBadge clock={clock} />
      <Text span size="sm">
        <When at={at} contractZone={clock.zone} />
        {clock.zone === hereZone
          ? null
          : ` (${m.sla_due_there({ time: thereText(at, clock.zone), zone: clock.zone })})`}
      </Text>
      <Go to={`/clocks/${clock.id}`} size="sm" underline="always">
        {m.sla_clock_open()}
      </Go>
    </Group>
  )
}

const thereText = (at: string, zone: string): string => instantText(new Date(at), serverClock.now(), zone)
