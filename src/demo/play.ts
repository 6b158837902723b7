// Plays the story through the real verbs, each act at its time.
import { randomUUID } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { addWorkingMinutes, type WorkCalendar, weekdays } from '../calendars/index.ts'
import type { Database, Tx } from '../kernel/db.ts'
import { isRefusal, type Refusal, Refused } from '../kernel/errors.ts'
import { addDays, instantOf, localDateOf, weekdayOf } from '../kernel/time.ts'
import { answer, cancel, type Decision, decide, getOrder, issue, type OrderDetail, view } from '../orders/index.ts'
import { onTheWay, publish } from '../shipments/index.ts'
import { catalogue, type SupplierKey } from './catalogue.ts'
import type { TimeMachine } from './clock.ts'
import { createPartner, type LineAnswer } from './partner.ts'
import { overHttps, throughFolder } from './partner-transport.ts'
import { story, type Told, type Turn, today } from './story.ts'
import { partnerIdentities, velowerkIdentity, type World } from './world.ts'

export interface Stage {
  db: Database
  world: World
  url: string
  folderRoot: string
  time: TimeMachine
  /** The control numbers of each supplier's system. */
  numbers(key: SupplierKey): { next(): number }
}

const openings: Record<SupplierKey, { zone: string; open: string; close: string }> = {
  nordlicht: { zone: 'Europe/Berlin', open: '07:30', close: '16:30' },
  forja: { zone: 'Europe/Madrid', open: '08:00', close: '17:00' },
  wheelworks: { zone: 'America/Detroit', open: '08:00', close: '17:00' },
  taichung: { zone: 'Asia/Taipei', open: '08:30', close: '17:30' },
  sattel: { zone: 'Europe/Berlin', open: '08:00', close: '17:00' },
}

const calendarOf = (key: SupplierKey): WorkCalendar => {
  const { zone, open, close } = openings[key]
  return { id: key, version: 1, name: key, zone, week: weekdays({ open, close }), holidays: [], extra: [] }
}

export interface Scene {
  at: Date
  act: () => Promise<void>
}

/** The last three weeks, ending now. */
export async function playHistory(stage: Stage, now: Date, more: readonly Scene[] = []): Promise<void> {
  const cast = castOf(stage)
  const scenes = [...story.flatMap(told => scenesOf(stage, cast, told, now)), ...more].filter(scene => scene.at < now)
  for (const scene of scenes.toSorted((a, b) => a.at.getTime() - b.at.getTime())) {
    await stage.time.travelTo(scene.at)
    await scene.act()
  }
  await stage.time.settle()
}

/** What is called off on the day the demo is opened. */
export async function playToday({ db, world }: Pick<Stage, 'db' | 'world'>): Promise<void> {
  for (const told of today) await db.withTenant(world.buyer, tx => issueTold(tx, world, told))
  await db.withTenant(world.second.buyer, async tx => {
    const line = {
      itemId: world.second.itemId,
      quantity: '4',
      needBy: addDays(localDateOf(tx.now, 'Europe/Amsterdam'), 21),
    }
    fine(
      await issue(tx, {
        supplierId: world.second.forjaId,
        shipToSiteId: world.second.siteId,
        kind: 'call-off',
        lines: [line],
      }),
    )
  })
}

/** A call-off to the supplier who never answers: warned, late and escalated within three minutes. */
export async function callOffInVain({ db, world }: Pick<Stage, 'db' | 'world'>): Promise<void> {
  await db.withTenant(world.buyer, tx =>
    issueTold(tx, world, { supplier: 'sattel', lines: [['PST-1', 4]], needIn: 10 }),
  )
}

/** A supplier's system as it behaved in the past: each answer is known beforehand. */
interface PastSystem {
  knows(order: string, acts: LineAnswer, at: Date): void
  /** Fetches what waits, and sends what is due by then. */
  stepAt(at: Date): Promise<void>
}
type Cast = Record<'wheelworks' | 'taichung', PastSystem>

const castOf = (stage: Stage): Cast => ({
  wheelworks: pastSystem(stage, 'wheelworks'),
  taichung: pastSystem(stage, 'taichung'),
})

