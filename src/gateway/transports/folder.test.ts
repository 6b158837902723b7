// Files are taken when nobody writes them any more, once, and what leaves is there whole or not at all.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Exchange, newSubject, openExchange, said855 } from '../../../test/exchange.ts'
import { announce } from '../../kernel/events.ts'
import { gatewayReactions, queueDocument } from '../index.ts'
import { watchFolders } from './folder.ts'
import { foldersOf } from './folder-place.ts'

let exchange: Exchange
let base: string
let control = 0
let watcher: { stop(): Promise<void> } | undefined

beforeAll(async () => {
  exchange = await openExchange({}, gatewayReactions)
  await exchange.agree({ transport: 'folder' })
  base = join(exchange.folderRoot, 'velowerk/nordlicht')
  mkdirSync(join(base, 'in'), { recursive: true })
})
afterEach(() => watcher?.stop())
afterAll(() => exchange.close())

const complaints: string[] = []
const log = {
  warn: (_: object, text: string) => complaints.push(text),
  error: (o: object, text: string) => complaints.push(`${text} ${JSON.stringify(o)}`),
}
const watch = (unfinishedMs = 60_000, settleMs = 500) => {
  const { worker: db, folderRoot } = exchange
  watcher = watchFolders({ db, folderRoot, log, pollMs: 40, unfinishedMs, settleMs })
}
const drop = (name: string, bytes: Buffer | string) => writeFileSync(join(base, 'in', name), bytes)
const names = (folder: string) => (existsSync(join(base, folder)) ? readdirSync(join(base, folder)) : [])
const received = async (number: number) =>
  await exchange.rows<{ id: string; repeats: number; status: string }>(
    `select * from interchanges where direction = 'in' and control = $1`,
    [String(number).padStart(9, '0')],
  )
async function until(what: () => Promise<boolean> | boolean): Promise<void> {
  for (let i = 0; i < 200; i++) {
    if (await what()) return
    await pause(25)
  }
  throw new Error(`it never came to pass; the log says: ${complaints.join('; ')}`)
}

test('a dropped file is taken, archived, and answered by a 997 in a file', async () => {
  watch()
  control += 1
  drop('their name.edi', said855({ control, orders: ['PO1'] }))
  await until(async () => (await received(control)).length === 1 && names('in').length === 0)
  await exchange.work()
  const [row] = await received(control)
  expect(row?.status).toBe('applied')
  await until(() => names('archive').includes(`${row?.id}.edi`))
  expect(names('out')).toEqual(['000000001-997.edi'])
  expect(readFileSync(join(base, 'out', '000000001-997.edi'), 'utf8')).toContain('AK9*A*1*1*1')
})

test('a file that is still being written is left until it is whole', async () => {
  watch()
  control += 1
  const bytes = said855({ control, orders: ['PO2'] })
  drop('slow.edi', bytes.subarray(0, 200))
  await pause(400)
  expect(await received(control)).toEqual([])
  drop('slow.edi', bytes)
  await until(async () => (await received(control)).length === 1)
})

test('a file without an end that nobody finishes is taken as it is, and refused in words', async () => {
  watch(0)
  control += 1
  drop('broken.edi', said855({ control, orders: ['PO3'] }).subarray(0, 200))
  await until(async () => (await received(control)).length === 1)
  await exchange.work()
  expect((await received(control))[0]?.status).toBe('rejected')
})

test('unfinished names and hidden files are left alone', async () => {
  watch(0)
  control += 1
  for (const name of ['.hidden', 'a.tmp', 'b.part', 'c.filepart']) drop(name, said855({ control }))
  await pause(300)
  expect(await received(control)).toEqual([])
  for (const name of ['.hidden', 'a.tmp', 'b.part', 'c.filepart']) unlinkSync(join(base, 'in', name))
})

