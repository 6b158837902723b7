// Deliveries in the simulated world: agreed on, moved and given up; and ship notices, which come in time, late or never, of
// all or of a part, by people or by systems, and are taken back.
import { eq } from 'drizzle-orm'
import type { Tx } from '../../src/kernel/db.ts'
import { isRefusal } from '../../src/kernel/errors.ts'
import { newId } from '../../src/kernel/ids.ts'
import { cancelNotice, publish } from '../../src/shipments/index.ts'
import { shipNotices } from '../../src/shipments/tables.ts'
import type { Random } from '../fuzz/random.ts'
import { befall } from './acts.ts'
import { randomSort } from './agreements.ts'
import { arrive } from './arrivals.ts'
import { expectedOf } from './expected.ts'
import { agreeLines, type LineFact, placeOrders } from './order-rows.ts'
import { afterWord, type Deal, type Line } from './promises.ts'
import { begin, type Ground, inTurn, type Relationship, type Subject, termsAnew, termsOf } from './relationship.ts'
import type { Sort } from './terms.ts'
import { type Said, termsNow } from './told.ts'

const SECOND = 1_000
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** Deliveries are agreed on for so many days from now. */
const AHEAD_DAYS = 20

interface Order extends Subject {
  sort: Sort
  deal: Deal
}

/** Orders that a supplier accepts in one moment; what becomes of each from then on is put down. */
export async function agreeDeliveries(ground: Ground, relationship: Relationship, size: number): Promise<void> {
  const { random, db } = ground
  const orders = Array.from({ length: size }, () => newOrder(ground, relationship))
  const placed = orders.map(({ id, sort, deal: { lines } }) => ({ id, sort, lines }))
  await db.withTenant(relationship.buyer, tx => placeOrders(tx, relationship.parties, placed))
  const late = random.int(3) * MINUTE
  await inTurn(relationship, async () => {
    await agree(ground, orders, { by: 'supplier', type: 'order.answered', late })
    for (const order of orders) ground.subjects.add(order)
  })
  for (const order of orders) plan(ground, order)
}

function newOrder({ random, schedule }: Ground, relationship: Relationship): Order {
  const lines = Array.from({ length: 1 + random.int(2) }, (_, i) => {
    const line: Line = { id: newId(), number: i + 1, deliveries: [] }
    for (let many = 1 + random.int(2); many > 0; many--) addDelivery(line, random, schedule.now)
    return line
  })
  const sort = randomSort(random, relationship.groups)
  return { id: newId(), kind: 'ship-notice', relationship, told: [], sort, deal: { lines, shipments: [], deeds: 0 } }
}

/** Another delivery on a day that has none: soon, late, or when its notice would have been due already. */
function addDelivery({ deliveries }: Line, random: Random, now: number, pieces = 1 + random.int(9)): void {
  const day = new Date(now + random.int(AHEAD_DAYS) * DAY).toISOString().slice(0, 10)
  if (deliveries.every(each => each.day !== day)) deliveries.push({ day, pieces })
  deliveries.sort((a, b) => (a.day < b.day ? -1 : 1))
}

// ── What is put down ───────────────────────────────────────────────────────────────────────────

function plan(ground: Ground, order: Order): void {
  const { random, schedule } = ground
  const { now } = schedule
  const dues = order.told.map(told => expectedOf(termsNow(told), []).due)
  const last = Math.max(now + DAY, ...dues)
  /** Until so many hundredths of the time until the last is due. */
  const until = (percent: number) => now + ((last - now) * random.int(percent)) / 100
  const perhaps = (share: number, at: number, act: Deed) => random.chance(share) && put(ground, order, at, act)
  for (const line of order.deal.lines) {
    perhaps(0.25, until(110), () => changeDeliveries(ground, order, line))
    perhaps(0.08, until(130), () => cancelLines(ground, order, [line]))
    perhaps(0.15, until(100), () => sayAgain(ground, order))
    perhaps(0.8, until(random.pick([95, 95, 150])), () => ship(ground, order))
    perhaps(0.2, until(150), () => takeBack(ground, order))
  }
  for (const due of dues) perhaps(0.1, due - 10 + random.int(20), () => ship(ground, order))
  put(ground, order, last + HOUR + random.int(2 * DAY), () => windUp(ground, order))
  for (const told of order.told) befall(ground, { subject: order, told })
}

