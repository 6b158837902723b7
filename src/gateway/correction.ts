// An operator's corrected copy beside what came: segment by segment, in words, with what was changed marked.
import { and, desc, eq } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import { known } from '../kernel/errors.ts'
import { flush } from '../kernel/outbox.ts'
import { events } from '../kernel/tables.ts'
import { explainSet, type Group, type TransactionSet } from '../x12/index.ts'
import type { Correction } from './api.ts'
import { type Line, paired } from './paired-lines.ts'
import { bothCopies } from './working-copy.ts'

/** Who corrected a document last, when and why; undefined when nobody did. */
export async function lastCorrection(tx: Tx, documentId: string) {
  await flush(tx)
  const [fact] = await tx
    .select({ by: events.actorName, at: events.at, data: events.data })
    .from(events)
    .where(and(eq(events.subjectId, documentId), eq(events.type, 'document.corrected')))
    .orderBy(desc(events.seq))
    .limit(1)
  return fact && { by: fact.by, at: fact.at, note: String(fact.data.note ?? '') }
}

/** Throws Unknown when there is no such document, when it is not the caller's, and when nobody corrected it. */
export async function correctionOf(tx: Tx, documentId: string): Promise<Correction> {
  const { came, copy } = known(await bothCopies(tx, documentId))
  const said = known(await lastCorrection(tx, documentId))
  return { by: said.by, at: said.at.toISOString(), note: said.note, lines: paired(linesOf(came), linesOf(copy)) }
}

function linesOf({ set, group }: { set: TransactionSet; group: Group }): Line[] {
  const explained = explainSet(set, group)
  return set.segments.map((segment, i) => {
    const { name, elements = [] } = explained[i] ?? {}
    return { raw: segment.text, tag: segment.tag, ...(name ? { name } : {}), elements: [...elements] }
  })
}
