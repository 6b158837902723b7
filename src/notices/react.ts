// What accounts announce and people must be mailed: an invitation, a forgotten password.
import type { AnnouncedFact, Reactions } from '../kernel/events.ts'
import { formatDate, wallOf } from '../kernel/time.ts'
import { notify } from './notify.ts'

const said = ({ data }: AnnouncedFact, name: string): string => String(data[name] ?? '')

/** `supplier-read-only` reads badly in a sentence. */
const roleWords = (role: string): string => role.replace(/^supplier-/, '').replaceAll('-', ' ')

export const noticesReactions: Reactions = {
  'person.invited': [
    async (tx, fact) => {
      const organization = said(fact, 'organization')
      const customer = said(fact, 'customer')
      const inviter = customer ? `${fact.actor.name} of ${customer}` : fact.actor.name
      const why = customer
        ? [`${customer} sends its orders and forecasts to ${organization} here, and waits for your answers.`]
        : []
      const { date, time } = wallOf(new Date(said(fact, 'expiresAt')), 'UTC')
      await notify(tx, {
        orgId: tx.caller.orgId,
        to: { email: said(fact, 'email'), name: said(fact, 'name') },
        key: `invitation ${fact.subject.id} ${said(fact, 'expiresAt')}`,
        title: `${inviter} invites you to ${organization} on Pullwire`,
        text: [
          `${inviter} invites you to work for ${organization} on Pullwire, in the role: ${roleWords(said(fact, 'role'))}.`,
          ...why,
          `The link below is yours alone and good once, until ${formatDate(date, { year: true })}, ${time} UTC. If you did not expect it, leave it.`,
        ].join('\n\n'),
        personalLink: { kind: 'invitation', id: fact.subject.id },
        subject: fact.subject,
      })
    },
  ],
  'person.removed': [
    async (tx, fact) => {
      for (const personId of fact.data.nobodyStandsInFor as string[])
        await notify(tx, {
          orgId: tx.caller.orgId,
          to: { personId },
          key: `stand-in-gone ${fact.id} ${personId}`,
          title: 'Nobody stands in for you any more',
          text: 'Whoever stood in for you was taken out of the organization. Until you name somebody else you are told as ever, though you are away.',
          link: '/account',
        })
    },
  ],
  'password.forgotten': [
    async (tx, fact) => {
      await notify(tx, {
        orgId: tx.caller.orgId,
        to: { email: said(fact, 'email'), name: said(fact, 'name') },
        key: `password ${fact.subject.id} ${said(fact, 'turn')}`,
        title: 'Choose a new password for Pullwire',
        text: [
          'Somebody, probably you, asked for a new password for your account.',
          'The link below is good once and for an hour. If it was not you, leave it: nothing has changed.',
        ].join('\n\n'),
        personalLink: { kind: 'password', id: fact.subject.id },
      })
    },
  ],
}
