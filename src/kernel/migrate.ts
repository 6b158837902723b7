// Brings a database to this build's schema: our migrations, the queue's own, and the rights of the three roles.
import { fileURLToPath } from 'node:url'
import { runMigrations as migrateQueue } from 'bullmq'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate as applyMigrations } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'
import { tellable } from './tellable.ts'

// The same distance from src/kernel and from dist/kernel.
const folder = fileURLToPath(new URL('../../migrations', import.meta.url))

/**
 * Forward only, safe to run at every start and by several processes at once (an advisory lock lets one through).
 * @param ownerUrl a login that owns the database; the roles pullwire_web and pullwire_worker must exist.
 */
export async function migrate(ownerUrl: string, log: (text: string) => void = () => undefined): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl, options: '-c lock_timeout=10s' })
  await client.connect()
  try {
    await client.query(`select pg_advisory_lock(${0x6d696772})`)
    await refuseMissingRoles(client)
    await applyMigrations(drizzle(client), { migrationsFolder: folder, migrationsSchema: 'kernel' }).catch(briefly)
    await migrateQueue(client, 'bullmq')
    await client.query(grantQueue)
    log('the database is up to date')
  } finally {
    await client.end()
  }
}

// The queue makes a sequence of its own for each lane, hence create; those belong to the worker already.
const grantQueue = `
  grant usage, create on schema bullmq to pullwire_worker;
  grant all on all tables in schema bullmq to pullwire_worker;
  grant execute on all functions in schema bullmq to pullwire_worker;
  do $$ declare one regclass; begin
    for one in select oid from pg_class where relnamespace = 'bullmq'::regnamespace and relkind = 'S' and relowner = current_user::regrole
    loop execute format('grant all on sequence %s to pullwire_worker', one); end loop;
  end $$`

async function refuseMissingRoles(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select name from unnest(array['pullwire_web', 'pullwire_worker']) as name
      where not exists (select from pg_roles where rolname = name)`,
  )
  if (rows.length === 0) return
  const create = rows.map(row => `create role ${row.name} login password '…';`).join(' ')
  throw new Error(`The database has no role ${rows.map(row => row.name).join(' and ')}. As a superuser: ${create}`)
}

/** The driver's error without the thousand lines of SQL that drizzle puts before it. */
function briefly(error: unknown): never {
  const cause = tellable(error)
  throw new Error(`The migration failed and changed nothing: ${cause.message}`, { cause })
}
