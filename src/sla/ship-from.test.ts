// Which calendars may count by the sites between which goods go, which of them does, and what is said of it.
import { describe, expect, it } from 'vitest'
import type { WorkCalendar } from '../calendars/index.ts'
import type { Target } from '../partners/profile.ts'
import type { ClockKind } from './api.ts'
import { countOut } from './count-out.ts'
import type { WhoseHours } from './policy-api.ts'
import { countedAt, latest, type Places, placesNote, type Way, waysFor } from './ship-from.ts'

const day = { open: '08:00', close: '17:00' }
const office = (id: string, name: string, zone: string): WorkCalendar => ({
  ...{ id, version: 1, name, zone, always: false, holidays: [], extra: [] },
  week: { 1: [day], 2: [day], 3: [day], 4: [day], 5: [day] },
})
const calendars = {
  agreed: office('agreed', 'Nordlicht', 'Europe/Berlin'),
  kiel: office('kiel', 'Nordlicht, Kiel', 'Europe/Berlin'),
  albany: office('albany', 'Nordlicht, Albany', 'America/New_York'),
  ours: office('ours', 'Velowerk', 'Europe/Berlin'),
  plant: office('plant', 'Plant', 'Europe/Berlin'),
}
type Known = keyof typeof calendars
const named = { calendarId: 'agreed', buyerCalendarId: 'ours' }
const kiel = { name: 'Kiel', calendarId: 'kiel' }
const albany = { name: 'Albany', calendarId: 'albany' }
const depot = { name: 'Depot', calendarId: null }
const unsaid = { name: null, calendarId: null }
const from = (...sites: Places['from'][number][]): Places => ({ from: sites, to: null, one: sites.length === 1 })
const plant = { name: 'Werk Stuttgart', calendarId: 'plant' }

const ids = (places: Places | null, hours: WhoseHours = 'agreed', kind: ClockKind = 'call-off') =>
  waysFor({ hours, calendarId: 'own' }, kind, named, places).map(({ on }) => [on.calendarId, on.otherCalendarId])

describe('the calendars that may count', () => {
  it('are the agreed one where no item says from where it ships, and that of the site where one does', () => {
    expect(ids(null)).toEqual([['agreed', null]])
    expect(ids(from(kiel))).toEqual([['kiel', null]])
    expect(ids(from(depot))).toEqual([['agreed', null]])
  })

  it('are one for each site; sites on the same calendar count as one', () => {
    expect(ids(from(kiel, albany))).toEqual([
      ['kiel', null],
      ['albany', null],
    ])
    expect(ids(from(kiel, depot, unsaid))).toEqual([
      ['kiel', null],
      ['agreed', null],
    ])
  })

  it('are the supplier’s where a rule means the supplier’s hours, and not where it means others', () => {
    expect(ids(from(kiel), 'both')).toEqual([['kiel', 'ours']])
    expect(ids(from(kiel, albany), 'buyer')).toEqual([['ours', null]])
    expect(ids(from(kiel, albany), 'own')).toEqual([['own', null]])
    expect(ids(from(kiel, albany), 'agreed', 'decision')).toEqual([['ours', null]])
    expect(ids(from(kiel), 'both', 'decision')).toEqual([['ours', 'kiel']])
  })

  it('are the ship-to’s where a rule means the buyer’s hours and the ship-to has one', () => {
    const there = { ...from(kiel), to: plant }
    expect(ids(there)).toEqual([['kiel', null]])
    expect(ids(there, 'buyer')).toEqual([['plant', null]])
    expect(ids(there, 'both')).toEqual([['kiel', 'plant']])
    expect(ids({ from: [unsaid], to: plant, one: true }, 'agreed', 'decision')).toEqual([['plant', null]])
  })
})

/** Asked on a Monday at 09:00 in Kiel, 03:00 in Albany. */
const at = new Date('2027-03-01T08:00:00Z')
const hours = (n: number): Target => ({ kind: 'business-minutes', minutes: n * 60 })

function counted(places: Places, rule: WhoseHours = 'agreed', kind: ClockKind = 'call-off', target = hours(4)) {
  const ways = waysFor({ hours: rule, calendarId: null }, kind, named, places)
  const one = (way: Way) => {
    const of = (id: string | null) => (id === null ? undefined : calendars[id as Known])
    const on = { hours: way.on.hours, calendar: of(way.on.calendarId), other: of(way.on.otherCalendarId) }
    return { ...countOut({ kind, at, target, zone: 'UTC' }, on), named: on, way }
  }
  const [first, ...more] = ways
  const found = latest([one(first), ...more.map(one)])
  const told = { kind, places, named: found.named, way: found.way, ways: ways.length }
  return { due: found.counted.due.toISOString(), note: placesNote(told), at: countedAt(told) }
}

describe('what counts', () => {
  it('is the calendar of the one site, by its name', () => {
    expect(counted(from(kiel))).toEqual({
      due: '2027-03-01T12:00:00.000Z',
      note: 'Counted on Kiel\'s calendar "Nordlicht, Kiel": the item ships from Kiel.',
      at: ['Kiel'],
    })
  })

  it('of several sites is the one by which it is due latest, whichever comes first', () => {
    const expected = {
      due: '2027-03-01T17:00:00.000Z',
      note: 'Counted on Albany\'s calendar "Nordlicht, Albany", by which it is due latest: the items ship from Albany and Kiel.',
      at: ['Albany'],
    }
    expect(counted(from(albany, kiel))).toEqual(expected)
    expect(counted(from(kiel, albany)).due).toBe(expected.due)
    // A day and a half on, Kiel's morning comes after Albany's: then it is Kiel that has longer.
    const by = (target: Target) => counted(from(albany, kiel), 'agreed', 'call-off', target).at
    expect(by({ kind: 'business-days', days: 1, by: '10:00' })).toEqual(['Albany'])
  })

  it('says where the agreed one stands in, and that of some lines it is not said', () => {
    expect(counted(from(depot)).note).toBe(
      'Counted on "Nordlicht", as agreed between the two companies: the item ships from Depot.',
    )
    expect(counted(from(albany, unsaid)).note).toBe(
      'Counted on Albany\'s calendar "Nordlicht, Albany", by which it is due latest: the items ship from Albany; of some it is not said.',
    )
  })

  it('says whose of the two it is where both have to be open, and nothing where the supplier’s do not count', () => {
    const there = { ...from(kiel), to: plant }
    expect(counted(there, 'both').note).toBe(
      'The supplier\'s hours are by Kiel\'s calendar "Nordlicht, Kiel": the item ships from Kiel. "Plant" is the calendar of Werk Stuttgart, where the goods go.',
    )
    expect(counted(there, 'buyer')).toMatchObject({
      note: '"Plant" is the calendar of Werk Stuttgart, where the goods go.',
      at: [],
    })
    expect(counted(from(kiel), 'buyer').note).toBe('')
    expect(counted(there, 'agreed', 'decision').note).toBe(
      '"Plant" is the calendar of Werk Stuttgart, where the goods go.',
    )
  })
})

it('of two at the same instant the first counts, rather than day and night in place of a calendar', () => {
  const asked = { kind: 'call-off' as const, at, target: hours(4), zone: 'UTC' }
  const on = (calendar: WorkCalendar | undefined) => countOut(asked, { hours: 'agreed', calendar, other: undefined })
  expect(latest([on(calendars.kiel), on(calendars.agreed)]).calendar.id).toBe('kiel')
  expect(latest([on(undefined), on(calendars.kiel)]).isStandIn).toBe(false)
})
