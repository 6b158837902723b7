// A gateway with a partner on the other side who speaks X12 with it: HTTP for real, and what the gateway was told to do.
import { randomUUID } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { may } from '../src/accounts/may.ts'
import { forecastsSamples } from '../src/forecasts/index.ts'
import type { OutboundWriter } from '../src/gateway/index.ts'
import { type GatewaySettings, gatewayRoutes, gatewayWork, oneByOne } from '../src/gateway/index.ts'
import type { Caller } from '../src/kernel/db.ts'
import { isRefusal } from '../src/kernel/errors.ts'
import { announce, type Reactions } from '../src/kernel/events.ts'
import { createHttp } from '../src/kernel/http.ts'
import { openLog } from '../src/kernel/log.ts'
import { ordersSamples } from '../src/orders/index.ts'
import { createApiKey, type Relationship, relationshipOf } from '../src/partners/index.ts'
import { loops, type SegmentToWrite, writeInterchange } from '../src/x12/index.ts'
import { runDueWork } from './run-due-work.ts'
import { openTrade, type Trade } from './trade.ts'

export interface Exchange extends Trade {
  app: FastifyInstance
  settings: GatewaySettings
  relationship: Relationship
  /** An operator of the buyer; calls of `asks` come from whoever `asker` is. */
  operator: Caller & { role: string; side: 'buyer' | 'supplier' }
  key: string
  folderRoot: string
  /** Does all due work, as workers would. */
  work(only?: (kind: string) => boolean): ReturnType<typeof runDueWork>
  /** What the business was told, in the order of its effects. */
  effects(): Promise<string[]>
  /** Changes what is agreed. */
  agree(change: Record<string, unknown>): Promise<void>
  /** Anything from the tables, seen by the owner. */
  rows<T>(sql: string, values?: unknown[]): Promise<T[]>
}

export const ours = { qualifier: 'ZZ', id: 'VELOWERK', groupId: '' }
export const theirs = { qualifier: 'ZZ', id: 'NORDLICHT', groupId: '' }

/** A business of one sentence: an 855 for an order that begins with PO is taken; `BOOM` throws; others wait. */
export const answered = oneByOne(async (tx, { set, group, relationship, receivedAt, documentId }) => {
  const order = loops(set, group).first('BAK')?.el(3) ?? ''
  await announce(tx, {
    type: 'test.answered',
    subject: { kind: 'order', id: documentId },
    parties: [relationship.buyerId, relationship.supplierId],
    at: receivedAt,
    data: { order },
  })
  if (order === 'BOOM') throw new Error('the business broke')
  if (!order.startsWith('PO')) return { needsAttention: `There is no order ${order}.` }
  return { applied: true, subject: { kind: 'order', id: documentId, label: order } }
})

export const ordered: OutboundWriter = async (_tx, { subjectId }) => {
  const number = `PO${subjectId.slice(0, 8).toUpperCase()}`
  const segments: SegmentToWrite[] = [
    ['BEG', '00', 'SA', number, '', '20260302'],
    ['PO1', '1', '120', 'EA', '', '', 'BP', 'HUB-36'],
    ['CTT', '1'],
  ]
  return { setId: '850', functionalId: 'PO', segments, label: number }
}