type Deed = () => Promise<unknown>

/** Once nothing more is to be done with it, it is judged. */
function put(ground: Ground, order: Order, at: number, act: Deed): void {
  const { deal } = order
  deal.deeds++
  const done = () => --deal.deeds === 0 && ground.over(order)
  ground.schedule.at(at, () => begin(ground, () => act().finally(done)))
}

/** Late, but it comes; or it is given up, sometimes long after. */
function windUp(ground: Ground, order: Order, isAtLast = false): Promise<unknown> {
  const { random, schedule } = ground
  if (random.chance(0.3) || isAtLast) return cancelLines(ground, order, order.deal.lines)
  if (random.chance(0.05)) {
    put(ground, order, schedule.now + random.int(5 * DAY), () => windUp(ground, order, true))
    return Promise.resolve()
  }
  return inTurn(order.relationship, () => shipNow(ground, order, { isWhole: true }))
}

// ── What is agreed ─────────────────────────────────────────────────────────────────────────────

interface Agreeing {
  by: 'buyer' | 'supplier'
  type: LineFact
  /** All, where it is not said. */
  lines?: readonly Line[]
  /** So long ago it was received. */
  late?: number
}

/** One word on lines of some orders: as they are agreed by now. */
async function agree(ground: Ground, orders: readonly Order[], { by, type, lines, late = 0 }: Agreeing): Promise<void> {
  const { parties, [by]: caller } = (orders[0] as Order).relationship
  const at = await ground.db.withTenant(caller, async tx => {
    const said = new Date(tx.now.getTime() - late)
    for (const { id, deal } of orders)
      await agreeLines(tx, parties, { orderId: id, type, lines: lines ?? deal.lines, at: said })
    return said.getTime()
  })
  for (const order of orders) await writeDown(ground, order, at, lines ?? order.deal.lines)
}

/** What is to be expected from now on. `lines`: that it spoke of; undefined: it spoke of what is on its way. */
async function writeDown(
  { stage, schedule }: Ground,
  order: Order,
  at: number,
  lines?: readonly Line[],
): Promise<void> {
  const { relationship, kind, id, sort, deal } = order
  const committed = schedule.now
  const start = Math.floor(at / SECOND) * SECOND
  const lives = await stage.lives(id)
  afterWord({ name: `${kind} ${id}`, told: order.told }, deal, {
    ...{ at, committed, lines: lines?.map(({ number }) => number) },
    termsFor: day =>
      relationship.takesNotices
        ? termsOf(relationship, { kind, start, sort, delivery: { day, since: start } })
        : undefined,
    movedTo: (terms, day) => termsAnew(relationship, { ...terms, delivery: { day, since: at } }),
    stateOf: round => lives.find(each => each.round === round)?.state ?? '',
  })
}

/** Another day, which is the same promise still; one more, or one less. */
function changeDeliveries(ground: Ground, order: Order, line: Line): Promise<void> {
  const { random, schedule } = ground
  return inTurn(order.relationship, async () => {
    const { deliveries } = line
    const gone = deliveries.length > 0 && random.chance(0.85) ? random.pick(deliveries) : undefined
    if (deliveries.length === 0) return
    if (gone) deliveries.splice(deliveries.indexOf(gone), 1)
    if (deliveries.length === 0 || random.chance(0.9)) addDelivery(line, random, schedule.now, gone?.pieces)
    await agree(ground, [order], { by: 'buyer', type: 'order.decided', lines: [line] })
  })
}

/** An answer that says what is agreed. */
const sayAgain = (ground: Ground, order: Order): Promise<void> =>
  inTurn(order.relationship, () => agree(ground, [order], { by: 'supplier', type: 'order.answered' }))

function cancelLines(ground: Ground, order: Order, lines: readonly Line[]): Promise<void> {
  return inTurn(order.relationship, () => {
    for (const line of lines) line.deliveries = []
    return agree(ground, [order], { by: 'buyer', type: 'order.cancelled', lines })
  })
}

// ── What is on its way ─────────────────────────────────────────────────────────────────────────

