// Looks at a bench's database as its owner, over one connection kept for the purpose.
import pg from 'pg'
import type { Started } from '#product/main'

const kept = new WeakMap<Started, pg.Client>()

export async function ownerQuery<Row extends object>(started: Started, sql: string): Promise<Row[]> {
  let client = kept.get(started)
  if (!client) {
    client = new pg.Client({ connectionString: started.urls.ownerUrl })
    // The bench's database is stopped under it at the end.
    client.on('error', () => undefined)
    await client.connect()
    kept.set(started, client)
  }
  return (await client.query<Row>(sql)).rows
}
