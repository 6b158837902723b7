// What people read of a clock that the supplier has paused, or that the buyer has let go on. Pure.
import { instantFor } from '../notices/index.ts'
import type { ClockPause, PauseReason } from './api.ts'
import type { ClockRecord } from './clock-row.ts'
import { isNotice } from './whose.ts'
import { subjectWords } from './words.ts'

type About = Pick<ClockRecord, 'kind' | 'label' | 'lines' | 'dueAt' | 'zone'>

const reasons: Record<PauseReason, string> = {
  'our-decision': 'a decision of the customer is waited for',
  'our-drawing': 'a drawing of the customer is waited for',
  'force-majeure': 'force majeure',
  disputed: 'disputed',
  other: 'another reason',
}

const reasonWords = ({ reason, note }: ClockPause) => `Reason: ${reasons[reason]}. “${note}”`

/** To the buyer. */
export function pausedWords(clock: About, pause: ClockPause): { title: string; text: string } {
  const subject = subjectWords(clock.kind, clock.label, clock.lines)
  const due = instantFor(clock.dueAt, clock.zone)
  return {
    title: `Paused by the supplier: ${subject}`,
    text: [
      `${pause.by} has paused the clock of ${subject}. ${reasonWords(pause)}`,
      isNotice(clock)
        ? `It was due ${due}, and stays so, for it is bound to the delivery. While the clock is paused nobody is reminded, and nothing becomes late.`
        : `An answer was due ${due}. While the clock is paused no time counts and nobody is reminded; what is due moves by the pause.`,
      'A buyer of yours may let it go on at any time. From then on only your side may pause it.',
    ].join('\n\n'),
  }
}

/** To the supplier; the clock as it goes on. */
export function goesOnWords(clock: About, pause: ClockPause, by: string): { title: string; text: string } {
  const subject = subjectWords(clock.kind, clock.label, clock.lines)
  const due = instantFor(clock.dueAt, clock.zone)
  return {
    title: `Goes on: ${subject}, due ${due}`,
    text: [
      `${by} has let the clock of ${subject} go on, which ${pause.by} had paused. ${reasonWords(pause)}`,
      `${isNotice(clock) ? 'It' : 'An answer'} is due ${due}.`,
      'From now on only the customer may pause it. If the answer comes late and that is not your fault, you may dispute it.',
    ].join('\n\n'),
  }
}
