// What people read of a breach that is disputed or decided. Pure.
import { formatInstant } from '../kernel/time.ts'
import type { Attribution, DecisionBody } from './breach.ts'
import type { ClockRecord } from './clock-row.ts'
import { isNotice } from './whose.ts'
import { subjectWords } from './words.ts'

type About = Pick<ClockRecord, 'kind' | 'label' | 'lines' | 'dueAt' | 'zone'>

const subjectOf = ({ kind, label, lines }: About) => subjectWords(kind, label, lines)
/** 'An answer to Order 4711', 'Ship notice for order 4711, line 2' */
const answerTo = (clock: About) => (isNotice(clock) ? subjectOf(clock) : `An answer to ${subjectOf(clock)}`)
const lateAnswer = (clock: About) => (isNotice(clock) ? subjectOf(clock) : `late answer to ${subjectOf(clock)}`)
const wasDue = (clock: About) => `${answerTo(clock)} was due ${formatInstant(clock.dueAt, clock.zone)}.`

interface Words {
  title: string
  text: string
}

export const disputedWords = (clock: About, by: string, words: string): Words => ({
  title: `Disputed: ${lateAnswer(clock)}`,
  text: [
    wasDue(clock),
    `${by} says that the lateness is not the supplier's fault: “${words}”`,
    'Please decide: excuse it, with whose fault it was, or let it stand. Until then the supplier is not reminded again.',
  ].join('\n\n'),
})

const faults: Record<Attribution, string> = {
  supplier: 'the supplier',
  buyer: 'the customer',
  carrier: 'the carrier',
  system: 'the portal itself',
}

interface Objection {
  by: string
  words: string
}

export function decidedWords(clock: About, by: string, decision: DecisionBody, objection: Objection): Words {
  const excused = decision.outcome === 'excused'
  const what = excused
    ? `${by} has excused it: it does not count against the supplier. At fault: ${faults[decision.attribution]}.`
    : `${by} has decided that the lateness stands: it counts against the supplier.`
  return {
    title: `${excused ? 'Excused' : 'Not excused'}: ${lateAnswer(clock)}`,
    text: [
      wasDue(clock),
      `${objection.by} disputed the lateness: “${objection.words}”`,
      what,
      `“${decision.note}”`,
    ].join('\n\n'),
  }
}

export const excusedWords = (clock: About, note: string): Words => ({
  title: `Excused by itself: ${lateAnswer(clock)}`,
  text: [wasDue(clock), note, 'It does not count against the supplier.'].join('\n\n'),
})

/** `at`: when it was received; left out once it is left unapplied for good. */
export function failedWords(clock: About, { at, why }: { at: Date | undefined; why: string }): Words {
  const subject = subjectOf(clock)
  const due = formatInstant(clock.dueAt, clock.zone)
  const wanted = isNotice(clock) ? 'ship notice' : 'answer'
  const next = at
    ? `It is no ${wanted} yet: the clock runs on, and the ${wanted} is due ${due}. If it can be applied after all, it counts as received ${formatInstant(at, clock.zone)}.`
    : `It is no ${wanted}: the clock runs on, and the ${wanted} is due ${due}.`
  return {
    title: `No ${wanted} yet: a document for ${subject} could not be applied`,
    text: [
      at
        ? `A document for ${subject}, received ${formatInstant(at, clock.zone)}, could not be applied: ${why}`
        : `A document for ${subject} was left unapplied for good: ${why}`,
      next,
      'The customer finds it among the messages that need attention; the supplier may send it anew, or answer in the portal.',
    ].join('\n\n'),
  }
}
