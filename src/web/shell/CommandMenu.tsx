// Ctrl/⌘K: every page of the caller, whatever commands the open page offers, each order by its number, each partner by its name.
import '@mantine/spotlight/styles.css'
import { useDebouncedValue } from '@mantine/hooks'
import { Spotlight, type SpotlightActionData } from '@mantine/spotlight'
import { Factory, FileText, Handshake, Search } from 'lucide-react'
import { useEffect, useState } from 'react'
import { ordersApi } from '../../orders/api.ts'
import { partnersApi } from '../../partners/api.ts'
import { useGo } from '../go.tsx'
import { m } from '../i18n/index.ts'
import { kindText } from '../orders/words.ts'
import { useEndpoint } from '../query.ts'
import { chooseFirst, commandStore, takeTyped, useCommands } from '../ui/command-menu.ts'
import { type Me, useMay, useMe } from './me.ts'
import { navOf } from './nav.ts'

export function CommandMenu() {
  const go = useGo()
  const me = useMe()
  const commands = useCommands()
  const [query, setQuery] = useState('')
  const typed = query.trim()
  const [search] = useDebouncedValue(typed, 200)
  // One letter finds everything, which is nothing.
  const asked = typed.length >= searchLengthMin ? search : ''
  const found = useOrdersFound(asked)
  const partners = usePartnersFound(asked)
  // What the server finds comes after the letter that asked for it.
  useEffect(chooseFirst)
  const pages = navOf(me).map(group => ({
    group: group.label(),
    actions: group.entries.map(({ to, label, icon: Icon }) => ({
      id: to,
      label: label(),
      leftSection: <Icon size={16} aria-hidden />,
      onClick: () => go(to),
    })),
  }))
  const here = commands.map(({ id, label, hint, run }) => ({ id, label, description: hint ?? '', onClick: run }))
  return (
    <Spotlight
      store={commandStore}
      query={query}
      onQueryChange={setQuery}
      onSpotlightClose={takeTyped}
      shortcut={null}
      highlightQuery
      overlayProps={{ backgroundOpacity: 0.4, blur: 0 }}
      styles={{ content: { padding: 0 } }}
      limit={30}
      // Where it scrolls, the keyboard can scroll it too.
      scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'group', 'aria-label': m.shell_command() } }}
      actions={[
        ...(here.length > 0 ? [{ group: m.shell_command_here(), actions: here }] : []),
        ...pages,
        ...(found.length > 0 ? [{ group: m.shell_command_orders(), actions: found }] : []),
        ...(partners.length > 0 ? [{ group: partnersText(me), actions: partners }] : []),
      ]}
      nothingFound={m.shell_command_nothing()}
      searchProps={{
        leftSection: <Search size={16} aria-hidden />,
        placeholder: m.shell_command_placeholder(),
        'aria-label': m.shell_command_placeholder(),
        onFocus: () => setQuery(was => was + takeTyped()),
      }}
    />
  )
}

const searchLengthMin = 2
const foundMax = 8

/** The orders that the server finds by what is typed: by number, part or description. */
function useOrdersFound(search: string): SpotlightActionData[] {
  const go = useGo()
  const may = useMay()
  const me = useMe()
  const { data } = useEndpoint(
    ordersApi.list,
    { query: { search, limit: foundMax } },
    { enabled: search.length >= searchLengthMin && may('order.view'), keep: false },
  )
  return (data?.rows ?? []).map(order => ({
    id: order.id,
    label: order.number,
    description: [
      kindText(order.kind),
      me.organization?.side === 'supplier' ? order.buyer.name : order.supplier.name,
    ].join(' · '),
    // The server has found it by more than its label says.
    keywords: [order.buyerPart, order.supplierPart, order.description, search],
    leftSection: <FileText size={16} aria-hidden />,
    onClick: () => go(`/orders/${order.id}`),
  }))
}

const partnersText = (me: Me): string =>
  me.organization?.side === 'supplier' ? m.partners_customers() : m.partners_suppliers()

/** A buyer's suppliers, a supplier's customers, by what the server finds them by. */
function usePartnersFound(search: string): SpotlightActionData[] {
  const go = useGo()
  const may = useMay()
  const me = useMe()
  const { data } = useEndpoint(
    partnersApi.list,
    { query: { search, limit: foundMax } },
    { enabled: search.length >= searchLengthMin && may('partner.view'), keep: false },
  )
  const Icon = me.organization?.side === 'supplier' ? Handshake : Factory
  return (data?.rows ?? []).map(({ id, name, vendorNumber }) => ({
    id,
    label: name,
    description: `${m.partners_vendor_number()} ${vendorNumber}`,
    keywords: [search],
    leftSection: <Icon size={16} aria-hidden />,
    onClick: () => go(`/partners/${id}`),
  }))
}