export async function openExchange(more: Partial<GatewaySettings> = {}, reactions: Reactions = {}): Promise<Exchange> {
  const trade = await openTrade(reactions)
  const folderRoot = mkdtempSync(join(tmpdir(), 'pullwire-folders-'))
  const settings: GatewaySettings = {
    inbound: { '855': answered },
    outbound: { '850': ordered },
    egressAllow: ['127.0.0.1'],
    folderRoot,
    ...more,
  }
  const person = await trade.addPerson(trade.buyer.orgId, 'Oscar Operator', 'operator')
  const operator = { ...person, role: 'operator', side: 'buyer' as const }
  const app = await createHttp({
    db: trade.web,
    door: { identify: async () => operator, may: (asker, act) => may(asker.role, act) },
    log: openLog(process.env.TEST_LOG ?? 'silent'),
    origins: ['https://portal.example'],
    trustProxy: false,
    secure: false,
  })
  gatewayRoutes(app, { ...settings, samples: { ...ordersSamples, ...forecastsSamples } })
  await app.ready()
  const rows = async <T>(sql: string, values: unknown[] = []) => (await trade.owner.query(sql, values)).rows as T[]
  const exchange: Exchange = {
    ...trade,
    app,
    settings,
    operator,
    folderRoot,
    key: '',
    relationship: undefined as unknown as Relationship,
    rows,
    work: only => runDueWork(trade.worker, gatewayWork(settings), only),
    effects: async () =>
      (
        await rows<{ order: string }>(
          `select data->>'order' as order from events where type = 'test.answered' order by seq`,
        )
      ).map(row => row.order),
    agree: async change => {
      for (const [column, value] of Object.entries(change)) {
        const json = typeof value === 'object' && value !== null
        await trade.owner.query(`update relationships set ${column} = $1 where supplier_id = $2`, [
          json ? JSON.stringify(value) : value,
          trade.supplier.orgId,
        ])
      }
      exchange.relationship = await relationship(exchange)
    },
    close: async () => {
      await app.close()
      await trade.close()
      await rm(folderRoot, { recursive: true, force: true })
    },
  }
  await exchange.agree({
    transport: 'https',
    usage: 'P',
    our_identity: ours,
    their_identity: theirs,
    documents: { order: '850', answer: '855', forecast: 'portal', commit: 'none' },
    folder: 'velowerk/nordlicht',
  })
  const made = await trade.web.withTenant({ ...trade.buyer, channel: 'portal' }, tx =>
    createApiKey(tx, exchange.relationship.id),
  )
  if (isRefusal(made)) throw new Error(made.detail)
  exchange.key = made.key
  return exchange
}

const relationship = async ({ web, buyer, supplier }: Trade): Promise<Relationship> => {
  const found = await web.withTenant(buyer, tx => relationshipOf(tx, buyer.orgId, supplier.orgId))
  if (!found) throw new Error('no relationship')
  return found
}

export interface Said {
  /** ISA13 and GS06. */
  control?: number
  usage?: 'P' | 'T'
  sender?: string
  ackRequested?: boolean
  /** Several documents, each for an order. */
  orders?: string[]
  /** Code of BAK02. */
  code?: string
}

/** An 855 from the partner. */
export function said855({
  control = 1,
  usage = 'P',
  sender = theirs.id,
  ackRequested = false,
  orders = ['PO1'],
  code = 'AD',
}: Said = {}): Buffer {
  const sets = orders.map((order, i) => ({
    id: '855',
    control: String(i + 1).padStart(4, '0'),
    segments: [
      ['BAK', '00', code, order, '20260302'],
      ['PO1', '1', '120', 'EA', '', '', 'BP', 'HUB-36'],
      ['ACK', 'IA', '120', 'EA', '067', '20260309'],
      ['CTT', '1'],
    ] as SegmentToWrite[],
  }))
  return Buffer.from(writeInterchange(envelope({ control, usage, sender, ackRequested }), 'PR', sets))
}

export const envelope = ({ control = 1, usage = 'P', sender = theirs.id, ackRequested = false }: Said) => ({
  senderQualifier: 'ZZ',
  senderId: sender,
  receiverQualifier: ours.qualifier,
  receiverId: ours.id,
  gsSender: sender,
  gsReceiver: ours.id,
  interchangeControl: String(control).padStart(9, '0'),
  groupControl: String(control),
  usage,
  version: '004010',
  date: '20260302',
  time: '0930',
  ackRequested,
})

export const post = (
  exchange: Pick<Exchange, 'app' | 'key'>,
  payload: Buffer | string,
  headers: Record<string, string> = {},
) =>
  exchange.app.inject({
    method: 'POST',
    url: '/edi/v1/interchanges',
    headers: { authorization: `Bearer ${exchange.key}`, 'content-type': 'application/edi-x12', ...headers },
    payload,
  })

export const newSubject = () => ({ kind: 'order', id: randomUUID(), label: 'PO-NEW' })