test('the same file again: the same 997 under the same control number, one effect', async () => {
  watch()
  control += 1
  const bytes = said855({ control, orders: ['PO5'] })
  drop('first.edi', bytes)
  await until(async () => (await received(control)).length === 1 && names('in').length === 0)
  await exchange.work()
  const [row] = await received(control)
  const [sent] = await exchange.rows<{ control: string }>(`select control from interchanges where related_id = $1`, [
    row?.id,
  ])
  const name = `${sent?.control}-997.edi`
  const before = readFileSync(join(base, 'out', name))
  unlinkSync(join(base, 'out', name))
  const delivered = async () =>
    (
      await exchange.rows<{ delivery: string }>(
        `select delivery from interchanges where control = $1 and direction = 'out'`,
        [sent?.control],
      )
    )[0]?.delivery
  await until(async () => (await delivered()) === 'delivered')
  for (let i = 0; i < 5; i++) {
    drop(`again-${i}.edi`, bytes)
    await until(() => names('in').length === 0)
  }
  await exchange.work()
  expect(readFileSync(join(base, 'out', name)).equals(before)).toBe(true)
  expect((await received(control))[0]?.repeats).toBe(5)
  expect((await exchange.effects()).filter(order => order === 'PO5')).toHaveLength(1)
})

test('two workers watch one folder and take each file once', async () => {
  const two = [0, 1].map(() => watchFolders({ db: exchange.worker, folderRoot: exchange.folderRoot, log, pollMs: 20 }))
  const numbers = Array.from({ length: 20 }, () => ++control)
  for (const number of numbers) drop(`${number}.edi`, said855({ control: number, orders: [`PO${number}`] }))
  await until(() => names('in').length === 0)
  await Promise.all(two.map(one => one.stop()))
  await exchange.work()
  for (const number of numbers) expect(await received(number)).toHaveLength(1)
})

test('an order leaves by folder: whole, under a name of ours, delivered when it is gone', async () => {
  const id = await exchange.web.withTenant(exchange.buyer, tx =>
    queueDocument(tx, { setId: '850', subject: newSubject(), relationship: exchange.relationship }),
  )
  await exchange.work()
  const file = names('out').find(name => name.endsWith('-850.edi')) ?? ''
  expect(readFileSync(join(base, 'out', file), 'utf8')).toMatch(/^ISA\*[\s\S]*IEA\*/)
  expect(names('out').filter(name => name.startsWith('.'))).toEqual([])
  const facts = async () =>
    (await exchange.rows<{ type: string }>(`select type from events where subject_id = $1 order by seq`, [id])).map(
      one => one.type,
    )
  expect(await facts()).toContain('document.collectable')
  watch()
  unlinkSync(join(base, 'out', file))
  await until(async () => (await facts()).includes('document.delivered'))
})

test('a file that takes the name of one being read is read in its turn', async () => {
  watch()
  const [first, second] = [++control, ++control]
  await exchange.rows('begin')
  await exchange.rows('lock table interchanges in exclusive mode')
  drop('same name.edi', said855({ control: first, orders: ['PO71'] }))
  await until(async () => (await exchange.rows(`select from pg_locks where not granted`)).length > 0)
  writeFileSync(join(base, 'next.tmp'), said855({ control: second, orders: ['PO72'] }))
  renameSync(join(base, 'next.tmp'), join(base, 'in', 'same name.edi'))
  await exchange.rows('commit')
  await until(async () => (await received(first)).length === 1 && (await received(second)).length === 1)
  await until(() => names('in').length === 0 && names('.taking').length === 0)
})

test('a writer that pauses after an interchange and goes on loses nothing of its file', async () => {
  watch(60_000, 1_500)
  const [first, second] = [++control, ++control]
  const file = await open(join(base, 'in', 'two.edi'), 'w')
  await file.writeFile(said855({ control: first, orders: ['PO73'] }))
  await until(async () => (await received(first)).length === 1 && names('in').length === 0)
  await file.writeFile(said855({ control: second, orders: ['PO74'] }))
  await file.close()
  await until(async () => (await received(second)).length === 1)
  await until(() => names('.taking').length === 0)
})

test('what a killed worker had moved away and not read is read by the next', async () => {
  control += 1
  mkdirSync(join(base, '.taking'), { recursive: true })
  const bytes = said855({ control, orders: ['PO75'] })
  writeFileSync(join(base, '.taking', `0190f3a0-0000-7000-8000-000000000001~17~1.5~left.edi`), bytes)
  watch()
  await until(async () => (await received(control)).length === 1 && names('.taking').length === 0)
})

test('a file that cannot be stored gives way: refused with the reason beside it, and those behind it are taken', async () => {
  const poison = String(++control).padStart(9, '0')
  control += 1
  await exchange.rows(`alter table interchanges add constraint poison check (control <> '${poison}')`)
  watch()
  drop('a poison.edi', said855({ control: control - 1, orders: ['PO76'] }))
  drop('b good.edi', said855({ control, orders: ['PO77'] }))
  await until(async () => (await received(control)).length === 1)
  await until(() => names('refused').includes('a poison.edi'))
  await exchange.rows(`alter table interchanges drop constraint poison`)
  expect(readFileSync(join(base, 'refused', 'a poison.edi.txt'), 'utf8')).toContain('could not store it')
  expect(names('in')).toEqual([])
})

