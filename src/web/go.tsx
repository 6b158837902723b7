// Moving between pages by plain addresses: `<Go to="/orders/17">`, `useGo()`, `useParam('orderId')`, `useSearchParams()`.

import { Anchor, type AnchorProps } from '@mantine/core'
import { useNavigate, useParams, useRouter, useSearch } from '@tanstack/react-router'
import { type ComponentPropsWithoutRef, type MouseEvent, useCallback, useRef } from 'react'
import type { Search } from './search.ts'

/** Goes to an address inside the portal. */
export function useGo(): (href: string, options?: { replace?: boolean }) => void {
  const router = useRouter()
  return useCallback(
    (href, options) => (options?.replace ? router.history.replace(href) : router.history.push(href)),
    [router],
  )
}

/** True for a click that the browser should handle itself (new tab, new window, download). */
function leavesPage(event: MouseEvent): boolean {
  return event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey
}

interface PageLink {
  href: string
  onClick: (event: MouseEvent) => void
  onPointerEnter: () => void
  onPointerLeave: () => void
}

/** A pointer that stays this long means this link, and is not just passing over it. */
const meantMs = 60

/** What an `<a>` needs to lead to a page without loading the whole portal again: `<NavLink component="a" {...link(href)} />`. */
export function useLink(): (href: string) => PageLink {
  const router = useRouter()
  const go = useGo()
  const meant = useRef<ReturnType<typeof setTimeout>>(undefined)
  return useCallback(
    href => ({
      href,
      onClick: event => {
        if (event.defaultPrevented || leavesPage(event)) return
        event.preventDefault()
        go(href)
      },
      // The page's code, and what of it takes long, is fetched while the finger is still on its way to the button.
      onPointerEnter: () => {
        clearTimeout(meant.current)
        const to = href.replace(/[?#].*$/, '')
        const ahead = () => void router.preloadRoute({ to } as never).catch(() => undefined)
        meant.current = setTimeout(ahead, meantMs)
      },
      onPointerLeave: () => clearTimeout(meant.current),
    }),
    [go, router],
  )
}

type GoProps = AnchorProps & Omit<ComponentPropsWithoutRef<'a'>, keyof AnchorProps | 'href'> & { to: string }

/** A link to a page of the portal. */
export function Go({ to, onClick, ...rest }: GoProps) {
  const link = useLink()(to)
  return (
    <Anchor
      {...rest}
      href={link.href}
      onPointerEnter={link.onPointerEnter}
      onPointerLeave={link.onPointerLeave}
      onClick={event => {
        onClick?.(event)
        link.onClick(event)
      }}
    />
  )
}

/** A path parameter of this page, as written in `routes.ts`. */
export function useParam(name: string): string {
  const params = useParams({ strict: false }) as Record<string, string | undefined>
  const value = params[name]
  if (value === undefined) throw new Error(`this page's path has no $${name}`)
  return value
}

/** What stands after `?`, and how to change it. Changing replaces the entry, so "back" leaves the page, not the last letter typed. */
export function useSearchParams(): [Search, (change: Search, options?: { push?: boolean }) => void] {
  const search = useSearch({ strict: false }) as Search
  const navigate = useNavigate()
  const set = useCallback(
    (change: Search, options?: { push?: boolean }) => {
      const search = (was: Search) => ({ ...was, ...change })
      void navigate({ to: '.', search, replace: !options?.push } as never)
    },
    [navigate],
  )
  return [search, set]
}
