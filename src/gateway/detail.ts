// One interchange for a person: its documents, what belongs to it, and what may be done. What is in it: contents.ts.
import { and, asc, desc, eq, getTableColumns, inArray, ne, or } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import { known } from '../kernel/errors.ts'
import { flush } from '../kernel/outbox.ts'
import { events } from '../kernel/tables.ts'
import { relationshipById } from '../partners/index.ts'
import type { InterchangeDetail } from './api.ts'
import { interchangeActs, refuseInterchange } from './interchange.ts'
import { documentsIn, interchangeShown } from './queries.ts'
import { stateOf } from './resend.ts'
import { documentRow } from './rows.ts'
import { documents, interchanges, unanswered } from './tables.ts'

const historyMax = 200

/** Its bytes are looked at elsewhere, part by part. */
const { bytes: _bytes, findings: _findings, ...lightColumns } = getTableColumns(interchanges)

type Stored = Omit<typeof interchanges.$inferSelect, 'bytes' | 'findings'>
type Document = typeof documents.$inferSelect

/** Throws Unknown when it is not there or not the caller's. */
export async function getInterchange(tx: Tx, interchangeId: string): Promise<InterchangeDetail> {
  const shown = known(await interchangeShown(tx, interchangeId))
  const [stored] = await tx
    .select({ ...lightColumns, unanswered })
    .from(interchanges)
    .where(eq(interchanges.id, interchangeId))
  const interchange = known(stored)
  const sets = await documentsIn(tx, interchangeId)
  const { element, component, repetition, terminator } = (await relationshipById(tx, shown.partner.relationshipId))
    .delimiters
  return {
    interchange: shown,
    documents: sets.map(one => documentRow(one, interchange)),
    related: [...(await relatedOf(tx, interchange)), ...(await writtenAnew(tx, sets))],
    history: await historyOf(tx, interchange, sets),
    may: Object.fromEntries(
      interchangeActs.map(act => [act, refuseInterchange(act, stateOf({ ...interchange, ...countsOf(sets) })) ?? null]),
    ),
    separators: { element, component, repetition, terminator },
  }
}

/** What answered it, what it answers, whose control number it repeats, and who repeats its own. */
async function relatedOf(tx: Tx, { id, relatedId, direction }: Stored): Promise<InterchangeDetail['related']> {
  const wanted = or(eq(interchanges.relatedId, id), relatedId ? eq(interchanges.id, relatedId) : undefined)
  const rows = await tx
    .select({
      id: interchanges.id,
      control: interchanges.control,
      at: interchanges.at,
      direction: interchanges.direction,
      carries: interchanges.carries,
    })
    .from(interchanges)
    .where(wanted)
    .orderBy(asc(interchanges.at))
    .limit(50)
  if (rows.length === 0) return []
  const sets = await tx
    .select({ interchangeId: documents.interchangeId, setId: documents.setId })
    .from(documents)
    .where(
      inArray(
        documents.interchangeId,
        rows.map(row => row.id),
      ),
    )
  return rows.map(row => ({
    id: row.id,
    // An answer goes the other way; what goes the same way repeats the number.
    how: row.direction === direction ? 'same-number' : direction === 'in' ? 'answered-by' : 'answers',
    control: row.control,
    setIds: setsOf(
      row,
      sets.filter(one => one.interchangeId === row.id),
    ),
    at: row.at.toISOString(),
  }))
}

const countsOf = (sets: readonly Document[]) => ({
  documents: sets.length,
  live: sets.filter(({ status }) => status !== 'closed').length,
})

/** What went out in the place of documents that were closed: the newest about the same thing. */
async function writtenAnew(tx: Tx, sets: readonly Document[]): Promise<InterchangeDetail['related']> {
  const subjects = sets.flatMap(one =>
    one.direction === 'out' && one.status === 'closed' && one.subjectId ? [one.subjectId] : [],
  )
  if (subjects.length === 0) return []
  const rows = await tx
    .select({ id: interchanges.id, control: interchanges.control, setId: documents.setId, at: interchanges.at })
    .from(documents)
    .innerJoin(interchanges, eq(interchanges.id, documents.interchangeId))
    .where(and(inArray(documents.subjectId, subjects), eq(documents.direction, 'out'), ne(documents.status, 'closed')))
    .orderBy(desc(interchanges.at))
    .limit(subjects.length)
  return rows.flatMap(({ setId, at, ...row }) =>
    sets.some(one => one.setId === setId)
      ? [{ ...row, how: 'written-anew', setIds: [setId], at: at.toISOString() }]
      : [],
  )
}

/** What it carries; a TA1 stands in no set, and what is held was not read. */
function setsOf({ carries }: Pick<Stored, 'carries'>, sets: readonly { setId: string }[]): string[] {
  const all = sets.length > 0 ? sets : carries
  return all ? [...new Set(all.map(one => one.setId))] : ['TA1']
}

/** Reading comes before what became of what was read; both are recorded in one moment. */
const readBefore = (type: string): number => (type === 'interchange.received' ? 0 : type === 'interchange.read' ? 1 : 2)
const asItHappened = (a: Told, b: Told): number =>
  a.recordedAt.getTime() - b.recordedAt.getTime() || readBefore(a.type) - readBefore(b.type)
type Told = Pick<typeof events.$inferSelect, 'type' | 'recordedAt'>

async function historyOf(tx: Tx, { id }: Stored, sets: readonly Document[]): Promise<InterchangeDetail['history']> {
  await flush(tx)
  const rows = await tx
    .select()
    .from(events)
    .where(
      and(
        inArray(events.subjectKind, ['interchange', 'document']),
        inArray(events.subjectId, [id, ...sets.slice(0, historyMax).map(one => one.id)]),
      ),
    )
    .orderBy(asc(events.seq))
    .limit(historyMax)
  return rows.toSorted(asItHappened).map(row => ({
    type: row.type,
    // When it was done. What happened earlier, at the door or at the partner's, stands beside it: lateness counts from there.
    at: row.recordedAt.toISOString(),
    actor: row.actorName,
    channel: row.channel,
    data: row.data,
  }))
}