function pastSystem({ world, url, folderRoot, numbers, time }: Stage, key: 'wheelworks' | 'taichung'): PastSystem {
  let now = new Date(0)
  const answers = new Map<string, { acts: LineAnswer; at: Date }>()
  const { apiKey, folder } = world.suppliers[key]
  const partner = createPartner({
    us: partnerIdentities[key],
    them: velowerkIdentity,
    usage: 'P',
    transport: apiKey
      ? overHttps(url, apiKey)
      : throughFolder(join(folderRoot, folder ?? key), () => `${randomUUID()}.edi`),
    manner: {
      line: ({ number }) => answers.get(number)?.acts ?? { act: 'accept' },
      answerAfterMs: ({ number }) => {
        const told = answers.get(number)
        return told && Math.max(0, told.at.getTime() - now.getTime())
      },
    },
    clock: () => now,
    numbers: numbers(key),
  })
  return {
    knows: (order, acts, at) => void answers.set(order, { acts, at }),
    async stepAt(at) {
      now = at
      await partner.step()
      if (folder) await emptied(join(folderRoot, folder, 'in'))
      await time.settle()
    },
  }
}

/** Until what was put into a folder has been taken in: in the past, too, an answer arrives when it is sent. */
async function emptied(folder: string): Promise<void> {
  while ((await readdir(folder).catch(() => [])).some(name => !name.startsWith('.'))) await pause(50)
}

function scenesOf(stage: Stage, cast: Cast, told: Told, now: Date): Scene[] {
  const { db, world } = stage
  const calendar = calendarOf(told.supplier)
  const { zone, open } = openings[told.supplier]
  const opening = instantOf(workingDaysAgo(localDateOf(now, zone), told.daysAgo), open, zone)
  const issuedAt = later(opening, told.hour, calendar)
  const order: { id: string; number: string } = { id: '', number: '' }
  const machine = told.supplier === 'wheelworks' || told.supplier === 'taichung' ? cast[told.supplier] : undefined
  const begin: Scene = {
    at: issuedAt,
    act: async () => {
      Object.assign(order, await db.withTenant(world.buyer, tx => issueTold(tx, world, told)))
      const turn = told.turns.find(one => one.do === 'accept' || one.do === 'later' || one.do === 'split')
      if (!machine || !turn) return
      machine.knows(order.number, lineAnswer(turn), later(issuedAt, turn.after, calendar))
    },
  }
  const turns = told.turns.map((turn): Scene => {
    const at = later(issuedAt, turn.after, calendar)
    const byMachine = machine && (turn.do === 'accept' || turn.do === 'later' || turn.do === 'split')
    if (byMachine) return { at, act: () => machine.stepAt(at) }
    return { at, act: () => take(stage, told, order.id, turn) }
  })
  // A system fetches what waits within minutes, and answers in its own time.
  const fetched = new Date(issuedAt.getTime() + 4 * 60_000)
  return [begin, ...(machine ? [{ at: fetched, act: () => machine.stepAt(fetched) }] : []), ...turns]
}

const lineAnswer = (turn: Turn): LineAnswer =>
  turn.do === 'later' ? { act: 'later', days: turn.days } : turn.do === 'split' ? { act: 'split' } : { act: 'accept' }

async function issueTold(
  tx: Tx,
  world: World,
  told: Pick<Told, 'supplier' | 'lines' | 'needIn' | 'standalone' | 'note'>,
) {
  const needBy = addDays(localDateOf(tx.now, 'Europe/Berlin'), told.needIn)
  const lines = told.lines.map(([number, packs]) => {
    const item = catalogue.find(one => one.number === number)
    const itemId = world.items.get(number)
    if (!item || !itemId) throw new Error(`no item ${number} in the catalogue`)
    return { itemId, quantity: String(Math.max(item.minimum, packs * item.pack)), needBy }
  })
  const [shipToSiteId = ''] = world.siteIds
  return fine(
    await issue(tx, {
      supplierId: world.suppliers[told.supplier].id,
      kind: told.standalone ? 'standalone' : 'call-off',
      shipToSiteId,
      lines,
      ...(told.note ? { note: told.note } : {}),
    }),
  )
}

