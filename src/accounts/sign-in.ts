// Signing in: the same words and the same time for a wrong password and an unknown account; guessing is slow.
import { and, eq, gt, lt, sql } from 'drizzle-orm'
import type { Database, Tx } from '../kernel/db.ts'
import { isRefusal, type Refusal, refusal } from '../kernel/errors.ts'
import { newId } from '../kernel/ids.ts'
import { readEmail } from './email.ts'
import { nameIn } from './naming.ts'
import { verifyPassword } from './password.ts'
import { type OpenedSession, openSession } from './session.ts'
import { people, signInAttempts } from './tables.ts'

export const failuresPerMinuteMax = 5

const wrong = () =>
  refusal('sign-in-failed', 'E-mail or password is wrong.', {
    remedy: 'Check both; if the password is forgotten, ask for a link to choose a new one.',
  })
const wait = () =>
  refusal('sign-in-wait', 'Too many tries for this account.', { remedy: 'Wait a minute and try again.' })

export interface SigningIn {
  email: string
  password: string
  userAgent: string
  oldToken?: string | undefined
}

export async function signIn(
  db: Database,
  { email: typed, password, userAgent, oldToken }: SigningIn,
): Promise<OpenedSession | Refusal> {
  const read = readEmail(typed)
  const email = isRefusal(read) ? '' : read
  const person = email === '' ? undefined : await db.withNaming({ email }, tx => countTry(tx, email))
  if (isRefusal(person)) return person
  if (!(await verifyPassword(person?.passwordHash, password)) || !person) return wrong()
  return await db.withNaming({ email, personId: person.id }, async tx => {
    await tx.delete(signInAttempts).where(eq(signInAttempts.account, email))
    return await openSession(tx, { personId: person.id, userAgent, oldToken })
  })
}

/** Counts the try before it is judged, one at a time for each account: tries in parallel win nothing. */
async function countTry(tx: Tx, email: string) {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`sign-in ${email}`}, 0))`)
  const minuteAgo = sql`kernel.now() - interval '1 minute'`
  const tries = await tx.$count(
    signInAttempts,
    and(eq(signInAttempts.account, email), gt(signInAttempts.at, minuteAgo)),
  )
  if (tries >= failuresPerMinuteMax) return wait()
  await tx.delete(signInAttempts).where(and(eq(signInAttempts.account, email), lt(signInAttempts.at, minuteAgo)))
  await tx.insert(signInAttempts).values({ id: newId(), account: email })
  const [person] = await tx.select().from(people).where(eq(people.email, email))
  return person
}

/** Whether this is the person's password; counted like a sign-in, so that a stolen session cannot try forever. */
export async function confirmPassword(db: Database, personId: string, password: string): Promise<Refusal | undefined> {
  const email = await db.withNaming({ personId }, async tx => {
    const [person] = await tx.select({ email: people.email }).from(people).where(eq(people.id, personId))
    return person?.email ?? ''
  })
  const person = await db.withNaming({ email }, tx => countTry(tx, email))
  if (isRefusal(person)) return person
  if (!(await verifyPassword(person?.passwordHash, password)))
    return refusal('password-wrong', 'The current password is wrong.', { where: '/current' })
  await db.withNaming({ email }, async tx => {
    await nameIn(tx, { personId })
    await tx.delete(signInAttempts).where(eq(signInAttempts.account, email))
  })
  return undefined
}
