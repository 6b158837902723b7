// Which of a supplier's calendars counts: that of the site from which the items asked ship; of several, see `latest`. Pure.
import { sure } from '../kernel/errors.ts'
import type { ClockKind } from './api.ts'
import type { CountedOut, Named } from './count-out.ts'
import type { PolicyBody } from './policy-api.ts'
import { isOwn } from './whose.ts'
import { type Agreed, type CalendarIds, calendarsFor } from './whose-hours.ts'

/** Null name: lines of which it is not said. Null calendar: the relationship's counts. */
export interface ShipFrom {
  name: string | null
  calendarId: string | null
}

/** Between which places the goods of an answer go, as far as they have a say in whose hours count. */
export interface Places {
  /** Each site once, by name. */
  from: readonly ShipFrom[]
  /** The ship-to, where it has a calendar of its own: that stands in place of the buyer's. */
  to: { name: string; calendarId: string } | null
  /** It is one line that is asked. */
  one: boolean
}

/** A way to count it, and the sites that it stands for. */
export interface Way {
  on: CalendarIds
  sites: readonly ShipFrom[]
}

const notSaid: readonly ShipFrom[] = [{ name: null, calendarId: null }]

/** One for each calendar that may count; where no item names a site the one that is agreed. */
export function waysFor(
  rule: Pick<PolicyBody, 'hours' | 'calendarId'>,
  kind: ClockKind,
  agreed: Agreed,
  places: Places | null,
): [Way, ...Way[]] {
  const buyerCalendarId = places?.to?.calendarId ?? agreed.buyerCalendarId
  const from = places && places.from.length > 0 ? places.from : notSaid
  const ways = new Map<string, Way>()
  for (const site of from) {
    const on = calendarsFor(rule, kind, { calendarId: site.calendarId ?? agreed.calendarId, buyerCalendarId })
    const key = `${on.calendarId} ${on.otherCalendarId}`
    ways.set(key, { on, sites: [...(ways.get(key)?.sites ?? []), site] })
  }
  const [first, ...more] = ways.values()
  return [sure(first), ...more]
}

/**
 * The one by which it is due latest: one answer is asked, and nobody is late by one site's hours while another of the sites
 * that have to answer still has time. Of two at the same instant the first, rather than day and night in place of a calendar.
 */
export function latest<T extends CountedOut>(counted: readonly [T, ...T[]]): T {
  return counted.reduce((best, next) => {
    const [was, is] = [best.counted.due.getTime(), next.counted.due.getTime()]
    return is > was || (is === was && best.isStandIn && !next.isStandIn) ? next : best
  })
}

/** As they were at the start of a clock, with the sites whose calendar counts for the supplier; none: the one that is agreed. */
export interface StoredPlaces extends Places {
  countedAt: readonly string[]
}

export interface Counted {
  kind: ClockKind
  places: Places
  /** What counts, by which of the ways, of how many. */
  named: Named
  way: Way
  ways: number
}

/** Sites whose own calendar it is that counts for the supplier. */
export const countedAt = ({ kind, named, way }: Pick<Counted, 'kind' | 'named' | 'way'>): string[] =>
  sidesOf(kind, named).supplier ? ownCalendarOf(way) : []

const ownCalendarOf = ({ sites }: Way): string[] =>
  sites.flatMap(({ name, calendarId }) => (name !== null && calendarId !== null ? [name] : []))

/** In words, where an item names a site or the ship-to has a calendar: whose it is that counts. */
export function placesNote({ kind, places, named, way, ways }: Counted): string {
  const { supplier: suppliers, buyer: buyers } = sidesOf(kind, named)
  const says: string[] = []
  if (suppliers && places.from.some(({ name }) => name !== null))
    says.push(fromWords(places, { way, name: suppliers.name, isLatest: ways > 1, both: named.hours === 'both' }))
  if (buyers && places.to?.calendarId === buyers.id)
    says.push(`"${buyers.name}" is the calendar of ${places.to.name}, where the goods go.`)
  return says.join(' ')
}

/** Whose calendar is which, of those that count. */
function sidesOf(kind: ClockKind, { hours, calendar, other }: Named): Record<'supplier' | 'buyer', Named['calendar']> {
  if (hours === 'own') return { supplier: undefined, buyer: undefined }
  if (isOwn({ kind })) return { supplier: other, buyer: calendar }
  return hours === 'buyer' ? { supplier: undefined, buyer: calendar } : { supplier: calendar, buyer: other }
}

interface FromWords {
  way: Way
  name: string
  isLatest: boolean
  both: boolean
}

function fromWords({ from, one }: Places, { way, name, isLatest, both }: FromWords): string {
  const sites = from.flatMap(site => site.name ?? [])
  const unsaid = from.length > sites.length ? '; of some it is not said' : ''
  const ship = `the ${one ? 'item ships' : 'items ship'} from ${listed(sites)}${unsaid}`
  const own = ownCalendarOf(way)
  const whose =
    own.length > 0
      ? `${listed(own)}${own.length === 1 ? "'s" : ','} calendar "${name}"`
      : `"${name}", as agreed between the two companies`
  const counts = both ? `The supplier's hours are by ${whose}` : `Counted on ${whose}`
  return `${counts}${isLatest ? ', by which it is due latest' : ''}: ${ship}.`
}

const listed = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
