// The words for what became of a clock, one fact at a time.
import type { ClockDetail } from '../../sla/api.ts'
import { isNotice, isOwn } from '../../sla/whose.ts'
import { m } from '../i18n/index.ts'
import { audienceText, levelText } from './told-words.ts'

/** What is waited for is no answer. */
const ofNotices = {
  'clock.breached': m.sla_history_breached_notice,
  'clock.met': m.sla_history_met_notice,
  'clock.met-late': m.sla_history_met_late_notice,
}

export function historyText(
  { type, level, to }: Pick<ClockDetail['history'][number], 'type' | 'level' | 'to'>,
  clock: Pick<ClockDetail, 'kind'>,
): string {
  const own = isOwn(clock)
  if (isNotice(clock) && type in ofNotices) return ofNotices[type as keyof typeof ofNotices]()
  switch (type) {
    case 'clock.started':
      return m.sla_history_started()
    // Who was told of it, if anybody, stands with the steps.
    case 'clock.warned':
      return m.sla_history_warned({ step: levelText(level ?? 'warned') })
    case 'clock.escalated':
      return m.sla_history_escalated({ to: audienceText(to ?? '') })
    case 'clock.breached':
      return own ? m.sla_history_breached_own() : m.sla_history_breached()
    case 'clock.met':
      return own ? m.sla_history_met_own() : m.sla_history_met()
    case 'clock.met-late':
      return own ? m.sla_history_met_late_own() : m.sla_history_met_late()
    case 'clock.cancelled':
      return m.sla_history_cancelled()
    case 'clock.cancelled-late':
      return m.sla_history_cancelled_late()
    case 'clock.reminded':
      return m.sla_history_reminded()
    case 'clock.called':
      return m.sla_history_called()
    case 'clock.seen':
      return m.sla_history_seen()
    case 'clock.acknowledged':
      return m.sla_history_acknowledged()
    case 'clock.recounted':
      return m.sla_history_recounted()
    case 'clock.moved':
      return m.sla_history_moved()
    case 'clock.answer-withdrawn':
      return m.sla_history_withdrawn()
    case 'clock.paused':
      return m.sla_history_paused()
    case 'clock.resumed':
      return m.sla_history_resumed()
    case 'clock.excused':
      return m.sla_history_excused()
    case 'clock.excuse-taken-back':
      return m.sla_history_excuse_taken_back()
    case 'clock.disputed':
      return m.sla_history_disputed()
    case 'clock.upheld':
      return m.sla_history_upheld()
    case 'clock.answer-failed':
      return m.sla_history_answer_failed()
    case 'clock.answered':
      return m.sla_history_answered()
    default:
      return m.sla_history_told()
  }
}
