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
import { Problem } from './problem.ts'
import { parseSearch, readSearch, stringifySearch } from './search.ts'
import { homeOf, loadMe } from './shell/me.ts'
import { RootFrame } from './shell/RootFrame.tsx'
import { NotFoundPage, PageError, PagePending } from './shell/route-states.tsx'

interface Context {
  queries: QueryClient
}

const root = createRootRouteWithContext<Context>()({ component: RootFrame, validateSearch: readSearch })

/** Pages for people who are not signed in. */
function open(path: string, name: string, load: () => Promise<Record<string, ComponentType>>) {
  return createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(load, name) })
}

const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  component: lazyRouteComponent(() => import('./shell/Shell.tsx'), 'Shell'),
  beforeLoad: async ({ context, location }) => {
    try {
      return { me: await loadMe(context.queries) }
    } catch (problem) {
      if (!(problem instanceof Problem) || problem.status !== 401) throw problem
      const back = location.href === '/' ? undefined : location.href
      throw redirect({ to: '/sign-in', search: back ? { back } : {} })
    }
  },
})

/** Pages inside, for whoever is signed in; the server decides what each caller may see. */
function page(path: string, name: string, load: () => Promise<Record<string, ComponentType>>) {
  return createRoute({ getParentRoute: () => inside, path, component: lazyRouteComponent(load, name) })
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
    page('/clocks/$clockId', 'ClockPage', () => import('./sla/ClockPage.tsx')),
    page('/people', 'PeoplePage', () => import('./accounts/PeoplePage.tsx')),
    page('/organization', 'OrganizationPage', () => import('./accounts/OrganizationPage.tsx')),
    page('/account', 'AccountPage', () => import('./accounts/AccountPage.tsx')),
    page('/installation', 'InstallationPage', () => import('./accounts/InstallationPage.tsx')),
    page('/notices', 'NoticesPage', () => import('./notices/NoticesPage.tsx')),
    page('/mails', 'MailsPage', () => import('./notices/MailsPage.tsx')),
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
