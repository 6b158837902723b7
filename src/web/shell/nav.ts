// The main menu: which pages, for which side of the trade, for which roles.
import {
  AlarmClock,
  ArrowLeftRight,
  Boxes,
  Building2,
  CalendarDays,
  ChartColumn,
  CircleAlert,
  ClipboardList,
  Factory,
  Gauge,
  Handshake,
  Inbox,
  ListChecks,
  type LucideIcon,
  Mail,
  MapPin,
  PackageSearch,
  Server,
  ServerCrash,
  Truck,
  Users,
} from 'lucide-react'
import { type Act, may } from '../../accounts/may.ts'
import { m } from '../i18n/index.ts'
import type { Me } from './me.ts'

export interface NavEntry {
  to: string
  label: () => string
  icon: LucideIcon
  /** Whose menu it stands in. */
  side: 'buyer' | 'supplier' | 'both' | 'installation'
  /** The act that opens it; everybody of that side when left out. */
  act?: Act
}

export interface NavGroup {
  label: () => string
  entries: readonly NavEntry[]
}

/** One line per page that stands in the menu. */
const groups: readonly NavGroup[] = [
  {
    label: () => m.shell_nav_work(),
    entries: [
      { to: '/inbox', label: () => m.orders_inbox(), icon: Inbox, side: 'supplier', act: 'inbox.view' },
      { to: '/board', label: () => m.sla_board(), icon: AlarmClock, side: 'buyer', act: 'board.view' },
      { to: '/orders', label: () => m.orders_title(), icon: ClipboardList, side: 'buyer', act: 'order.view' },
      { to: '/ship-notices', label: () => m.shipments_title(), icon: Truck, side: 'both', act: 'shipNotice.view' },
      { to: '/forecasts', label: () => m.forecasts_title(), icon: ChartColumn, side: 'both', act: 'forecast.view' },
      { to: '/responses', label: () => m.sla_report(), icon: Gauge, side: 'both', act: 'report.view' },
    ],
  },
  {
    label: () => m.shell_nav_records(),
    entries: [
      { to: '/items', label: () => m.items_title(), icon: Boxes, side: 'buyer', act: 'item.view' },
      { to: '/supplier-items', label: () => m.items_sup_title(), icon: PackageSearch, side: 'both', act: 'item.view' },
      { to: '/suppliers', label: () => m.partners_suppliers(), icon: Factory, side: 'buyer', act: 'partner.view' },
      { to: '/customers', label: () => m.partners_customers(), icon: Handshake, side: 'supplier', act: 'partner.view' },
      { to: '/sites', label: () => m.calendars_sites(), icon: MapPin, side: 'buyer', act: 'site.view' },
      { to: '/calendars', label: () => m.calendars_title(), icon: CalendarDays, side: 'buyer', act: 'calendar.view' },
      { to: '/policies', label: () => m.sla_policies(), icon: ListChecks, side: 'buyer', act: 'policy.manage' },
    ],
  },
  {
    label: () => m.shell_nav_operate(),
    entries: [
      {
        to: '/gateway/attention',
        label: () => m.gateway_attention(),
        icon: CircleAlert,
        side: 'both',
        act: 'gateway.view',
      },
      {
        to: '/gateway/interchanges',
        label: () => m.gateway_interchanges(),
        icon: ArrowLeftRight,
        side: 'both',
        act: 'gateway.view',
      },
      { to: '/mails', label: () => m.notices_mails(), icon: Mail, side: 'both', act: 'operations.view' },
      { to: '/work', label: () => m.operations_work(), icon: ServerCrash, side: 'both', act: 'work.operate' },
    ],
  },
  {
    label: () => m.accounts_administration(),
    entries: [
      { to: '/people', label: () => m.accounts_people(), icon: Users, side: 'both', act: 'people.view' },
      { to: '/organization', label: () => m.accounts_organization(), icon: Building2, side: 'both' },
      { to: '/installation', label: () => m.accounts_installation(), icon: Server, side: 'installation' },
    ],
  },
]

/** The menu of this caller, without groups that would be empty. */
export function navOf(me: Me): NavGroup[] {
  const sees = (entry: NavEntry): boolean => {
    if (entry.side === 'installation') return me.person.installationAdministrator
    if (!me.organization) return false
    if (entry.side !== 'both' && entry.side !== me.organization.side) return false
    return !entry.act || may(me.organization.role, entry.act)
  }
  return groups
    .map(group => ({ ...group, entries: group.entries.filter(sees) }))
    .filter(group => group.entries.length > 0)
}
