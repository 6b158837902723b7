// What is said of a breach: whose fault it was, why it is excused, what the supplier disputes. Shapes of the wire. Pure.
import Type, { type Static } from 'typebox'
import { Closed, InstantText, OneOf, OrNull } from '../kernel/wire.ts'

/** Whose fault a breach was. One that nobody has excused is the supplier's. */
export const attributions = ['supplier', 'buyer', 'carrier', 'system'] as const
export type Attribution = (typeof attributions)[number]

/** Why a breach does not count. `our-system`: this portal was closed, or held the answer. */
export const excuseReasons = ['waited-for-us', 'our-mistake', 'agreed', 'force-majeure', 'our-system', 'other'] as const
export type ExcuseReason = (typeof excuseReasons)[number]

const excuseNote = Type.String({ minLength: 1, maxLength: 1_000 })
const excuseBody = { attribution: OneOf(attributions), reason: OneOf(excuseReasons), note: excuseNote }
export const ExcuseBody = Closed(excuseBody, {
  examples: [{ attribution: 'buyer', reason: 'waited-for-us', note: 'The drawing went out a day late.' }],
})
export type ExcuseBody = Static<typeof ExcuseBody>

export const NoteBody = Closed({ note: excuseNote }, { examples: [{ note: 'The drawing was there in time.' }] })

export const Excuse = Type.Object({ ...excuseBody, at: InstantText, by: Type.String() })

/** `moot`: the answer had come in time after all, or nothing is asked any more. */
export const disputeOutcomes = ['excused', 'upheld', 'moot'] as const
export type DisputeOutcome = (typeof disputeOutcomes)[number]

export const DisputeBody = Closed(
  { words: excuseNote },
  { examples: [{ words: 'We asked for the drawing on Monday and have it since Thursday.' }] },
)

/** Excused: with whose fault it was and why. Upheld: the breach stands, and stays the supplier's. */
export const DecisionBody = Type.Union(
  [Closed({ outcome: OneOf(['excused']), ...excuseBody }), Closed({ outcome: OneOf(['upheld']), note: excuseNote })],
  { examples: [{ outcome: 'upheld', note: 'The other line was running.' }] },
)
export type DecisionBody = Static<typeof DecisionBody>

export const Dispute = Type.Object({
  words: Type.String(),
  by: Type.String(),
  at: InstantText,
  decidedAt: OrNull(InstantText),
  decidedBy: OrNull(Type.String()),
  outcome: OrNull(OneOf(disputeOutcomes)),
  note: Type.String(),
})
export type Dispute = Static<typeof Dispute>
