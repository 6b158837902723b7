// How a line stood when somebody began to answer it: who answers from an older look is told, not taken at their word.
import { createHash } from 'node:crypto'
import { and, desc, eq, gt, isNull, or, type SQL } from 'drizzle-orm'
import { documents } from '../gateway/tables.ts'
import type { Tx } from '../kernel/db.ts'
import { type Refusal, refusal } from '../kernel/errors.ts'
import { formatInstant } from '../kernel/time.ts'
import type { Held, HeldLine, LineRecord, ProposalRecord } from './held.ts'
import { inWords, isEffective } from './order-line.ts'
import { answers } from './tables.ts'

/** A mark of how a line stands: another as soon as anything is asked, promised or proposed otherwise. Opaque. */
export function markOf(
  row: Pick<LineRecord, 'at' | 'askedVersion' | 'promised'>,
  open: Pick<ProposalRecord, 'id'> | undefined,
): string {
  const promised = row.promised.map(({ quantity, date }) => [quantity, date])
  const stands = JSON.stringify([row.at, row.askedVersion, open?.id ?? '', promised])
  return createHash('sha256').update(stands).digest('base64url').slice(0, 16)
}

/** Whether the line stands otherwise than whoever answers it saw. An answer that does not say what it saw is taken. */
export const isOvertaken = ({ row, open }: HeldLine, basedOn: string | undefined): boolean =>
  basedOn !== undefined && basedOn !== markOf(row, open)

interface Received {
  order: Pick<Held['order'], 'id' | 'answeredAt'>
  receivedAt: Date
  /** Of an answer by EDI: documents of one interchange are numbered in its order. */
  documentId?: string | undefined
  /** Those of one burst are received at one instant, and numbered as they came. */
  interchangeId?: string | undefined
}

/**
 * By order the lines of which an answer counts that came in later, or that stood behind this one in the same interchange
 * or burst, whose documents are applied in any order. Orders that nobody has answered since cost nothing: it is asked of what was
 * held, or mended, while others came.
 */
export async function newerAnswers(
  tx: Tx,
  given: readonly Received[],
): Promise<ReadonlyMap<string, ReadonlySet<number>>> {
  const found = new Map<string, ReadonlySet<number>>()
  for (const { order, ...one } of given) {
    const { receivedAt } = one
    if (!order.answeredAt || order.answeredAt < receivedAt) continue
    const rows = await tx
      .select({ lines: answers.lines })
      .from(answers)
      .leftJoin(documents, eq(documents.id, answers.documentId))
      .where(and(eq(answers.orderId, order.id), or(gt(answers.receivedAt, receivedAt), standsBehind(one))))
    const counting = rows.flatMap(({ lines }) => lines.filter(({ outcome }) => isEffective(outcome)))
    found.set(order.id, new Set(counting.map(({ lineNumber }) => lineNumber)))
  }
  return found
}

/** Received at the same instant, behind this one. One that is read in this transaction stands in no interchange yet. */
function standsBehind({ receivedAt, documentId, interchangeId }: Omit<Received, 'order'>): SQL | undefined {
  if (!documentId || !interchangeId) return undefined
  const { interchangeId: of } = documents
  const inIt = and(or(isNull(of), eq(of, interchangeId)), gt(answers.documentId, documentId))
  return and(eq(answers.receivedAt, receivedAt), or(gt(of, interchangeId), inIt))
}

/** Who answered last, and when. */
export async function lastAnswer(tx: Tx, { order }: Held): Promise<string> {
  const [last] = await tx
    .select({ by: answers.answeredBy, at: answers.receivedAt })
    .from(answers)
    .where(eq(answers.orderId, order.id))
    .orderBy(desc(answers.receivedAt))
    .limit(1)
  return last ? `${last.by} has answered meanwhile, ${formatInstant(last.at, order.shipTo.zone)}` : 'It has changed'
}

export const overtaken = ({ row }: HeldLine, by: string, where: string): Refusal =>
  refusal('answer-overtaken', `Line ${row.lineNumber}: ${by}. It ${inWords[row.at]}.`, {
    where: `${where}/basedOn`,
    remedy: 'Look at what is true now; what you typed is kept. Send it again to put it over that.',
  })
