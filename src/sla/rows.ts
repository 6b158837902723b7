// A stored clock as people are shown it: how urgent, how much is used, what has fired, what comes next.
import { inArray } from 'drizzle-orm'
import { organizations } from '../accounts/tables.ts'
import { explain, explainShort } from '../calendars/index.ts'
import { anyOf } from '../kernel/any-of.ts'
import type { Tx } from '../kernel/db.ts'
import { orders } from '../orders/tables.ts'
import type { ClockRow, ClockSummary, ComingStep, FiredStep, Urgency } from './api.ts'
import { open, shown } from './clock.ts'
import { type ClockRecord, stateOf } from './clock-row.ts'
import { inReachOf } from './in-reach.ts'
import { isHushed, type Step } from './ladder.ts'
import { idOf, namesOf } from './named.ts'
import { pausableFor, pauseOf, refuseResume } from './pausing.ts'
import { firedKey, type Posted, postedOf } from './posted.ts'
import { progressOf } from './progress.ts'
import { escalations, type Told } from './tables.ts'
import { isBuyersToTell, sideOf } from './whose.ts'

type EscalationRecord = typeof escalations.$inferSelect

/** Late from the due instant on, whether or not the step that says so has fired. */
export function urgencyOf(row: ClockRecord, now: Date): Urgency {
  if (row.at === 'met' || row.at === 'met-late' || row.at === 'cancelled-late') return row.at
  if (!open.includes(row.at)) return 'closed'
  if (row.at === 'breached') return 'late'
  if (row.at === 'paused') return 'on-track'
  if (now > row.dueAt) return 'late'
  return row.soonAt && now >= row.soonAt ? 'at-risk' : 'on-track'
}

const iso = (at: Date | null): string | null => at?.toISOString() ?? null

const takenOn = ({ acknowledgedAt, acknowledgedBy }: ClockRecord) =>
  acknowledgedAt ? { by: acknowledgedBy ?? '', at: acknowledgedAt.toISOString() } : null

const seen = ({ seenAt, seenBy }: ClockRecord) => (seenAt ? { by: seenBy ?? '', at: seenAt.toISOString() } : null)

const excuseOf = ({ excuse, attribution }: ClockRecord): ClockRow['excuse'] =>
  excuse && attribution ? { ...excuse, attribution } : null

/** How it stands still, and what the reader's side may do about that. */
function pausingOf(row: ClockRecord, { now, orgId }: Pick<Context, 'now' | 'orgId'>) {
  const side = sideOf(orgId, row)
  const paused = pauseOf(row) ?? null
  return {
    paused,
    pausableFor: pausableFor(row, side, now),
    mayResume: paused !== null && !refuseResume(paused, side),
  }
}

/** What is still to happen if nothing else does. */
export function coming(row: ClockRecord, fired: ReadonlySet<string>, context: Context): ComingStep[] {
  if (row.at !== 'pending' && row.at !== 'running' && row.at !== 'breached') return []
  return row.steps
    .filter(step => !fired.has(step.level) && !isHushed(step, row))
    .map(({ level, at, to, why, everyMinutes = null, mail = true, webhookId, named }) => ({
      ...{ level, at, to, why, everyMinutes, mails: mail, posts: webhookId !== undefined },
      ...namedIn(row, named, context),
    }))
}

export interface Context {
  now: Date
  /** Whose page it is: a supplier is not told which of the buyer's people heard of it. */
  orgId: string
  names: ReadonlyMap<string, string>
  escalations: ReadonlyMap<string, readonly EscalationRecord[]>
  /** By clock and level; the buyer's own, and nothing for a supplier. */
  posted: ReadonlyMap<string, Posted>
  /** What contacts that steps name are called, by the id of either kind; of the reader's own steps alone. */
  called: ReadonlyMap<string, string>
  /** Of orders, by their id. */
  priorities: ReadonlyMap<string, ClockRow['priority']>
  inReach: Awaited<ReturnType<typeof inReachOf>>
}

/** What is told of these clocks that stands elsewhere, each in a statement for all. */
export async function contextOf(tx: Tx, rows: readonly ClockRecord[]): Promise<Context> {
  const orgIds = [...new Set(rows.flatMap(row => [row.buyerId, row.supplierId]))]
  const named = orgIds.length
    ? await tx
        .select({ id: organizations.id, name: organizations.name })
        .from(organizations)
        .where(inArray(organizations.id, orgIds))
    : []
  const ids = rows.map(row => row.id)
  const fired = ids.length ? await tx.select().from(escalations).where(inArray(escalations.clockId, ids)) : []
  const byClock = new Map<string, EscalationRecord[]>()
  for (const step of fired.toSorted((a, b) => +a.dueAt - +b.dueAt || +a.firedAt - +b.firedAt || (a.id < b.id ? -1 : 1)))
    byClock.set(step.clockId, [...(byClock.get(step.clockId) ?? []), step])
  const ours = rows.filter(({ buyerId }) => buyerId === tx.caller.orgId)
  return {
    now: tx.now,
    orgId: tx.caller.orgId,
    priorities: await prioritiesOf(tx, rows),
    inReach: await inReachOf(tx, rows),
    called: await namesOf(tx, [...ours.flatMap(({ steps }) => steps), ...fired.filter(each => isOf(ours, each))]),
    names: new Map(named.map(({ id, name }) => [id, name])),
    escalations: byClock,
    posted: await postedOf(tx, fired),
  }
}

