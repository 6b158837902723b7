// Work in the background on the wire: what failed and why, and how much is waiting.
import Type, { type Static } from 'typebox'
import { endpoint } from '../kernel/endpoint.ts'
import { Closed, Id, InstantText, listOf, listQuery, OneOf, OrNull } from '../kernel/wire.ts'

/** `given-up`: the last try has failed. `trying`: it failed, and is tried again by itself. */
export const workStates = ['given-up', 'trying'] as const

export const FailedWork = Type.Object({
  id: Id,
  /** `clock.step`, `notice.send` … */
  kind: Type.String(),
  /** What it is about: clock, document, interchange, notice. */
  subject: OrNull(Type.Object({ kind: Type.String(), id: Id })),
  /** What people call it, where the work says so. */
  label: Type.String(),
  state: OneOf(workStates),
  attempts: Type.Integer(),
  error: Type.String(),
  createdAt: InstantText,
  /** When it is tried next; null once it was given up. */
  nextAt: OrNull(InstantText),
  failedAt: OrNull(InstantText),
  /** Given up, it waits for a person on another page, and is run again from there. */
  settledElsewhere: Type.Boolean(),
})
export type FailedWork = Static<typeof FailedWork>

export const operationsApi = {
  failedWork: endpoint('GET', '/api/work', 'Lists background work that failed, and says how much is waiting', {
    query: Closed({ ...listQuery, state: Type.Optional(OneOf(workStates)) }),
    response: Type.Object({
      ...listOf(FailedWork).properties,
      /** Due, and not taken up yet. */
      waiting: Type.Object({ n: Type.Integer(), oldestDueAt: OrNull(InstantText) }),
    }),
  }),
  runAgain: endpoint('POST', '/api/work/:workId/again', 'Runs background work that failed once more, at once', {
    params: Closed({ workId: Id }),
  }),
}
