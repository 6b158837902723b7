// What people are told, by which channel, and whether it reached them.
import { sql } from 'drizzle-orm'
import { boolean, index, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { instant, now } from '../kernel/tables.ts'
import type { NoticeStatus } from './api.ts'

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
    /** Of several in one mail with the same here, such as `clock:…`, the last one is told; null: told in any case. */
    about: text(),
    /** Something is late: of several in one mail these come first. */
    isAlert: boolean().notNull().default(false),
    /** The mail that tells of it, by the first notice in it. */
    mailId: uuid().notNull(),
    /** The mail is on its way: nothing joins it any more. */
    mailTakenAt: instant(),
    status: text().$type<NoticeStatus>().notNull(),
    /** Fixed before the first try, so a repeat threads with the first. What comes back is believed by it: shown to nobody. */
    messageId: text().notNull(),
    error: text(),
    createdAt: instant().notNull().default(now),
    sentAt: instant(),
    readAt: instant(),
  },
  t => [
    uniqueIndex('notices_once').on(t.orgId, t.key, t.email),
    index('notices_of_person').on(t.orgId, t.personId, t.createdAt),
    index('notices_of_mail').on(t.mailId),
    index('notices_of_message').on(t.messageId),
    index('notices_waiting').on(t.orgId, t.email).where(sql`status = 'queued' and mail_taken_at is null`),
  ],
)