async function prioritiesOf(tx: Tx, rows: readonly ClockRecord[]): Promise<Map<string, ClockRow['priority']>> {
  const ids = rows.filter(({ subjectKind }) => subjectKind === 'order').map(({ subjectId }) => subjectId)
  if (ids.length === 0) return new Map()
  const { id, priority } = orders
  const found = await tx
    .select({ id, priority })
    .from(orders)
    .where(anyOf(id, [...new Set(ids)]))
  return new Map(found.map(each => [each.id, each.priority]))
}

const isOf = (rows: readonly ClockRecord[], { clockId }: EscalationRecord) => rows.some(({ id }) => id === clockId)

/** By name, for the buyer who named them. Somebody who has left goes by none. */
function namedIn(row: ClockRecord, named: Step['named'] | null, { orgId, called }: Context): { named?: string[] } {
  if (!named || orgId !== row.buyerId) return {}
  return { named: named.flatMap(each => called.get(idOf(each)) ?? []) }
}

export function rowOf(row: ClockRecord, context: Context): ClockRow {
  const fired = context.escalations.get(row.id) ?? []
  const party = (id: string) => ({ id, name: context.names.get(id) ?? '' })
  return {
    id: row.id,
    kind: row.kind,
    state: shown(stateOf(row), context.now),
    urgency: urgencyOf(row, context.now),
    subject: { kind: row.subjectKind, id: row.subjectId },
    label: row.label,
    round: row.round,
    lines: row.lines,
    priority: context.priorities.get(row.subjectId) ?? null,
    buyer: party(row.buyerId),
    supplier: party(row.supplierId),
    ...context.inReach(row),
    startedAt: row.startedAt.toISOString(),
    countingFrom: row.countingFrom.toISOString(),
    dueAt: row.dueAt.toISOString(),
    stoppedAt: iso(row.stoppedAt),
    zone: row.zone,
    because: explainShort(row.explanation, row.zone),
    progress: progressOf(row),
    marks: row.steps
      .filter(({ level }) => level.startsWith('warned') || level === 'breached')
      .map(({ level, at }) => ({ level, at })),
    next: coming(row, new Set(fired.map(({ level }) => level)), context)[0] ?? null,
    fired: fired.map(step => firedOf(step, row, context)),
    cancelledWhy: row.cancelledWhy,
    takenOn: takenOn(row),
    seen: seen(row),
    excuse: excuseOf(row),
    disputed: row.disputedAt !== null,
    ...pausingOf(row, context),
  }
}

function firedOf(step: EscalationRecord, row: ClockRecord, context: Context): FiredStep {
  const { orgId, names, posted } = context
  const isSuppliers = orgId === row.supplierId
  const isHidden = ({ channel, instead }: Told) =>
    isSuppliers && channel !== 'webhook' && isBuyersToTell(instead ?? step.audience)
  const byPost = posted.get(firedKey(step.clockId, step.level))
  // Which system of the buyer's, and what ails it, the buyer alone is told.
  const system = byPost ?? { name: names.get(row.buyerId) ?? '' }
  return {
    level: step.level,
    dueAt: step.dueAt.toISOString(),
    firedAt: step.firedAt.toISOString(),
    audience: step.audience,
    why: step.why,
    unread: step.unread,
    ...namedIn(row, step.named, context),
    ...(step.gone > 0 && !isSuppliers ? { gone: step.gone } : {}),
    told: step.told
      .filter(told => !isHidden(told))
      .map(({ instead, ...told }) => (told.channel === 'webhook' ? { ...told, ...system } : told)),
    instead: step.turned,
  }
}

export function summaryOf(row: ClockRecord, reader: Pick<Context, 'now' | 'orgId'>): ClockSummary {
  const { now } = reader
  return {
    id: row.id,
    subjectId: row.subjectId,
    kind: row.kind,
    lines: row.lines,
    state: shown(stateOf(row), now),
    urgency: urgencyOf(row, now),
    startedAt: row.startedAt.toISOString(),
    countingFrom: row.countingFrom.toISOString(),
    dueAt: row.dueAt.toISOString(),
    stoppedAt: iso(row.stoppedAt),
    soonFrom: iso(row.soonAt),
    zone: row.zone,
    because: explainShort(row.explanation, row.zone),
    explanation: [...explain(row.explanation, row.zone), ...(row.note ? [row.note] : [])],
    cancelledWhy: row.cancelledWhy,
    takenOn: takenOn(row),
    seen: seen(row),
    excuse: excuseOf(row),
    disputed: row.disputedAt !== null,
    ...pausingOf(row, reader),
  }
}
