// Random calendars, targets, escalations and policies, as a buyer might set them.
import type { WorkCalendar } from '../../src/calendars/calendar.ts'
import { priorities } from '../../src/orders/priority.ts'
import type { Targets } from '../../src/partners/profile.ts'
import { pauseReasons } from '../../src/sla/api.ts'
import { type PolicyAudience, type PolicyLadder, whoseHours } from '../../src/sla/policy-api.ts'
import type { Random } from '../fuzz/random.ts'
import type { Agreed, PolicyTerms, Sort } from './terms.ts'

const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Asia/Taipei', 'UTC']
const shapes = [
  [{ open: '08:00', close: '17:00' }],
  [
    { open: '07:30', close: '12:00' },
    { open: '12:45', close: '16:15' },
  ],
  [
    { open: '06:00', close: '14:00' },
    { open: '14:00', close: '22:00' },
  ],
  [
    { open: '00:00', close: '06:00' },
    { open: '22:00', close: '24:00' },
  ],
]
const DAY = 86_400_000

export function randomCalendar(random: Random, id: string, version: number, from: number, days: number): WorkCalendar {
  const openings = random.pick(shapes)
  const week = Object.fromEntries([1, 2, 3, 4, 5, 6].map(day => [day, day < 6 || random.chance(0.2) ? openings : []]))
  const date = () => new Date(from + random.int(days) * DAY).toISOString().slice(0, 10)
  const dates = (many: number) => [...new Set(Array.from({ length: Math.ceil(many) }, date))].toSorted()
  const holidays = dates(days / 20).map(each => ({ date: each, name: 'Holiday' }))
  const extra = dates(days / 40).map(each => ({ date: each, openings: [{ open: '10:00', close: '13:30' }] }))
  const always = random.chance(0.15)
  const cutOff = always || random.chance(0.3) ? {} : { order: '15:00', 'call-off': '11:30', commit: '12:00' }
  return { id, version, name: id, zone: random.pick(zones), always, week, holidays, extra, cutOff }
}

const randomTarget = (random: Random): Answering =>
  random.pick<() => Answering>([
    () => ({ kind: 'business-minutes', minutes: 30 + random.int(3_000) }),
    () => ({ kind: 'business-days', days: random.int(5), by: random.pick(['10:00', '12:00', '16:30']) }),
    () => ({ kind: 'calendar-days', days: random.int(6), by: random.pick(['09:00', '12:00', '17:00']) }),
    () => ({ kind: 'elapsed', minutes: 30 + random.int(5_000) }),
    () => ({ kind: 'weekly', weekday: 1 + random.int(7), by: random.pick(['08:00', '12:00', '15:30']) }),
  ])()

type Answering = Exclude<Agreed, { kind: 'before-delivery' }>

const randomNotice = (random: Random) =>
  ({ kind: 'before-delivery', days: random.int(5), by: random.pick(['08:00', '12:00', '16:30']) }) as const

export function randomTargets(random: Random): Targets {
  return {
    shipNotice: random.chance(0.8) ? randomNotice(random) : null,
    order: randomTarget(random),
    callOff: randomTarget(random),
    commit: randomTarget(random),
    decision: randomTarget(random),
    acknowledgment: { warnHours: 1 + random.int(6), alarmHours: 1 + random.int(30) },
    escalation: {
      buyerAfterMinutes: random.int(3) * 60,
      repeatMinutes: 60 + random.int(420),
      repeatMax: random.chance(0.5) ? null : random.int(5),
    },
  }
}

const audiences = ['answerers', 'supplier-administrators', 'contact', 'buyer'] as const
/** Of its own decisions the buyer tells nobody else. */
const own = ['buyer', 'buyer-administrators'] as const

function randomLadder(random: Random, kind: PolicyTerms['kind']): PolicyLadder {
  const some = <T>(most: number, one: () => T) => Array.from({ length: random.int(most + 1) }, one)
  const anybody = () => random.pick<PolicyAudience>(kind === 'decision' ? own : audiences)
  const to = random.pick<PolicyAudience>(kind === 'decision' ? own : ['buyer', 'buyer', 'answerers'])
  return {
    reminders: some(3, () => ({
      ...{ percent: random.pick([10, 25, 50, 75, 90]), to: anybody(), mandatory: random.chance(0.3) },
    })),
    escalations: some(3, () => ({ afterMinutes: 30 * (1 + random.int(20)), to: anybody() })),
    repeat: random.chance(0.3)
      ? null
      : { everyMinutes: 60 + random.int(420), times: random.chance(0.5) ? null : 1 + random.int(4), to },
  }
}

export function randomSort(random: Random, groups: readonly string[]): Sort {
  return {
    priority: random.chance(0.3) ? 'hot' : 'normal',
    group: random.chance(0.8) ? random.pick(groups) : null,
  }
}

/** Of a buyer: its own calendars, and its groups of items and of suppliers. */
interface Owned {
  calendarIds: readonly string[]
  groups: readonly string[]
  supplierGroups: readonly string[]
}

export function randomPolicy(random: Random, { calendarIds, groups, supplierGroups }: Owned): PolicyTerms {
  const kind = random.pick(['order', 'call-off', 'commit', 'decision', 'ship-notice'] as const)
  const hours = random.pick(calendarIds.length > 0 ? [...whoseHours, 'both' as const] : ['agreed' as const])
  const some = <T>(from: readonly T[]) => from.filter(() => random.chance(0.6))
  const buyer = some(pauseReasons)
  const isNarrow = random.chance(0.3)
  return {
    ...{ kind, hours, isNarrow, ladder: randomLadder(random, kind) },
    supplierGroup: !isNarrow && random.chance(0.6) ? random.pick(supplierGroups) : null,
    // A forecast has neither.
    priority: kind !== 'commit' && random.chance(0.3) ? random.pick(priorities) : null,
    group: kind !== 'commit' && random.chance(0.4) ? random.pick(groups) : null,
    target: kind === 'ship-notice' ? randomNotice(random) : randomTarget(random),
    calendarId: hours === 'own' ? random.pick(calendarIds) : null,
    pausable: { buyer, supplier: random.chance(0.7) ? some(buyer) : [] },
  }
}
