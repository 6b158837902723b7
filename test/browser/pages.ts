// Every page of the portal, by the address that routes.ts gives it: who opens it, and what it says where nothing has happened yet.
import type { Who } from '../world.ts'

export interface PageToSee {
  route: string
  who: Who | null
  /** With parameters filled from the world's ids, where that is not the route itself. */
  at?: string
}

export const pages: readonly PageToSee[] = [
  { route: '/sign-in', who: null },
  { route: '/forgotten', who: null },
  { route: '/reset', who: null },
  { route: '/reset/$token', at: '/reset/$resetToken', who: null },
  { route: '/invitation', who: null },
  { route: '/invitation/$token', who: null },
  { route: '/set-up', who: null },
  { route: '/set-up/$token', who: null },
  { route: '/', who: 'anna' },
  { route: '/welcome', who: 'anna' },
  { route: '/board', who: 'anna' },
  { route: '/board', who: 'anna', at: '/board?view=lanes' },
  { route: '/board', who: 'anna', at: '/board?view=groups' },
  { route: '/board', who: 'anna', at: '/board?view=groups&by=itemGroup' },
  { route: '/wall', who: 'anna' },
  { route: '/clocks/$clockId', who: 'anna' },
  { route: '/responses', who: 'anna' },
  { route: '/responses/clocks', who: 'anna', at: '/responses/clocks?figure=answers' },
  { route: '/orders', who: 'anna' },
  { route: '/orders/new', who: 'anna' },
  { route: '/orders/import', who: 'anna' },
  { route: '/orders/$orderId', who: 'anna', at: '/orders/$proposedId' },
  { route: '/orders/$orderId', who: 'anna', at: '/orders/$shippedId' },
  { route: '/ship-notices', who: 'anna' },
  { route: '/ship-notices/$noticeId', who: 'anna' },
  { route: '/items', who: 'anna' },
  { route: '/items/import', who: 'anna' },
  { route: '/items/$itemId', who: 'anna' },
  { route: '/supplier-items', who: 'anna' },
  { route: '/supplier-items/import', who: 'anna' },
  { route: '/suppliers', who: 'anna' },
  ...['terms', 'documents', 'connection', 'page', 'people', 'items', 'history'].map(tab => ({
    ...{ route: '/partners/$relationshipId', who: 'anna' as const },
    at: tab === 'people' ? '/partners/$portalId?tab=people' : `/partners/$relationshipId?tab=${tab}`,
  })),
  { route: '/sites', who: 'anna' },
  { route: '/calendars', who: 'anna' },
  { route: '/calendars/new', who: 'anna' },
  { route: '/calendars/$calendarId', who: 'anna' },
  { route: '/policies', who: 'anna' },
  { route: '/policies/new', who: 'anna' },
  { route: '/policies/contacts', who: 'anna' },
  { route: '/policies/webhooks', who: 'anna' },
  { route: '/policies/$policyId', who: 'anna' },
  { route: '/people', who: 'anna' },
  { route: '/organization', who: 'anna' },
  { route: '/account', who: 'anna' },
  { route: '/installation', who: 'anna' },
  { route: '/forecasts', who: 'petra' },
  { route: '/forecasts/upload', who: 'petra' },
  { route: '/forecasts/edit', who: 'petra' },
  { route: '/forecasts/releases/$releaseId', who: 'petra' },
  { route: '/forecasts/$supplierReleaseId', who: 'petra' },
  { route: '/gateway/interchanges', who: 'emil' },
  { route: '/gateway/interchanges/$interchangeId', who: 'emil' },
  { route: '/gateway/attention', who: 'emil' },
  { route: '/mails', who: 'emil' },
  { route: '/work', who: 'emil' },
  { route: '/inbox', who: 'mara' },
  { route: '/orders/$orderId', who: 'mara' },
  { route: '/orders/$orderId', who: 'mara', at: '/orders/$shippedId' },
  { route: '/orders/$orderId/ship', who: 'mara', at: '/orders/$shippedId/ship' },
  { route: '/ship-notices', who: 'mara' },
  { route: '/ship-notices/$noticeId', who: 'mara' },
  { route: '/forecasts', who: 'mara' },
  { route: '/forecasts/$supplierReleaseId', who: 'mara' },
  { route: '/responses', who: 'mara' },
  { route: '/responses/clocks', who: 'mara', at: '/responses/clocks?figure=breached' },
  { route: '/clocks/$clockId', who: 'mara', at: '/clocks/$lateClockId' },
  { route: '/customers', who: 'mara' },
  { route: '/partners/$relationshipId', who: 'mara', at: '/partners/$portalId' },
  { route: '/supplier-items', who: 'mara' },
  { route: '/notices', who: 'mara' },
  { route: '/people', who: 'mara' },
]

