// The database and the three login roles an embedded Postgres holds, and the file that keeps their passwords.
import { randomBytes, randomUUID } from 'node:crypto'
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Client } from 'pg'

export const databaseName = 'pullwire'

/** Passwords, by role. `superuser` is Postgres's own and is used only to set the house up. */
export interface Secrets {
  superuser: string
  owner: string
  web: string
  worker: string
}

/** Reads the passwords, or makes them: whole or not at all, and the same ones for starters that come at once. */
export function keepSecrets(dir: string): Secrets {
  const file = join(dir, 'secrets.json')
  const known = readSecrets(file)
  if (known) return known
  const fresh = () => randomBytes(24).toString('base64url')
  const aside = `${file}.${randomUUID()}`
  const secrets: Secrets = { superuser: fresh(), owner: fresh(), web: fresh(), worker: fresh() }
  writeFileSync(aside, JSON.stringify(secrets), { mode: 0o600 })
  try {
    linkSync(aside, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(aside)
  }
  return readSecrets(file) ?? secrets
}

function readSecrets(file: string): Secrets | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Secrets
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return undefined
    if (code === 'EACCES') {
      throw new Error(`${file} belongs to another user. Run as that user, or choose another DATA_DIR.`)
    }
    throw error
  }
}

/** Makes the database and its roles, where missing. Needs a superuser's connection to the database `postgres`. */
export async function ensureRoles(superuser: Client, secrets: Secrets): Promise<void> {
  const roles = { pullwire_owner: secrets.owner, pullwire_web: secrets.web, pullwire_worker: secrets.worker }
  for (const [role, password] of Object.entries(roles)) {
    const { rowCount } = await superuser.query('select from pg_roles where rolname = $1', [role])
    const verb = rowCount === 0 ? 'create' : 'alter'
    await superuser.query(
      `${verb} role ${role} with login nosuperuser nobypassrls nocreatedb nocreaterole password ${superuser.escapeLiteral(password)}`,
    )
  }
  const { rowCount } = await superuser.query('select from pg_database where datname = $1', [databaseName])
  if (rowCount === 0) await superuser.query(`create database ${databaseName} owner pullwire_owner`)
}
