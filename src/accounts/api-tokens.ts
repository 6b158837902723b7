// Tokens by which a buyer's own systems call the API: shown once, kept as a hash, revoked in one step.
import { desc, eq } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import { isRefusal, known, type Refusal, refusal, sure } from '../kernel/errors.ts'
import { announce } from '../kernel/events.ts'
import { hashOf, newId, newSecret } from '../kernel/ids.ts'
import type { ApiTokenRow } from './api.ts'
import { apiTokenPrefix } from './door.ts'
import { readName } from './email.ts'
import type { Role } from './may.ts'
import { apiTokens } from './tables.ts'

const tokensMax = 100
const prefixChars = apiTokenPrefix.length + 6

const shown = (row: typeof apiTokens.$inferSelect): ApiTokenRow => ({
  id: row.id,
  name: row.name,
  role: row.role as Role,
  prefix: row.prefix,
  createdBy: row.createdBy,
  createdAt: row.createdAt.toISOString(),
  lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  revokedAt: row.revokedAt?.toISOString() ?? null,
})

export async function apiTokensOf(tx: Tx): Promise<ApiTokenRow[]> {
  const rows = await tx.select().from(apiTokens).orderBy(desc(apiTokens.createdAt), desc(apiTokens.id)).limit(500)
  return rows.map(shown)
}

export async function createApiToken(
  tx: Tx,
  wanted: { name: string; role: Role },
): Promise<{ token: string; row: ApiTokenRow } | Refusal> {
  const name = readName(wanted.name)
  if (isRefusal(name)) return name
  const live = (await apiTokensOf(tx)).filter(one => one.revokedAt === null)
  if (live.length >= tokensMax)
    return refusal('too-many-tokens', `There are ${tokensMax} tokens already.`, { remedy: 'Revoke one first.' })
  const token = newSecret(apiTokenPrefix)
  const [row] = await tx
    .insert(apiTokens)
    .values({
      id: newId(),
      orgId: tx.caller.orgId,
      name,
      role: wanted.role,
      tokenHash: hashOf(token),
      prefix: token.slice(0, prefixChars),
      createdBy: tx.caller.name,
    })
    .returning()
  await announceChange(tx, 'api-token.created', sure(row).id, name)
  return { token, row: shown(sure(row)) }
}

export async function revokeApiToken(tx: Tx, id: string): Promise<undefined> {
  const [row] = await tx.select().from(apiTokens).where(eq(apiTokens.id, id)).for('update')
  if (known(row).revokedAt) return undefined
  await tx.update(apiTokens).set({ revokedAt: tx.now }).where(eq(apiTokens.id, id))
  await announceChange(tx, 'api-token.revoked', id, known(row).name)
  return undefined
}

const announceChange = (tx: Tx, type: string, id: string, name: string) =>
  announce(tx, { type, subject: { kind: 'api-token', id }, parties: [tx.caller.orgId], at: tx.now, data: { name } })
