// A forgotten password: a link by mail, good once and for an hour.
import { and, eq, isNull, sql } from 'drizzle-orm'
import { asOrganization, type Database, systemOf, type Tx } from '../kernel/db.ts'
import { isRefusal, type Refusal, refusal } from '../kernel/errors.ts'
import { announce } from '../kernel/events.ts'
import { hashOf, newId, newSecret } from '../kernel/ids.ts'
import { readEmail } from './email.ts'
import { nameIn } from './naming.ts'
import { hashPassword, refusePassword } from './password.ts'
import { endSessions, membershipsOf } from './session.ts'
import { passwordResets, people, signInAttempts } from './tables.ts'

const lifeMs = 3_600_000
/** One mail in this time, however often it is asked for. */
const mailEveryMs = 5 * 60_000
/** Every answer takes this long, so that it does not tell whether a mail was queued. */
const answerAfterMs = 150

/** Asks for a link. Answers the same, after the same time, whether there is such an account or not. */
export async function requestReset(db: Database, typed: string): Promise<undefined> {
  const email = readEmail(typed)
  const rest = new Promise(resolve => setTimeout(resolve, answerAfterMs))
  if (!isRefusal(email)) await db.withNaming({ email }, tx => askForMail(tx, email))
  await rest
  return undefined
}

async function askForMail(tx: Tx, email: string): Promise<void> {
  const [person] = await tx.select().from(people).where(eq(people.email, email))
  if (!person) return
  await nameIn(tx, { personId: person.id })
  const [home] = await membershipsOf(tx, person.id)
  // Who belongs nowhere has nothing to sign in to; the next invitation lets them choose a password.
  if (!home) return
  await asOrganization(tx, systemOf(home.id), own =>
    announce(own, {
      type: 'password.forgotten',
      subject: { kind: 'person', id: person.id },
      parties: [home.id],
      at: tx.now,
      data: { email, name: person.name, turn: Math.floor(tx.now.getTime() / mailEveryMs) },
    }),
  )
}

/** A link for the mail that is about to leave, as a path; made only now, so that it is stored nowhere but in the mail. */
export async function makeResetLink(tx: Tx, personId: string): Promise<string> {
  const token = newSecret()
  const tokenHash = hashOf(token)
  await nameIn(tx, { tokenHash })
  await tx
    .insert(passwordResets)
    .values({ id: newId(), personId, tokenHash, expiresAt: new Date(tx.now.getTime() + lifeMs) })
  return `/reset/${token}`
}

const gone = () =>
  refusal('link-unknown', 'This link is not valid any more: it was used, it is older than an hour, or it was cut.', {
    remedy: 'Ask for a new one.',
  })

/** Undefined while the link can still be used. */
export async function refuseLink(db: Database, token: string): Promise<Refusal | undefined> {
  const tokenHash = hashOf(token)
  return (await db.withNaming({ tokenHash }, tx => openReset(tx, tokenHash))) ? undefined : gone()
}

/** Sets the new password, ends every session and every other link of the person. */
export async function resetPassword(db: Database, token: string, password: string): Promise<Refusal | undefined> {
  const tokenHash = hashOf(token)
  const open = await db.withNaming({ tokenHash }, tx => openReset(tx, tokenHash))
  if (!open) return gone()
  const refused = refusePassword(password, [open.email, open.name])
  if (refused) return refused
  const passwordHash = await hashPassword(password)
  return await db.withNaming({ tokenHash }, async tx => {
    const still = await openReset(tx, tokenHash)
    if (!still) return gone()
    const { personId, email } = still
    await nameIn(tx, { email })
    await tx.update(people).set({ passwordHash }).where(eq(people.id, personId))
    await tx
      .update(passwordResets)
      .set({ usedAt: sql`kernel.now()` })
      .where(and(eq(passwordResets.personId, personId), isNull(passwordResets.usedAt)))
    await tx.delete(signInAttempts).where(eq(signInAttempts.account, email))
    await endSessions(tx, personId)
    return undefined
  })
}

/** The person behind an open link, locked; names the person in the transaction. */
async function openReset(tx: Tx, tokenHash: string) {
  const [reset] = await tx.select().from(passwordResets).where(eq(passwordResets.tokenHash, tokenHash)).for('update')
  if (!reset || reset.usedAt || reset.expiresAt <= tx.now) return undefined
  const { personId } = reset
  await nameIn(tx, { personId })
  const [person] = await tx.select().from(people).where(eq(people.id, personId))
  return person && { personId, email: person.email, name: person.name }
}
