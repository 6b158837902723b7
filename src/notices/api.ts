// Notices on the wire: what the signed-in person was told, and the organization's mails with what became of them.
import Type, { type Static } from 'typebox'
import { endpoint } from '../kernel/endpoint.ts'
import { Closed, Id, InstantText, LIST_LIMIT_MAX, listOf, listQuery, OneOf, OrNull } from '../kernel/wire.ts'

/**
 * What became of a mail: `sent` when the mail server has accepted it, `filed` when it was written to a file because no
 * server is set, `portal` when the person wants no mail of it or is away, `bounced` when the server will never take it (RFC 5321: 5yz)
 * or it came back for good (RFC 3464: failed, 5.x.x), `failed` when it was given up, here or on the way (failed, 4.x.x).
 */
export const noticeStatuses = ['queued', 'sent', 'filed', 'portal', 'bounced', 'failed'] as const
export type NoticeStatus = (typeof noticeStatuses)[number]

export const NoticeRow = Type.Object({
  id: Id,
  title: Type.String(),
  text: Type.String(),
  /** A path of the portal. */
  link: OrNull(Type.String()),
  createdAt: InstantText,
  readAt: OrNull(InstantText),
  /** What it told of is over: the answer came, or is not asked any more. Not counted as unread. */
  isOver: Type.Boolean(),
})
export type NoticeRow = Static<typeof NoticeRow>

export const MailRow = Type.Object({
  id: Id,
  name: Type.String(),
  email: Type.String(),
  title: Type.String(),
  /** The body as it goes out; a personal link (invitation, password) is only in the mail itself. */
  text: Type.String(),
  link: OrNull(Type.String()),
  /** It holds a link for one pair of eyes, which is not shown here. */
  personal: Type.Boolean(),
  status: OneOf(noticeStatuses),
  /** How many notices the mail tells of. */
  together: Type.Integer(),
  /** Its reader has followed the link, or read the notice in the portal. */
  openedAt: OrNull(InstantText),
  /** What the last try met with, or what a mail server on the way reported. */
  error: OrNull(Type.String()),
  createdAt: InstantText,
  sentAt: OrNull(InstantText),
})
export type MailRow = Static<typeof MailRow>

export const noticesApi = {
  mine: endpoint('GET', '/api/notices', 'Lists what the signed-in person was told, newest first', {
    query: Closed({ ...listQuery, unread: Type.Optional(Type.Boolean()) }),
    response: Type.Object({
      ...listOf(NoticeRow).properties,
      /** How many are unread in all, whatever is asked for. */
      unread: Type.Integer(),
    }),
  }),
  markRead: endpoint('POST', '/api/notices/read', 'Marks notices as read; without ids, all of them', {
    body: Closed({ ids: Type.Optional(Type.Array(Id, { maxItems: LIST_LIMIT_MAX })) }, { examples: [{}] }),
  }),
  mails: endpoint('GET', '/api/mails', 'Lists the organization’s mails and whether they were sent', {
    query: Closed({ ...listQuery, status: Type.Optional(OneOf(noticeStatuses)) }),
    response: Type.Object({
      ...listOf(MailRow).properties,
      /** `folder`: no mail server is set; each mail is written to a folder of the server. */
      via: OneOf(['smtp', 'folder']),
    }),
  }),
  mailAgain: endpoint('POST', '/api/mails/:noticeId/again', 'Tries a mail that failed once more', {
    params: Closed({ noticeId: Id }),
  }),
}
