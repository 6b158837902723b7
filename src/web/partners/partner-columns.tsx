// The columns of relationships, the same for suppliers and customers.
import type { PartnerRow } from '../../partners/api.ts'
import { partnerStatuses, transports } from '../../partners/api.ts'
import { m } from '../i18n/index.ts'
import type { ListColumn, ListFilter } from '../ui/list/types.ts'
import { StatusBadge } from '../ui/StatusBadge.tsx'
import { When } from '../ui/When.tsx'
import { channelText, statusText, statusTones } from './partner-text.ts'

const channelOf = ({ transport, usage }: PartnerRow): string =>
  transport !== 'none' && usage === 'T' ? `${channelText(transport)} (${m.partners_test()})` : channelText(transport)

export const partnerColumns = (buying: boolean): ListColumn<PartnerRow>[] => [
  {
    id: 'name',
    label: m.partners_name(),
    cell: row => row.name,
    sortBy: row => row.name,
    card: 'title',
    text: row => row.name,
  },
  {
    id: 'vendorNumber',
    label: buying ? m.partners_vendor_number() : m.partners_vendor_number_theirs(),
    cell: row => row.vendorNumber,
    sortBy: row => row.vendorNumber,
    text: row => row.vendorNumber,
  },
  {
    id: 'status',
    label: m.partners_status(),
    cell: row => <StatusBadge tone={statusTones[row.status]}>{statusText(row.status)}</StatusBadge>,
    sortBy: row => row.status,
    card: 'corner',
    text: row => statusText(row.status),
  },
  {
    id: 'transport',
    label: m.partners_channel(),
    cell: channelOf,
    sortBy: row => row.transport,
    text: channelOf,
  },
  {
    id: 'contactName',
    label: m.partners_contact(),
    cell: row => row.contactName,
    sortBy: row => row.contactName,
    text: row => `${row.contactName} <${row.contactEmail}>`,
  },
  {
    id: 'calendar',
    label: m.partners_calendar(),
    cell: row => row.calendarName ?? m.partners_calendar_none(),
    text: row => row.calendarName ?? m.partners_calendar_none(),
  },
  {
    id: 'createdAt',
    label: m.partners_since(),
    cell: row => <When at={row.createdAt} />,
    sortBy: row => row.createdAt,
    text: row => row.createdAt,
  },
]

export const partnerFilters = (): ListFilter<PartnerRow>[] => [
  { kind: 'search', id: 'search' },
  {
    kind: 'choice',
    id: 'status',
    label: m.partners_status(),
    choices: partnerStatuses.map(value => ({ value, label: statusText(value) })),
  },
  {
    kind: 'choice',
    id: 'transport',
    label: m.partners_channel(),
    choices: transports.map(value => ({ value, label: channelText(value) })),
  },
]
