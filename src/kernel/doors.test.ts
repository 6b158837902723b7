// Outages of a door: counted when it was really closed, and only then.
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../test/database.ts'
import { until } from '../../test/until.ts'
import { type Database, openDatabase } from './db.ts'
import { beat, keepOpen, outagesOf } from './doors.ts'

const T0 = Date.parse('2027-03-01T08:00:00Z')
const at = (seconds: number) => new Date(T0 + seconds * 1_000)
const log = { warn: () => undefined }
let fresh: FreshDatabase
let web: Database
let owner: pg.Client

beforeAll(async () => {
  fresh = await freshDatabase()
  web = openDatabase({ url: fresh.webUrl, reactions: {} })
  owner = new pg.Client({ connectionString: fresh.ownerUrl })
  await owner.connect()
})
afterAll(async () => {
  await web.close()
  await owner.end()
  await fresh.drop()
})
beforeEach(() => owner.query('delete from outages; delete from door_beats'))

async function setNow(seconds: number) {
  await owner.query('delete from kernel.clock_shift')
  await owner.query('insert into kernel.clock_shift select $1::timestamptz - statement_timestamp()', [at(seconds)])
}
async function beatAt(seconds: number, mayHaveBeenClosed = true) {
  await setNow(seconds)
  await web.withNaming({}, tx => beat(tx, 'web', mayHaveBeenClosed))
}
const outages = (door: 'web' | 'folder' = 'web') =>
  web.withNaming({}, async tx => {
    const found = await outagesOf(tx, door, at(-10_000), at(1_000_000))
    return found.map(({ from, to }) => [from, to].map(each => Math.round((each.getTime() - T0) / 1_000)))
  })

it('begins with no outage, however long it was not there', async () => {
  await beatAt(0)
  expect(await outages()).toEqual([])
})

it('is kept from when the next word was owed to the first one after it', async () => {
  await beatAt(0)
  await beatAt(600)
  expect(await outages()).toEqual([[10, 600]])
  expect(await outages('folder')).toEqual([])
})

it('a restart is none', async () => {
  await beatAt(0)
  await beatAt(59)
  expect(await outages()).toEqual([])
})

it('nor is a jump of the clock while the process was there', async () => {
  await beatAt(0)
  await beatAt(86_400, false)
  expect(await outages()).toEqual([])
})

it('nor while another process kept the door open', async () => {
  await beatAt(0)
  for (const seconds of [40, 80, 120]) await beatAt(seconds, false)
  await beatAt(130)
  expect(await outages()).toEqual([])
})

it('two processes that open the door again at once find one outage', async () => {
  await beatAt(0)
  await setNow(600)
  await Promise.all([1, 2, 3].map(() => web.withNaming({}, tx => beat(tx, 'web', true))))
  expect(await outages()).toEqual([[10, 600]])
})

it('a door that is kept open says so until it is closed', async () => {
  await setNow(0)
  const door = await keepOpen({ db: web, door: 'web', log, beatMs: 20 })
  const said = async () => (await owner.query<{ at: Date }>('select at from door_beats')).rows[0]?.at ?? new Date(0)
  const first = await said()
  await until('the next word', async () => (await said()) > first)
  // The clock jumps, the process does not.
  await setNow(7_200)
  await until('a word after the jump', async () => (await said()) > at(7_000))
  await door.stop()
  expect(await outages()).toEqual([])
  await setNow(14_400)
  await (await keepOpen({ db: web, door: 'web', log })).stop()
  expect(await outages()).toHaveLength(1)
})
