/** Everything that answers an input: the TA1 of an interchange where one is due, and a 997 for each of its groups. */

import type { GroupJudgment, Judgment } from '../judge/judgment.ts'
import type { Gs, Isa } from '../model.ts'
import type { Reviewed } from '../show/check.ts'
import type { Envelope } from '../write/envelope.ts'
import { Unwritable } from '../write/pen.ts'
import { write997, write999, writeTa1 } from './acknowledge.ts'

export interface AnswerOptions {
  /** What groups from 005010 on are answered with; older ones know the 997 alone. */
  readonly as?: '997' | '999'
  /** Control number of the first interchange and group written, 1 to 999999999; those after it count on. */
  readonly control: number
  /** YYYYMMDD. */
  readonly date: string
  /** HHMM. */
  readonly time: string
}

export interface Answers {
  /** Interchanges to send back, in the order of what they answer. */
  readonly written: readonly Uint8Array[]
  /** Why something was left without an answer, in words. */
  readonly unanswered: readonly string[]
}

/** The same input, control number, date and time always give the same bytes. Never throws for what the input holds. */
export function answerInput({ judgments }: Reviewed, options: AnswerOptions): Answers {
  const written: Uint8Array[] = []
  const unanswered: string[] = []
  let control = options.control
  const write = (what: string, make: (numbers: string) => Uint8Array | undefined) => {
    try {
      const bytes = make(String(control))
      if (bytes === undefined) return
      written.push(bytes)
      control = control === 999_999_999 ? 1 : control + 1
    } catch (error) {
      // An id that no interchange can hold: there is nobody who could be written to.
      if (!(error instanceof Unwritable)) throw error
      unanswered.push(`${what} cannot be answered: ${error.message}`)
    }
  }
  for (const judgment of judgments) {
    const { isa } = judgment.interchange
    const what = `Interchange ${isa.control}`
    const due = ta1Due(judgment) || (judgment.accepted && judgment.groups.some(group => group.answered))
    if (due && !canBeReached(isa)) {
      unanswered.push(`${what} cannot be answered: its header does not say from whom and for whom it is.`)
      continue
    }
    if (ta1Due(judgment))
      write(what, number => writeTa1(judgment.interchange, judgment.ta1, back(judgment, options, number)))
    if (!judgment.accepted) continue
    for (const group of judgment.groups) {
      const { gs } = group.group
      if (!group.answered) unanswered.push(`Group ${gs.control} of ${what}: acknowledgments are never acknowledged.`)
      else
        write(`Group ${gs.control} of ${what}`, number =>
          acknowledged(group, back(judgment, options, number, gs), options.as),
        )
    }
  }
  return { written, unanswered }
}

/** Both ids can be turned round and written. Shifted fields would send the answer to nobody. */
function canBeReached({ senderQualifier, senderId, receiverQualifier, receiverId }: Isa): boolean {
  const qualifier = /^[0-9A-Z]{2}$/
  const id = /^[\x21-\x7e][\x20-\x7e]{0,14}$/
  return (
    qualifier.test(senderQualifier) && id.test(senderId) && qualifier.test(receiverQualifier) && id.test(receiverId)
  )
}

/** Asked for, or the only way to tell of a refusal; TA1s alone are never answered. */
function ta1Due({ interchange, ta1Wanted, accepted }: Judgment): boolean {
  const onlyTa1 = interchange.groups.length === 0 && interchange.ta1s.length > 0
  return !onlyTa1 && (ta1Wanted || !accepted)
}

/** Back by the ids it came under, with our usual separators. */
function back({ interchange }: Judgment, options: AnswerOptions, control: string, gs?: Gs): Envelope {
  const { isa } = interchange
  return {
    senderQualifier: isa.receiverQualifier,
    senderId: isa.receiverId,
    receiverQualifier: isa.senderQualifier,
    receiverId: isa.senderId,
    gsSender: gs?.receiver ?? isa.receiverId,
    gsReceiver: gs?.sender ?? isa.senderId,
    interchangeControl: control.padStart(9, '0'),
    groupControl: control,
    usage: isa.usage === 'P' ? 'P' : 'T',
    version: '004010',
    date: options.date,
    time: options.time,
  }
}

const acknowledged = (group: GroupJudgment, envelope: Envelope, as: AnswerOptions['as']) =>
  (as === '999' ? write999(group, envelope) : undefined) ?? write997(group, envelope)