/** One turn of a person, on either side. */
async function take({ db, world }: Stage, told: Told, orderId: string, turn: Turn): Promise<void> {
  const supplier = world.suppliers[told.supplier].answerer
  const bySupplier = async (act: (tx: Tx, order: OrderDetail) => Promise<unknown>) => {
    if (!supplier) throw new Error(`${told.supplier} has nobody in the portal`)
    await db.withTenant(supplier, async tx => act(tx, await getOrder(tx, orderId)))
  }
  const byBuyer = (act: (tx: Tx, order: OrderDetail) => Promise<unknown>) =>
    db.withTenant(world.buyer, async tx => act(tx, await getOrder(tx, orderId)))
  switch (turn.do) {
    case 'view':
      return await bySupplier(tx => view(tx, orderId))
    case 'accept':
    case 'later':
    case 'split':
    case 'less':
    case 'reject':
      return await bySupplier(async (tx, order) => fine(await answer(tx, answerTo(order, turn, tx.now), onTheWay)))
    case 'ship':
      return await bySupplier(async (tx, order) => fine(await publish(tx, noticeOf(order, turn.lines, tx.now))))
    case 'agree':
    case 'refuse':
    case 'counter':
      return void (await byBuyer(async (tx, order) => fine(await decide(tx, decisionOn(order, turn), onTheWay))))
    case 'cancel':
      return void (await byBuyer(async (tx, order) =>
        fine(
          await cancel(
            tx,
            {
              orderId,
              version: order.version,
              lineNumbers: order.lines.map(line => line.lineNumber),
              reason: turn.reason,
            },
            onTheWay,
          ),
        ),
      ))
  }
}

type SupplierTurn = Extract<Turn, { do: 'accept' | 'later' | 'split' | 'less' | 'reject' }>
type BuyerTurn = Extract<Turn, { do: 'agree' | 'refuse' | 'counter' }>

function answerTo(order: OrderDetail, turn: SupplierTurn, receivedAt: Date): Parameters<typeof answer>[1] {
  const open = order.lines.filter(line => line.at === 'awaiting-answer' || line.at === 'countered')
  return {
    orderId: order.id,
    versionAnswered: order.version,
    receivedAt,
    lines: open.map(line => ({ lineNumber: line.lineNumber, answer: actOf(line, turn) })),
  }
}

/** All that is promised of its first lines, a day on the road. */
function noticeOf({ id: orderId, number, shipTo, lines }: OrderDetail, many: number | undefined, receivedAt: Date) {
  const today = localDateOf(receivedAt, shipTo.zone)
  const items = lines
    .slice(0, many)
    .flatMap(({ lineNumber, promised }) => promised.map(({ quantity }) => ({ orderId, lineNumber, quantity })))
  const shipment = { shipDate: today, arrivalDate: addDays(today, 1), carrier: 'Spedition Kühn' }
  return { number: number.replace('CO', 'LS'), ...shipment, items, receivedAt }
}

function actOf({ quantity, needBy }: OrderDetail['lines'][number], turn: SupplierTurn) {
  const half = String(Math.floor(Number(quantity) / 2))
  const rest = String(Number(quantity) - Number(half))
  switch (turn.do) {
    case 'accept':
      return { act: 'accept' as const }
    case 'reject':
      return { act: 'reject' as const, reason: turn.reason }
    case 'later':
      return {
        act: 'propose' as const,
        promised: [{ quantity, date: addDays(needBy, turn.days) }],
        reason: turn.reason,
      }
    case 'less':
      return { act: 'propose' as const, promised: [{ quantity: half, date: needBy }], reason: turn.reason }
    case 'split':
      return {
        act: 'propose' as const,
        promised: [
          { quantity: half, date: needBy },
          { quantity: rest, date: addDays(needBy, 7) },
        ],
        reason: 'Half by the day you need it, half a week later.',
      }
  }
}

function decisionOn(order: OrderDetail, turn: BuyerTurn): Parameters<typeof decide>[1] {
  const decisions = order.lines.flatMap((line): Decision[] => {
    if (line.open?.by !== 'supplier') return []
    const { id } = line.open
    if (turn.do === 'agree') return [{ proposalId: id, act: 'accept' }]
    if (turn.do === 'refuse') return [{ proposalId: id, act: 'reject', note: 'We need all of it; please look again.' }]
    const promised = [{ quantity: line.quantity, date: addDays(line.needBy, turn.days) }]
    return [{ proposalId: id, act: 'counter', promised, note: 'Could you meet us halfway?' }]
  })
  return { orderId: order.id, version: order.version, decisions }
}

/** A refusal in the story is a mistake of the story. */
export function fine<T>(result: T | Refusal | Refusal[]): T {
  if (isRefusal(result)) throw new Refused([result])
  if (Array.isArray(result) && result.some(isRefusal)) throw new Refused(result.filter(isRefusal))
  return result as T
}

function later(from: Date, hours: number, calendar: WorkCalendar): Date {
  const at = addWorkingMinutes(from, Math.round(hours * 60), calendar)
  if (isRefusal(at)) throw new Refused([at])
  return at
}

export function workingDaysAgo(date: string, days: number): string {
  let day = date
  for (let left = days; left > 0 || weekdayOf(day) > 5; ) {
    day = addDays(day, -1)
    if (weekdayOf(day) <= 5) left -= 1
  }
  return day
}
