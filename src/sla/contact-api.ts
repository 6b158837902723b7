// Contacts on the wire: people without a sign-in whom the buyer's ladders may name.
import Type, { type Static } from 'typebox'
import { endpoint } from '../kernel/endpoint.ts'
import { Closed, Id, InstantText, Line } from '../kernel/wire.ts'

/** As many as a buyer still knows by name; more are a distribution list of its own mail server. */
export const CONTACTS_MAX = 50

const contact = { name: Line(120), email: Line(254) }
export const ContactBody = Closed(contact, {
  examples: [{ name: 'Kim Berg, plant manager', email: 'kim.berg@nordlicht.example' }],
})
export type ContactBody = Static<typeof ContactBody>

export const Contact = Type.Object({ ...contact, id: Id, createdAt: InstantText })
export type Contact = Static<typeof Contact>

const one = Closed({ contactId: Id })

export const contactsApi = {
  list: endpoint(
    'GET',
    '/api/named-contacts',
    'Lists whom a ladder may name: contacts that are kept, and our own people',
    {
      response: Type.Object({
        rows: Type.Array(Contact),
        people: Type.Array(Type.Object({ id: Id, name: Type.String() })),
      }),
    },
  ),
  add: endpoint('POST', '/api/named-contacts', 'Keeps a contact without a sign-in, for ladders to name', {
    body: ContactBody,
    response: Contact,
  }),
  change: endpoint('PUT', '/api/named-contacts/:contactId', 'Changes a contact; steps still to come go there', {
    params: one,
    body: ContactBody,
    response: Contact,
  }),
  remove: endpoint(
    'DELETE',
    '/api/named-contacts/:contactId',
    'Keeps a contact no more; steps that name it leave it out',
    {
      params: one,
    },
  ),
}
