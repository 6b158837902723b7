// Does all work that is due, one after the other, as a worker would, until none is left.
import type { Database } from '../src/kernel/db.ts'
import { type Performed, perform, type WorkHandler } from '../src/kernel/work.ts'

/** Work that makes work: a test that runs longer than this runs in a circle. */
const ROUNDS_MAX = 200

/**
 * `worker` is a database opened with the worker's URL and the reactions of the rooms under test. Answers what each
 * work came to, in order. Failed work waits for its next try, so it is done once here.
 */
export async function runDueWork(
  worker: Database,
  handlers: ReadonlyMap<string, WorkHandler> | readonly WorkHandler[],
  only?: (kind: string) => boolean,
): Promise<Performed[]> {
  const table = handlers instanceof Map ? handlers : new Map([...handlers.values()].map(each => [each.kind, each]))
  const performed: Performed[] = []
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const due = await dueWork(worker, only)
    if (due.length === 0) return performed
    for (const id of due) performed.push(await perform(worker, table, id))
  }
  throw new Error('work made work without end')
}

/** Ids of what is due now, the longest due first. */
export async function dueWork(worker: Database, only: (kind: string) => boolean = () => true): Promise<string[]> {
  const { rows } = await worker.pool.query<{ id: string; kind: string }>(
    `select id, kind from work where done_at is null and failed_at is null and due_at <= kernel.now()
        and (lease_until is null or lease_until < kernel.now()) order by due_at, id`,
  )
  return rows.filter(({ kind }) => only(kind)).map(({ id }) => id)
}
