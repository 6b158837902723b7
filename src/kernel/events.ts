// Facts: announced in the transaction that made them true, answered by reactions in that same transaction.
import type { Channel, Tx } from './db.ts'
import { newId } from './ids.ts'

export interface Subject {
  /** order, interchange, clock … */
  kind: string
  id: string
}

export interface Fact<Type extends string = string, Data = Record<string, unknown>> {
  /** The trade's words, past tense: `order.answered`. */
  type: Type
  subject: Subject
  /** Who may know: one organization, or the two of a relationship. */
  parties: readonly [string] | readonly [string, string]
  /** When it happened: the moment the bytes arrived or the button was pressed. */
  at: Date
  data: Data
}

export type AnnouncedFact = Fact & { id: string; actor: { name: string; channel: Channel; personId: string | null } }

/** What a room does when another announces. Touches rows only; what is slow leaves work behind. */
export type Reaction = ReactionAtOnce | ReactionTogether
type ReactionAtOnce = (tx: Tx, fact: AnnouncedFact) => Promise<void>
/** For what comes by the dozen: runs before the transaction ends, once, with all of a kind that gathered in it. */
export interface ReactionTogether {
  together(tx: Tx, facts: readonly AnnouncedFact[]): Promise<void>
}
export type Reactions = Readonly<Record<string, readonly Reaction[]>>

/** Writes the fact and runs the reactions to it; all of it commits together or not at all. */
export async function announce(tx: Tx, fact: Fact): Promise<void> {
  const { caller } = tx
  const announced: AnnouncedFact = {
    ...fact,
    id: newId(),
    actor: { name: caller.name, channel: caller.channel, personId: caller.personId },
  }
  const counterpart = fact.parties.find(id => id !== caller.orgId) ?? null
  tx.outbox.facts.push({
    id: announced.id,
    orgId: fact.parties.length === 1 ? fact.parties[0] : caller.orgId,
    counterpartId: fact.parties.length === 1 ? null : counterpart,
    type: fact.type,
    subjectKind: fact.subject.kind,
    subjectId: fact.subject.id,
    at: fact.at,
    actorId: caller.personId,
    actorName: caller.name,
    channel: caller.channel,
    data: fact.data,
  })
  for (const reaction of tx.reactions[fact.type] ?? []) {
    if ('together' in reaction) tx.outbox.waiting.push({ tx, reaction, fact: announced })
    else await reaction(tx, announced)
  }
}

/** Several rooms' reactions as one table; each keeps its own, app.ts joins them in order. */
export function joinReactions(...tables: Reactions[]): Reactions {
  const joined: Record<string, Reaction[]> = {}
  for (const table of tables)
    for (const [type, reactions] of Object.entries(table)) joined[type] = [...(joined[type] ?? []), ...reactions]
  return joined
}
