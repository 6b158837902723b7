// The supplier's inbox: first what is due, by the instant it is due; beside it all orders of all its customers.
import { SegmentedControl } from '@mantine/core'
import { lazy, Suspense } from 'react'
import { useSearchParams } from '../go.tsx'
import { m } from '../i18n/index.ts'
import { part } from '../parts.ts'
import { ListSkeleton } from '../ui/list/DataList.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'
import { DueList } from './DueList.tsx'

// The other list: not in the inbox's own part.
const AllOrders = lazy(part(() => import('./AllOrders.tsx').then(x => ({ default: x.AllOrders }))))

export function InboxPage() {
  const [search, setSearch] = useSearchParams()
  const all = search.show === 'all'
  // Each list has filters of its own: what was asked of one means nothing to the other.
  const show = (value: string) => {
    const none = Object.fromEntries(Object.keys(search).map(id => [id, undefined]))
    setSearch({ ...none, show: value === 'all' ? 'all' : undefined })
  }
  return (
    <>
      <PageHeader
        title={m.orders_inbox()}
        lead={all ? m.orders_inbox_all_lead() : m.orders_inbox_lead()}
        actions={
          <SegmentedControl
            aria-label={m.orders_inbox_show()}
            data={[
              { value: 'due', label: m.orders_due() },
              { value: 'all', label: m.orders_inbox_all() },
            ]}
            value={all ? 'all' : 'due'}
            onChange={show}
          />
        }
      />
      <Suspense fallback={<ListSkeleton />}>{all ? <AllOrders /> : <DueList />}</Suspense>
    </>
  )
}
