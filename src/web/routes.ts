// Every URL of the portal. A page is one line here; its code is fetched when it is first opened.

import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'
import type { ComponentType } from 'react'
import { firstSegmentsAhead } from './gateway/use-segments.ts'
import { part } from './parts.ts'
import { Problem } from './problem.ts'
import { parseSearch, readSearch, stringifySearch } from './search.ts'
import { homeOf, loadMe, type Me } from './shell/me.ts'
import { RootFrame } from './shell/RootFrame.tsx'
import { NotFoundPage, PageError, PagePending } from './shell/route-states.tsx'

interface Context {
  queries: QueryClient
}

const root = createRootRouteWithContext<Context>()({ component: RootFrame, validateSearch: readSearch })

/** Pages for people who are not signed in. */
function open(path: string, name: string, load: () => Promise<Record<string, ComponentType>>) {
  return createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(part(load), name) })
}

const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  component: lazyRouteComponent(
    part(() => import('./shell/Shell.tsx')),
    'Shell',
  ),
  beforeLoad: async ({ context, location }) => {
    let me: Me
    try {
      me = await loadMe(context.queries)
    } catch (problem) {
      if (!(problem instanceof Problem) || problem.status !== 401) throw problem
      const back = location.href === '/' ? undefined : location.href
      throw redirect({ to: '/sign-in', search: back ? { back } : {} })
    }
    if (!me.organization && !ofNobody.has(location.pathname)) throw redirect({ href: homeOf(me) })
    return { me }
  },
})

/** What somebody may open who belongs to no organization, or to none any more. */
const ofNobody: ReadonlySet<string> = new Set(['/welcome', '/account', '/installation'])

/**
 * Pages inside, for whoever is signed in; the server decides what each caller may see. `ahead` asks, by the path's
 * parameters, for what takes long, along with the page's code.
 */
function page(
  path: string,
  name: string,
  load: () => Promise<Record<string, ComponentType>>,
  ahead?: (queries: QueryClient, params: Readonly<Record<string, string>>) => void,
) {
  return createRoute({
    getParentRoute: () => inside,
    path,
    component: lazyRouteComponent(part(load), name),
    ...(ahead ? { loader: ({ context, params }) => ahead(context.queries, params as Record<string, string>) } : {}),
  })
}

const home = createRoute({
  getParentRoute: () => inside,
  path: '/',
  beforeLoad: ({ context }) => {
    throw redirect({ href: homeOf(context.me) })
  },
})

