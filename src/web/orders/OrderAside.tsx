// Beside an order's lines: where it goes, its documents with three statuses apart, and its history.
import { Group, List, Paper, Stack, Text, Title } from '@mantine/core'
import type { DocumentRow, HistoryRow, OrderDetail } from '../../orders/api.ts'
import { type AnswerOutcome, isOutdated, type Promised } from '../../orders/order-line.ts'
import { spoken } from '../../orders/spoken.ts'
import { RunAgain } from '../gateway/RunAgain.tsx'
import { Go } from '../go.tsx'
import { m } from '../i18n/index.ts'
import { useMay } from '../shell/me.ts'
import { Facts } from '../ui/Facts.tsx'
import { type Channel, Timeline, type TimelineEntry } from '../ui/Timeline.tsx'
import { When } from '../ui/When.tsx'
import { WordBadge } from './parts.tsx'
import {
  acknowledgmentWord,
  confirmedAt,
  deliveryWord,
  directionText,
  documentText,
  kindText,
  outcomeText,
  priorityText,
  validatedWord,
  wasOffered,
} from './words.ts'

export function OrderFacts({ order }: { order: OrderDetail }) {
  const { shipTo } = order
  const place = [shipTo.street, [shipTo.postalCode, shipTo.city].filter(Boolean).join(' '), shipTo.country]
  const instant = (at: string | null) => (at ? <When at={at} contractZone={shipTo.zone} /> : null)
  const offered = wasOffered(order)
  return (
    <Paper p="sm" withBorder>
      <Facts
        facts={[
          {
            label: m.orders_fact_ship_to(),
            value: `${shipTo.name} (${shipTo.code}), ${place.filter(Boolean).join(', ')}`,
          },
          {
            label: m.orders_field_kind(),
            value: `${kindText(order.kind)} · ${m.orders_version({ n: order.version })}`,
          },
          { label: m.orders_priority(), value: priorityText(order.priority) },
          { label: m.orders_fact_issued(), value: instant(order.issuedAt) },
          { label: m.orders_fact_goes_out(), value: documentText(order.document) },
          { label: m.orders_fact_collectable(), value: offered ? instant(order.deliveredAt) : null },
          {
            label: m.orders_fact_delivered(),
            value:
              instant(offered ? confirmedAt(order) : order.deliveredAt) ??
              (order.document === 'portal'
                ? m.orders_fact_nobody({ name: order.supplier.name })
                : m.orders_fact_not_delivered()),
          },
          { label: m.orders_fact_viewed(), value: instant(order.viewedAt) },
        ]}
      />
    </Paper>
  )
}

export function OrderDocuments({ order, mayOpen }: { order: OrderDetail; mayOpen: boolean }) {
  return (
    <Paper p="sm" withBorder>
      <Title order={2} size="h4" mb="xs">
        {m.orders_documents()}
      </Title>
      {order.documents.length === 0 ? (
        <Text size="sm" c="dimmed">
          {m.orders_documents_none()}
        </Text>
      ) : (
        <Stack gap="sm">
          {order.documents.map(document => (
            <DocumentLine key={document.id} document={document} mayOpen={mayOpen} />
          ))}
        </Stack>
      )}
    </Paper>
  )
}

function DocumentLine({ document, mayOpen }: { document: DocumentRow; mayOpen: boolean }) {
  const name = `${document.setId} ${directionText(document)}`
  return (
    <div>
      <Group gap="xs">
        {document.interchangeId && mayOpen ? (
          <Go to={`/gateway/interchanges/${document.interchangeId}`} fw={600}>
            {name}
          </Go>
        ) : (
          <Text fw={600}>{name}</Text>
        )}
        <Text size="sm" c="dimmed">
          <When at={document.createdAt} />
        </Text>
      </Group>
      <Facts
        facts={[
          { label: m.orders_doc_validated(), value: <WordBadge word={validatedWord(document.validated)} /> },
          { label: m.orders_doc_delivered(), value: <WordBadge word={deliveryWord(document)} /> },
          {
            label: m.orders_doc_acknowledged(),
            // Of what came in nothing is said here unless there is something: our own 997 is the gateway's to show.
            value:
              document.direction === 'in' && document.acknowledgment === 'none' ? null : (
                <WordBadge word={acknowledgmentWord(document.acknowledgment)} />
              ),
          },
        ]}
      />
      {document.reason ? <Text size="sm">{document.reason}</Text> : null}
      <RunAgain document={document} />
    </div>
  )
}

export function OrderHistory({ order }: { order: OrderDetail }) {
  return (
    <Paper p="sm" withBorder>
      <Title order={2} size="h4" mb="xs">
        {m.orders_history()}
      </Title>
      <Timeline entries={order.history.map(row => entryOf(row, order))} contractZone={order.shipTo.zone} />
    </Paper>
  )
}