/** What lists say in an organization that has just been made. */
export const emptyOfBuyer = {
  '/board': 'No answer is due',
  '/responses': 'Nothing was asked in twelve months',
  '/orders': 'No orders yet',
  '/orders/new': 'Enter a site first',
  '/ship-notices': 'No ship notices yet',
  '/forecasts': 'No forecast published yet',
  '/items': 'No items yet',
  '/supplier-items': 'No supplier items yet',
  '/suppliers': 'No suppliers yet',
  '/sites': 'No sites yet',
  '/calendars': 'No calendar yet',
  '/policies': 'No policy yet',
  '/policies/contacts': 'No contact yet',
  '/policies/webhooks': 'No webhook yet',
  '/gateway/interchanges': 'No interchanges yet',
  '/gateway/attention': 'Nothing waits for you',
  '/notices': 'No notices',
  '/work': 'No work has failed',
  '/organization': 'No API token',
} as const

export const emptyOfSupplier = {
  '/inbox': 'Your inbox is empty',
  '/responses': 'Nothing was asked in twelve months',
  '/ship-notices': 'No ship notices yet',
  '/forecasts': 'No forecast yet',
  '/supplier-items': 'No supplier items yet',
  '/gateway/interchanges': 'No interchanges yet',
  '/gateway/attention': 'Nothing waits for you',
} as const

export interface DialogToSee {
  who: Who
  at: string
  /** Pressed one after the other: buttons by their name, or keys. */
  opens: readonly ({ button: string } | { key: string })[]
}

/** What opens above a page; each is as much to be looked at as a page. */
export const dialogs: readonly DialogToSee[] = [
  { who: 'anna', at: '/sites', opens: [{ button: 'New site' }] },
  { who: 'anna', at: '/suppliers', opens: [{ button: 'New supplier' }] },
  { who: 'anna', at: '/partners/$relationshipId?tab=terms', opens: [{ button: 'New ship-from site' }] },
  { who: 'anna', at: '/people', opens: [{ button: 'Invite somebody' }] },
  { who: 'anna', at: '/items', opens: [{ button: 'New item' }] },
  { who: 'anna', at: '/supplier-items', opens: [{ button: 'New supplier item' }] },
  { who: 'anna', at: '/organization', opens: [{ button: 'New API token' }] },
  { who: 'anna', at: '/installation', opens: [{ button: 'New buyer organization' }] },
  // Shown once.
  { who: 'anna', at: '/partners/$relationshipId?tab=connection', opens: [{ button: 'New API key' }] },
  {
    ...{ who: 'anna', at: '/partners/$relationshipId?tab=connection' },
    opens: [{ button: 'New API key' }, { button: 'Close' }, { button: 'Close it all the same' }, { button: 'Revoke' }],
  },
  { who: 'anna', at: '/policies/$policyId', opens: [{ button: 'Retire' }] },
  { who: 'anna', at: '/policies/contacts', opens: [{ button: 'New contact' }] },
  { who: 'anna', at: '/policies/contacts', opens: [{ button: 'Remove' }] },
  { who: 'anna', at: '/policies/webhooks', opens: [{ button: 'New webhook' }] },
  { who: 'anna', at: '/policies/webhooks', opens: [{ button: 'New secret' }] },
  { who: 'anna', at: '/people', opens: [{ button: 'Role' }] },
  { who: 'anna', at: '/board', opens: [{ button: 'I called' }] },
  { who: 'anna', at: '/board', opens: [{ button: 'Views' }] },
  { who: 'anna', at: '/people', opens: [{ key: 'Control+k' }] },
  { who: 'anna', at: '/people', opens: [{ key: '?' }] },
  { who: 'anna', at: '/clocks/$clockId', opens: [{ button: 'Pause' }] },
  { who: 'anna', at: '/clocks/$lateClockId', opens: [{ button: 'Excuse' }] },
  { who: 'mara', at: '/clocks/$lateClockId', opens: [{ button: 'Dispute' }] },
  { who: 'mara', at: '/ship-notices/$noticeId', opens: [{ button: 'Cancel' }] },
]