// Path parameters are written `$orderId`; read them in the page with `useParam('orderId')`.
const tree = root.addChildren([
  open('/sign-in', 'SignInPage', () => import('./accounts/SignInPage.tsx')),
  open('/forgotten', 'ForgottenPage', () => import('./accounts/ForgottenPage.tsx')),
  open('/reset', 'ResetPage', () => import('./accounts/ResetPage.tsx')),
  open('/reset/$token', 'ResetPage', () => import('./accounts/ResetPage.tsx')),
  open('/invitation', 'InvitationPage', () => import('./accounts/InvitationPage.tsx')),
  open('/invitation/$token', 'InvitationPage', () => import('./accounts/InvitationPage.tsx')),
  open('/set-up', 'SetUpPage', () => import('./accounts/SetUpPage.tsx')),
  open('/set-up/$token', 'SetUpPage', () => import('./accounts/SetUpPage.tsx')),
  inside.addChildren([
    home,
    page('/welcome', 'WelcomePage', () => import('./shell/WelcomePage.tsx')),
    page('/board', 'BoardPage', () => import('./sla/BoardPage.tsx')),
    page('/wall', 'WallPage', () => import('./sla/WallPage.tsx')),
    page('/clocks/$clockId', 'ClockPage', () => import('./sla/ClockPage.tsx')),
    page('/responses', 'ResponsesPage', () => import('./sla/ResponsesPage.tsx')),
    page('/responses/clocks', 'FigureClocksPage', () => import('./sla/FigureClocksPage.tsx')),
    page('/orders', 'OrdersPage', () => import('./orders/OrdersPage.tsx')),
    page('/orders/new', 'NewOrderPage', () => import('./orders/NewOrderPage.tsx')),
    page('/orders/import', 'ImportOrdersPage', () => import('./orders/ImportOrdersPage.tsx')),
    page('/orders/$orderId', 'OrderPage', () => import('./orders/OrderPage.tsx')),
    page('/orders/$orderId/ship', 'SendNoticePage', () => import('./shipments/SendNoticePage.tsx')),
    page('/ship-notices', 'ShipNoticesPage', () => import('./shipments/ShipNoticesPage.tsx')),
    page('/ship-notices/$noticeId', 'ShipNoticePage', () => import('./shipments/ShipNoticePage.tsx')),
    page('/forecasts', 'ForecastsPage', () => import('./forecasts/ForecastsPage.tsx')),
    page('/forecasts/upload', 'UploadForecastPage', () => import('./forecasts/UploadForecastPage.tsx')),
    page('/forecasts/edit', 'EditForecastPage', () => import('./forecasts/EditForecastPage.tsx')),
    page('/forecasts/releases/$releaseId', 'ReleasePage', () => import('./forecasts/ReleasePage.tsx')),
    page('/forecasts/$supplierReleaseId', 'ForecastPage', () => import('./forecasts/ForecastPage.tsx')),
    page('/inbox', 'InboxPage', () => import('./orders/InboxPage.tsx')),
    page('/people', 'PeoplePage', () => import('./accounts/PeoplePage.tsx')),
    page('/organization', 'OrganizationPage', () => import('./accounts/OrganizationPage.tsx')),
    page('/account', 'AccountPage', () => import('./accounts/AccountPage.tsx')),
    page('/installation', 'InstallationPage', () => import('./accounts/InstallationPage.tsx')),
    page('/notices', 'NoticesPage', () => import('./notices/NoticesPage.tsx')),
    page('/mails', 'MailsPage', () => import('./notices/MailsPage.tsx')),
    page('/work', 'WorkPage', () => import('./operations/WorkPage.tsx')),
    page('/suppliers', 'SuppliersPage', () => import('./partners/SuppliersPage.tsx')),
    page('/customers', 'CustomersPage', () => import('./partners/CustomersPage.tsx')),
    page('/partners/$relationshipId', 'PartnerPage', () => import('./partners/PartnerPage.tsx')),
    page('/items', 'ItemsPage', () => import('./items/ItemsPage.tsx')),
    page('/items/import', 'ItemsImportPage', () => import('./items/ItemsImportPage.tsx')),
    page('/items/$itemId', 'ItemPage', () => import('./items/ItemPage.tsx')),
    page('/supplier-items', 'SupplierItemsPage', () => import('./items/SupplierItemsPage.tsx')),
    page('/supplier-items/import', 'SupplierItemsImportPage', () => import('./items/ItemsImportPage.tsx')),
    page('/sites', 'SitesPage', () => import('./calendars/SitesPage.tsx')),
    page('/calendars', 'CalendarsPage', () => import('./calendars/CalendarsPage.tsx')),
    page('/calendars/new', 'NewCalendarPage', () => import('./calendars/CalendarPage.tsx')),
    page('/calendars/$calendarId', 'CalendarPage', () => import('./calendars/CalendarPage.tsx')),
    page('/policies', 'PoliciesPage', () => import('./sla/PoliciesPage.tsx')),
    page('/policies/new', 'NewPolicyPage', () => import('./sla/PolicyPage.tsx')),
    page('/policies/contacts', 'ContactsPage', () => import('./sla/ContactsPage.tsx')),
    page('/policies/webhooks', 'WebhooksPage', () => import('./sla/WebhooksPage.tsx')),
    page('/policies/$policyId', 'PolicyPage', () => import('./sla/PolicyPage.tsx')),
    page('/gateway/interchanges', 'InterchangesPage', () => import('./gateway/InterchangesPage.tsx')),
    page(
      '/gateway/interchanges/$interchangeId',
      'InterchangePage',
      () => import('./gateway/InterchangePage.tsx'),
      (queries, { interchangeId = '' }) => firstSegmentsAhead(queries, interchangeId),
    ),
    page('/gateway/attention', 'AttentionPage', () => import('./gateway/AttentionPage.tsx')),
    // orders, forecasts, items, partners, people, operations: one line each
  ]),
])

export function newRouter(queries: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { queries },
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultPendingMs: 150,
    defaultPendingMinMs: 0,
    defaultPendingComponent: PagePending,
    defaultErrorComponent: PageError,
    defaultNotFoundComponent: NotFoundPage,
    scrollRestoration: true,
  })
}
