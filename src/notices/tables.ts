// What people are told, by which channel, and whether it reached them.
import { index, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { instant, now } from '../kernel/tables.ts'

/** A link with a secret in it: made when the mail leaves, so that it is stored nowhere but in the mail. */
export interface PersonalLink {
  kind: 'invitation' | 'password'
  /** Of the invitation, or of the person. */
  id: string
}

export const notices = pgTable(
  'notices',
  {
    id: uuid().primaryKey(),
    orgId: uuid().notNull(),
    /** Null for someone who is not signed up: an invited person, a partner's contact. */
    personId: uuid(),
    name: text().notNull(),
    email: text().notNull(),
    /** Natural key per recipient: told once, whatever the queue does. */
    key: text().notNull(),
    title: text().notNull(),
    text: text().notNull(),
    /** Where it leads, a path of the portal. */
    link: text(),
    /** Instead of `link`, for one pair of eyes. */
    personalLink: jsonb().$type<PersonalLink>(),
    status: text().$type<'queued' | 'sent' | 'failed'>().notNull(),
    /** Fixed before the first try, so a repeat threads with the first. */
    messageId: text().notNull(),
    error: text(),
    createdAt: instant().notNull().default(now),
    sentAt: instant(),
    readAt: instant(),
  },
  t => [
    uniqueIndex('notices_once').on(t.orgId, t.key, t.email),
    index('notices_of_person').on(t.orgId, t.personId, t.createdAt),
  ],
)
