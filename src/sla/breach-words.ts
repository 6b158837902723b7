// What people read of a breach that is disputed or decided. Pure.
import { formatInstant } from '../kernel/time.ts'
import type { Attribution, DecisionBody } from './breach.ts'
import type { ClockRecord } from './clock-row.ts'
import { subjectWords } from './words.ts'

type About = Pick<ClockRecord, 'kind' | 'label' | 'lines' | 'dueAt' | 'zone'>

const subjectOf = ({ kind, label, lines }: About) => subjectWords(kind, label, lines)
const wasDue = (clock: About) => `An answer to ${subjectOf(clock)} was due ${formatInstant(clock.dueAt, clock.zone)}.`

interface Words {
  title: string
  text: string
}

export const disputedWords = (clock: About, by: string, words: string): Words => ({
  title: `Disputed: late answer to ${subjectOf(clock)}`,
  text: [
    wasDue(clock),
    `${by} says that the lateness is not the supplier's fault: “${words}”`,
    'Please decide: excuse it, with whose fault it was, or uphold it. Until then the supplier is not reminded again.',
  ].join('\n\n'),
})

const faults: Record<Attribution, string> = {
  supplier: 'the supplier',
  buyer: 'the customer',
  carrier: 'the carrier',
  system: 'the portal itself',
}

export function decidedWords(clock: About, by: string, decision: DecisionBody): Words {
  const excused = decision.outcome === 'excused'
  const what = excused
    ? `${by} has excused it: it does not count against the supplier. At fault: ${faults[decision.attribution]}.`
    : `${by} has upheld it: the lateness counts.`
  return {
    title: `${excused ? 'Excused' : 'Upheld'}: late answer to ${subjectOf(clock)}`,
    text: [wasDue(clock), what, `“${decision.note}”`].join('\n\n'),
  }
}