function entryOf(row: HistoryRow, order: OrderDetail): TimelineEntry {
  return {
    id: row.id,
    at: row.at,
    who: row.actorName,
    channel: row.channel as Channel,
    what: whatText(row, order),
    detail: <Detail row={row} order={order} />,
  }
}

function whatText({ type, data }: HistoryRow, order: OrderDetail): string {
  const version = Number(data.version ?? 1)
  switch (type) {
    case 'order.issued':
      return m.orders_event_issued()
    case 'order.waiting':
      return m.orders_event_waiting({ name: order.supplier.name })
    case 'order.delivered':
      return wasOffered(order) ? m.orders_event_collectable() : m.orders_event_delivered()
    case 'order.viewed':
      return m.orders_event_viewed()
    case 'order.answered': {
      const outcomes = (data.lines as { outcome: string }[] | undefined)?.map(({ outcome }) => outcome) ?? []
      if (data.applied !== false || !outcomes.every(isOutdated)) return m.orders_event_answered()
      return outcomes.includes('older') ? m.orders_event_answered_older() : m.orders_event_answered_old()
    }
    case 'order.decided':
      return m.orders_event_decided({ version })
    case 'order.cancelled':
      return m.orders_event_cancelled({ version })
    default:
      return type
  }
}

interface ToldLine {
  lineNumber: number
  outcome?: AnswerOutcome
  note?: string
  /** Of an answer by EDI: a line number that is none of the order's, so that its part number told which line is meant. */
  called?: string
  /** Of a decision: what it was, and on what. */
  act?: 'accept' | 'reject' | 'counter'
  promised?: Promised[]
}

/** Line by line; what was said in an answer stands with it. */
function Detail({ row, order }: { row: HistoryRow; order: OrderDetail }) {
  const mayOpen = useMay()('gateway.view')
  const told = toldText(row)
  if (row.type === 'order.cancelled')
    return (
      <Text size="sm">
        {[String(row.data.reason ?? ''), ...staysTexts(row, order), told].filter(Boolean).join(' · ')}
      </Text>
    )
  if (row.type !== 'order.answered' && row.type !== 'order.decided') return null
  const lines = (row.data.lines as ToldLine[] | undefined) ?? []
  const answer = order.answers.find(({ id }) => id === row.data.answerId)
  const corrected = order.documents.find(one => one.id === row.data.documentId && one.corrected)
  return (
    <List size="sm" listStyleType="none">
      {corrected?.interchangeId && mayOpen ? (
        <List.Item>
          <Go to={`/gateway/interchanges/${corrected.interchangeId}`}>{m.orders_event_corrected()}</Go>
        </List.Item>
      ) : null}
      {lines.map(one => {
        const { lineNumber, outcome = 'kept', note, called } = one
        const words = answer?.lines.find(line => line.lineNumber === lineNumber)?.words
        const unit = order.lines.find(line => line.lineNumber === lineNumber)?.unit ?? ''
        const became = decidedText(one, unit) ?? outcomeText(outcome, order.side)
        const byPart = called === undefined ? undefined : m.orders_event_by_part({ called })
        const text = [words, became, note, byPart].filter(Boolean).join(' · ')
        return <List.Item key={lineNumber}>{m.orders_event_line({ n: lineNumber, outcome: text })}</List.Item>
      })}
      {told ? <List.Item>{told}</List.Item> : null}
    </List>
  )
}

/** How a partner heard of a decision that does not hear of it here. */
function toldText({ data: { told } }: HistoryRow): string | undefined {
  if (told === 'mail') return m.orders_event_told_mail()
  return told === 'nobody' ? m.orders_event_told_nobody() : undefined
}

/** What of cancelled lines was on its way. */
function staysTexts({ data }: HistoryRow, { lines }: OrderDetail): string[] {
  const told = (data.lines as { lineNumber: number; stays?: Promised[] }[] | undefined) ?? []
  return told.flatMap(({ lineNumber, stays = [] }) => {
    const unit = lines.find(line => line.lineNumber === lineNumber)?.unit ?? ''
    return stays.length > 0 ? [m.orders_event_stays({ n: lineNumber, what: spoken(stays, unit) })] : []
  })
}

/** A decision with what it was about; undefined where nothing of that is kept. */
function decidedText({ act, promised }: ToldLine, unit: string): string | undefined {
  if (!act || !promised) return undefined
  const what = spoken(promised, unit)
  switch (act) {
    case 'accept':
      return m.orders_event_accepted({ what })
    case 'reject':
      return m.orders_event_not_accepted({ what })
    case 'counter':
      return m.orders_event_countered({ what })
  }
}