async function ordered(): Promise<{ id: string; control: string }> {
  const id = await exchange.web.withTenant(exchange.buyer, tx =>
    queueDocument(tx, { setId: '850', subject: newSubject(), relationship: exchange.relationship }),
  )
  await exchange.work()
  const [row] = await exchange.rows<{ id: string; control: string }>(
    `select i.id, i.control from interchanges i join documents d on d.interchange_id = i.id where d.id = $1`,
    [id],
  )
  return row ?? { id: '', control: '' }
}
const deliveryOf = async ({ id }: { id: string }) =>
  (
    await exchange.rows<{ delivery: string; delivery_error: string | null }>(
      `select * from interchanges where id = $1`,
      [id],
    )
  )[0]
const outOf = (folder: string) => {
  const out = join(exchange.folderRoot, folder, 'out')
  return existsSync(out) ? readdirSync(out) : []
}

test('a folder that is missing is an error that shows, never a delivery', async () => {
  const order = await ordered()
  const away = `${base}-away`
  renameSync(base, away)
  watch()
  await until(async () => (await deliveryOf(order))?.delivery_error?.includes('is not there') === true)
  // A mount point that is empty is no better.
  mkdirSync(join(base, 'out'), { recursive: true })
  await pause(200)
  expect((await deliveryOf(order))?.delivery).toBe('collectable')
  renameSync(base, `${base}-underneath`)
  renameSync(away, base)
  await until(async () => (await deliveryOf(order))?.delivery_error === null)
  expect((await deliveryOf(order))?.delivery).toBe('collectable')
  unlinkSync(join(base, 'out', `${order.control}-850.edi`))
  await until(async () => (await deliveryOf(order))?.delivery === 'delivered')
})

test('what was withdrawn before it was collected is taken out of the folder', async () => {
  const order = await ordered()
  expect(names('out')).toContain(`${order.control}-850.edi`)
  await exchange.rows(`update interchanges set delivery = null where id = $1`, [order.id])
  watch()
  await until(() => !names('out').includes(`${order.control}-850.edi`))
})

const tell = (changed: string[]) =>
  exchange.web.withTenant(exchange.buyer, tx =>
    announce(tx, {
      type: 'partner.profile-changed',
      subject: { kind: 'relationship', id: exchange.relationship.id },
      parties: [exchange.buyer.orgId, exchange.supplier.orgId],
      at: tx.now,
      data: { changed },
    }),
  )

test('what waits in a folder is written into the new one when the folder changes', async () => {
  const order = await ordered()
  await exchange.agree({ folder: 'velowerk/renamed' })
  await tell(['folder'])
  expect((await deliveryOf(order))?.delivery).toBe('queued')
  watch()
  await until(() => existsSync(join(exchange.folderRoot, 'velowerk/renamed/out')))
  await exchange.work()
  expect(outOf('velowerk/renamed')).toContain(`${order.control}-850.edi`)
  await pause(200)
  expect((await deliveryOf(order))?.delivery).toBe('collectable')
  await exchange.agree({ folder: 'velowerk/nordlicht' })
  await tell(['folder'])
})

test('what waited to be fetched over HTTPS is written when the partner changes to files', async () => {
  await exchange.agree({ transport: 'https' })
  const order = await ordered()
  expect((await deliveryOf(order))?.delivery).toBe('collectable')
  await exchange.agree({ transport: 'folder' })
  // Even when nobody told of the change: what was never written here is not what was collected here.
  watch()
  await until(async () => (await deliveryOf(order))?.delivery === 'queued')
  await exchange.work()
  expect(names('out')).toContain(`${order.control}-850.edi`)
  expect((await deliveryOf(order))?.delivery).toBe('collectable')
})

test('no path leads out of the root', () => {
  for (const folder of ['../elsewhere', '/etc', 'a/../../b', '..', '.', ''])
    expect(foldersOf('/srv/edi', { folder })).toBeUndefined()
  expect(foldersOf('/srv/edi', { folder: 'velowerk/nordlicht' })?.in).toBe('/srv/edi/velowerk/nordlicht/in')
})