/** By people, or by a system. */
function ship(ground: Ground, order: Order): Promise<unknown> {
  const { random } = ground
  const { relationship } = order
  const isWhole = random.chance(0.6)
  if (random.chance(0.7)) return inTurn(relationship, () => shipNow(ground, order, { isWhole }))
  const instead = () =>
    random.chance(0.6)
      ? inTurn(relationship, () => shipNow(ground, order, { isWhole: true }))
      : cancelLines(ground, order, order.deal.lines)
  return arrive(ground, relationship, {
    ...{ setId: '856', subjects: [order] },
    apply: (received, keep) => inTurn(relationship, () => shipNow(ground, order, { isWhole, received, keep })),
    meanwhile: at => put(ground, order, at, instead),
  })
}

interface Shipping {
  /** All that is open, or some of it. */
  isWhole: boolean
  received?: Date
  keep?: (tx: Tx) => Promise<string[]>
}

async function shipNow(ground: Ground, order: Order, { isWhole, received, keep }: Shipping): Promise<Said | undefined> {
  const { random, db, surprises } = ground
  const { relationship, deal, id: orderId } = order
  const items = relationship.takesNotices ? openOf(deal).filter(() => isWhole || random.chance(0.6)) : []
  for (const item of items) if (!isWhole) item.pieces = 1 + random.int(item.pieces)
  const said = await db.withTenant(relationship.supplier, async tx => {
    const receivedAt = received ?? tx.now
    const noticeId = items.length > 0 ? await published(tx, orderId, { items, receivedAt }) : undefined
    const [documentId] = (await keep?.(tx)) ?? []
    if (noticeId && documentId) await tx.update(shipNotices).set({ documentId }).where(eq(shipNotices.id, noticeId))
    return { noticeId, at: receivedAt.getTime() }
  })
  if (items.length === 0) return undefined
  const { noticeId, at } = said
  if (noticeId === undefined) {
    surprises.push(`${order.id}: a ship notice was refused`)
    return undefined
  }
  deal.shipments.push(...items.map(item => ({ id: noticeId, received: at, ...item })))
  await writeDown(ground, order, at)
  return { id: noticeId, lines: items.map(({ line }) => line), isBack: false }
}

interface Item {
  line: number
  pieces: number
}

/** Of which lines how much is agreed and not on its way. */
const openOf = ({ lines, shipments }: Deal): Item[] =>
  lines
    .map(({ number, deliveries }) => {
      const left = shipments.filter(({ line }) => line === number)
      return { line: number, pieces: piecesOf(deliveries) - piecesOf(left) }
    })
    .filter(({ pieces }) => pieces > 0)

const piecesOf = (all: readonly { pieces: number }[]) => all.reduce((sum, { pieces }) => sum + pieces, 0)

async function published(
  tx: Tx,
  orderId: string,
  { items, receivedAt }: { items: readonly Item[]; receivedAt: Date },
): Promise<string | undefined> {
  const today = receivedAt.toISOString().slice(0, 10)
  const said = await publish(tx, {
    ...{ number: newId().slice(-12), shipDate: today, arrivalDate: today, receivedAt },
    items: items.map(({ line, pieces }) => ({ orderId, lineNumber: line, quantity: String(pieces) })),
  })
  return Array.isArray(said) ? undefined : said.noticeId
}

/** A ship notice is cancelled: nothing of it was loaded. What stood still when it came is left alone. */
function takeBack(ground: Ground, order: Order): Promise<void> {
  const { random, db, surprises } = ground
  const { relationship, deal, told } = order
  return inTurn(relationship, async () => {
    const stoodStill = told.some(({ ended, pauses }) => ended && pauses.some(({ resumed }) => resumed === undefined))
    if (deal.shipments.length === 0 || stoodStill) return
    const { id: noticeId } = random.pick(deal.shipments)
    const said = await db.withTenant(relationship.supplier, async tx => ({
      ...{ refused: isRefusal(await cancelNotice(tx, { noticeId, reason: 'Not loaded' })), at: tx.now.getTime() },
    }))
    if (said.refused) return void surprises.push(`${noticeId}: was not taken back`)
    deal.shipments = deal.shipments.filter(({ id }) => id !== noticeId)
    for (const { notice } of told.flatMap(({ documents }) => documents))
      if (notice?.id === noticeId) notice.isBack = true
    await writeDown(ground, order, said.at)
  })
}
