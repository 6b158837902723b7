// What a simulation stands on: a store, its clock, and a look at what has become of a subject's clocks.
import type { Database } from '../../src/kernel/db.ts'
import { slaReactions } from '../../src/sla/react.ts'
import { memoryStore } from './memory.ts'
import { databaseIn } from './memory-pool.ts'
import type { Process } from './process.ts'
import type { Schedule } from './schedule.ts'
import type { Protection } from './store.ts'
import type { Row } from './table.ts'
import type { FiredStep } from './told.ts'

export interface Life {
  id: string
  kind: string
  round: number
  state: string
  steps: FiredStep[]
}

export interface Stage {
  /** The product's transactions in a process. */
  database(process: Process): Database
  /** Those of whoever may found organizations and say what they have agreed. */
  founder(): Database
  onRing: (ring: () => void) => void
  /** Until everything under way waits for the schedule. */
  settle(): Promise<void>
  /** Brings the store's clock to the schedule's. */
  tick(): Promise<void>
  /** When a look for due work would next find some. */
  nextLook(): Promise<number | undefined>
  /** Known to be done, where that can be told without asking the store. */
  isDone(workId: string): boolean
  lives(subjectId: string): Promise<Life[]>
  forget(subjectId: string): void
  close(): Promise<void>
}

const HORIZON = 30_000
const REQUEUE = 5_000
const ALARM = 250
const DAY = 86_400_000
const WORK_MANY = 20_000
const INTERCHANGES_MANY = 1_000

export function inMemory(schedule: Schedule, without?: Protection): Stage {
  const store = memoryStore(() => schedule.now, without)
  const [clocks, escalations] = [store.table('clocks'), store.table('escalations')]
  const [work, interchanges] = [store.table('work'), store.table('interchanges')]
  const documents = store.table('documents')
  const ofOrders = [
    [store.table('order_lines'), 'order_id'],
    [store.table('ship_notice_items'), 'order_id'],
  ] as const
  const rowsOf = (table: typeof clocks, column: string, value: string): Row[] =>
    [...(table.indexes.get(column)?.get(value) ?? [])].map(id => table.rows.get(id) as Row)
  /** As the product forgets what is done, only sooner; what has been read long ago answers nothing any more. */
  const tidyUp = (now: number) => {
    if (work.rows.size > WORK_MANY)
      for (const row of [...work.rows.values()])
        if (row.done_at !== null && (row.done_at as number) < now - DAY) work.forget(String(row.id))
    if (interchanges.rows.size > INTERCHANGES_MANY)
      for (const row of [...interchanges.rows.values()])
        if (row.status === 'applied' && (row.at as number) < now - 40 * DAY) {
          for (const { id } of rowsOf(documents, 'interchange_id', String(row.id))) documents.forget(String(id))
          interchanges.forget(String(row.id))
        }
  }
  return {
    database(process) {
      // The connections of one that is killed are gone, and what they had begun is undone.
      process.onDeath.push(() => {
        for (const tx of process.open) store.rollback(tx)
        process.open.clear()
      })
      return databaseIn(store, process, slaReactions)
    },
    founder: () => databaseIn(store, { offMs: 0, turn: async () => undefined, open: new Set() }, {}),
    onRing: ring => {
      store.onRing = ring
    },
    // All that is under way are promises, and they have run when this turn of the loop is over.
    settle: () => new Promise(resolve => setImmediate(resolve)),
    tick: async () => undefined,
    async nextLook() {
      let next = Number.POSITIVE_INFINITY
      for (const row of work.open ?? []) {
        const [due, queued] = [row.due_at as number, row.queued_at as number | null]
        if (due - HORIZON > next) break
        next = Math.min(next, queued === null ? due - HORIZON : queued >= due ? queued + REQUEUE : due + ALARM)
      }
      return Number.isFinite(next) ? next + 1 : undefined
    },
    isDone: workId => work.rows.get(workId)?.done_at != null,
    lives: async subjectId =>
      rowsOf(clocks, 'subject_id', subjectId).map(({ id, kind, round, at }) => ({
        ...{ id: String(id), kind: String(kind), round: Number(round), state: String(at) },
        steps: rowsOf(escalations, 'clock_id', String(id)).map(row => ({
          ...{ level: String(row.level), at: row.true_at as number, unread: row.unread === true },
        })),
      })),
    forget(subjectId) {
      for (const { id } of rowsOf(clocks, 'subject_id', subjectId)) {
        for (const step of rowsOf(escalations, 'clock_id', String(id))) escalations.forget(String(step.id))
        clocks.forget(String(id))
      }
      for (const [table, column] of ofOrders)
        for (const { id } of rowsOf(table, column, subjectId)) table.forget(String(id))
      store.table('orders').forget(subjectId)
      tidyUp(schedule.now)
    },
    close: async () => undefined,
  }
}
