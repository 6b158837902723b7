// One ship notice for both sides: what is on its way, of which orders, by whom; the supplier may take it back.
import { Group, Paper, Stack, Text, Title } from '@mantine/core'
import { type NoticeDetail, type NoticeItem, shipmentsApi } from '../../shipments/api.ts'
import { mayCancel } from '../../shipments/ship-notice.ts'
import { Go, useParam } from '../go.tsx'
import { m } from '../i18n/index.ts'
import classes from '../orders/orders.module.css'
import { useAct, useEndpoint } from '../query.ts'
import { useMay } from '../shell/me.ts'
import { Facts } from '../ui/Facts.tsx'
import { ListSkeleton } from '../ui/list/DataList.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { QuantityText } from '../ui/QuantityText.tsx'
import { StatusBadge } from '../ui/StatusBadge.tsx'
import { type Channel, channelText } from '../ui/Timeline.tsx'
import { Day, When } from '../ui/When.tsx'
import { WordsAct } from '../ui/WordsAct.tsx'
import { stateText, stateTone } from './words.ts'

export function ShipNoticePage() {
  const noticeId = useParam('noticeId')
  const notice = useEndpoint(
    shipmentsApi.get,
    { params: { noticeId } },
    { watch: [`ship-notice:${noticeId}`], keep: false },
  )
  if (notice.error && !notice.data) return <ProblemAlert problem={notice.error} onRetry={() => void notice.refetch()} />
  return notice.data ? <Shown notice={notice.data} /> : <ListSkeleton />
}

function Shown({ notice }: { notice: NoticeDetail }) {
  const other = notice.side === 'supplier' ? notice.buyer.name : notice.supplier.name
  return (
    <>
      <PageHeader
        title={m.shipments_notice({ number: notice.number })}
        trail={[{ label: m.shipments_title(), to: '/ship-notices' }]}
        lead={other}
        status={<StatusBadge tone={stateTone[notice.state]}>{stateText(notice.state)}</StatusBadge>}
        actions={<CancelNotice notice={notice} />}
      />
      <div className={classes.page}>
        <Stack gap="sm">
          <Title order={2}>{m.shipments_items()}</Title>
          <ol className={classes.lines}>
            {notice.items.map(item => (
              <Item key={item.id} item={item} side={notice.side} />
            ))}
          </ol>
        </Stack>
        <Paper p="sm" withBorder>
          <Facts facts={factsOf(notice)} />
        </Paper>
      </div>
    </>
  )
}

function Item({ item, side }: { item: NoticeItem; side: NoticeDetail['side'] }) {
  const part = side === 'supplier' && item.supplierPart ? item.supplierPart : item.buyerPart
  return (
    <Paper component="li" className={classes.line ?? ''} p="sm" withBorder>
      <Group justify="space-between" gap="xs">
        <div>
          <Text component="h3" fw={600}>
            <span className="mono">{part}</span> {item.description}
          </Text>
          <Go to={`/orders/${item.orderId}`} size="sm">
            {m.shipments_item({ order: item.orderNumber, n: item.lineNumber })}
          </Go>
        </div>
        <Facts
          facts={[
            { label: m.shipments_quantity(), value: <QuantityText of={item.quantity} unit={item.unit} /> },
            { label: m.shipments_lot(), value: item.lot },
          ]}
        />
      </Group>
    </Paper>
  )
}

function factsOf(notice: NoticeDetail) {
  const { shipTo, cancelled } = notice
  return [
    { label: m.shipments_fact_ships(), value: <Day date={notice.shipDate} /> },
    { label: m.shipments_fact_arrives(), value: <Day date={notice.arrivalDate} /> },
    { label: m.shipments_fact_ship_to(), value: `${shipTo.name} (${shipTo.code})` },
    { label: m.shipments_fact_carrier(), value: notice.carrier },
    { label: m.shipments_fact_tracking(), value: notice.trackingNumber },
    {
      label: m.shipments_fact_sent(),
      value: m.shipments_by({ who: notice.publishedBy, channel: channelText(notice.channel as Channel) }),
    },
    {
      label: m.shipments_fact_received(),
      value: <When at={notice.receivedAt} contractZone={shipTo.zone} />,
    },
    { label: m.shipments_fact_note(), value: notice.note },
    {
      label: m.shipments_fact_cancelled(),
      value: cancelled && (
        <>
          <When at={cancelled.at} contractZone={shipTo.zone} /> · {cancelled.by}
          {cancelled.reason ? ` · ${cancelled.reason}` : ''}
        </>
      ),
    },
  ]
}

function CancelNotice({ notice }: { notice: NoticeDetail }) {
  const may = useMay()
  const act = useAct(shipmentsApi.cancel, {
    changes: ['ship-notice', 'order', 'clock'],
    done: ({ number }) => m.shipments_cancelled_done({ number }),
  })
  if (notice.side !== 'supplier' || !may('shipNotice.send') || !mayCancel(notice.state)) return null
  return (
    <WordsAct
      label={m.shipments_cancel()}
      title={m.shipments_cancel_title({ number: notice.number })}
      what={m.shipments_cancel_what()}
      words={m.shipments_cancel_words()}
      act={m.shipments_cancel_act()}
      optional
      onSay={reason => act.mutateAsync({ params: { noticeId: notice.id }, body: { reason: reason.slice(0, 500) } })}
    />
  )
}
