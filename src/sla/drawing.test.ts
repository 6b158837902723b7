// The picture of a clock: which days are drawn, what stands on them and where, whatever the zone and however long it takes.
import { describe, expect, it } from 'vitest'
import { officeWeek, type WorkCalendar } from '../calendars/calendar.ts'
import { dueAt, type Pause, type Target } from '../calendars/working-time.ts'
import { isRefusal } from '../kernel/errors.ts'
import { instantOf, wallOf } from '../kernel/time.ts'
import type { ClockDetail, DrawnDay } from './api.ts'
import { besides, daysUntil, isOn, type Marked, marksOf, pausesOn, placeIn } from './day-marks.ts'
import { draw } from './drawing.ts'

const stuttgart: WorkCalendar = {
  ...{ id: 'cal', version: 1, name: 'Stuttgart', zone: 'Europe/Berlin', week: officeWeek },
  ...{ holidays: [{ date: '2027-03-10', name: 'Town fair' }], extra: [], cutOff: { order: '15:00' } },
}
const always: WorkCalendar = { ...stuttgart, always: true, cutOff: {} }
const minutes = (n: number): Target => ({ kind: 'business-minutes', minutes: n })
const workingDays = (days: number): Target => ({ kind: 'business-days', days, by: '12:00' })

/** 'YYYY-MM-DD HH:MM' on the wall. */
function wall(text: string, zone = 'Europe/Berlin'): Date {
  const [date = '', time = ''] = text.split(' ')
  return instantOf(date, time, zone)
}

interface Course {
  target: Target
  calendar?: WorkCalendar
  /** On the wall of the calendar, as all that follows. */
  start: string
  now: string
  stopped?: string
  pauses?: readonly Pause[]
}

/** A clock as the arithmetic of working time has it, and its picture. */
function picture({ target, calendar = stuttgart, start, now, stopped, pauses = [] }: Course) {
  const { zone } = calendar
  const startedAt = wall(start, zone)
  const counted = dueAt(startedAt, target, calendar, { documentType: 'order', pauses })
  if (isRefusal(counted)) throw new Error(counted.detail)
  const stoppedAt = stopped === undefined ? null : wall(stopped, zone)
  const clock = { startedAt, dueAt: counted.due, stoppedAt, zone, explanation: counted.explanation }
  const drawn = draw(clock, target.kind === 'elapsed' ? undefined : calendar, wall(now, zone))
  return { ...drawn, dueAt: counted.due, zone }
}

const datesOf = (days: readonly DrawnDay[]) => days.map(({ date }) => date.slice(5))
const dayOf = (days: readonly DrawnDay[], date: string): DrawnDay => {
  const found = days.find(day => day.date === date)
  if (!found) throw new Error(`${date} is not drawn`)
  return found
}
const hoursOf = ({ from, to }: DrawnDay) => (Date.parse(to) - Date.parse(from)) / 3_600_000
const sum = (spans: readonly { minutes: number }[]) => spans.reduce((all, span) => all + span.minutes, 0)

describe('the days', () => {
  it('go from the start to the due day, with what was open, what counted and why a day was not worked', () => {
    const { days } = picture({ target: minutes(9 * 60), start: '2027-03-09 14:00', now: '2027-03-09 14:30' })
    expect(datesOf(days)).toEqual(['03-09', '03-10', '03-11'])
    expect(days.map(({ holiday }) => holiday)).toEqual([null, 'Town fair', null])
    expect(days.map(({ open }) => open.length > 0)).toEqual([true, false, true])
    expect(days.map(({ counted }) => sum(counted))).toEqual([180, 0, 360])
  })

  it('go on until today while nobody has answered, and say of those too which were holidays', () => {
    const { days } = picture({ target: minutes(60), start: '2027-03-08 09:00', now: '2027-03-11 09:00' })
    expect(datesOf(days)).toEqual(['03-08', '03-09', '03-10', '03-11'])
    expect(dayOf(days, '2027-03-10').holiday).toBe('Town fair')
  })

  it('end with the late answer, or with the due day where the answer came before', () => {
    const course = { target: minutes(60), start: '2027-03-08 16:30', now: '2027-04-20 09:00' }
    expect(datesOf(picture({ ...course, stopped: '2027-03-11 11:00' }).days).at(-1)).toBe('03-11')
    expect(datesOf(picture({ ...course, stopped: '2027-03-08 16:40' }).days).at(-1)).toBe('03-09')
  })

  it('are drawn in a page that stays open as they begin, and none more once it has stopped', () => {
    const course = { target: minutes(60), start: '2027-03-08 09:00', now: '2027-03-08 23:59' }
    const open = picture(course)
    expect(datesOf(daysUntil(open, wall('2027-03-08 23:59').getTime()))).toEqual(['03-08'])
    expect(datesOf(daysUntil(open, wall('2027-03-10 00:00').getTime()))).toEqual(['03-08', '03-09', '03-10'])
    expect(picture({ ...course, stopped: '2027-03-08 12:00' }).ahead).toEqual([])
  })

  it('what is due at midnight is due on the day that ends then', () => {
    const { days, dueAt: due } = picture({
      ...{ target: { kind: 'elapsed', minutes: 120 }, calendar: always },
      ...{ start: '2027-03-08 22:00', now: '2027-03-08 22:00' },
    })
    expect(datesOf(days)).toEqual(['03-08'])
    const [mark] = marksOf(clockWith({ dueAt: due.toISOString() })).filter(({ is }) => is === 'due')
    expect(mark && days[0] && [isOn(days[0], mark), placeIn(days[0], mark.at)]).toEqual([true, 1])
  })
})

describe('of very many days', () => {
  it('the first and the last are drawn, and the others are told with what counts in them', () => {
    const { days, countedMinutes } = picture({
      ...{ target: minutes(30 * 540), start: '2027-04-05 08:00', now: '2027-04-05 09:00' },
    })
    expect(days.length).toBe(24)
    expect(datesOf(days).slice(11, 13)).toEqual(['04-16', '05-03'])
    expect(days.flatMap(({ skipped }) => skipped ?? [])).toEqual([{ days: 16, minutes: 10 * 540 }])
    expect(countedMinutes).toBe(30 * 540)
    const told = days.map(({ counted, skipped }) => sum(counted) + (skipped?.minutes ?? 0))
    expect(told.reduce((all, each) => all + each)).toBe(countedMinutes)
  })

  it('so are the due day and its neighbours of one that is late for months', () => {
    const { days } = picture({ target: workingDays(20), start: '2027-03-08 09:00', now: '2027-08-02 09:00' })
    expect(days.length).toBe(29)
    expect(datesOf(days).slice(11, 18)).toEqual(['03-19', '04-04', '04-05', '04-06', '04-07', '04-08', '07-22'])
    expect(datesOf(days).at(-1)).toBe('08-02')
    expect(dayOf(days, '2027-04-06').number).toBe(20)
    expect(days.flatMap(({ skipped }) => skipped?.days ?? [])).toEqual([15, 104])
  })

  it('a month is drawn whole', () => {
    const { days } = picture({ target: minutes(60), start: '2027-07-01 09:00', now: '2027-07-31 09:00' })
    expect(days.length).toBe(31)
    expect(days.every(({ skipped }) => skipped === null)).toBe(true)
  })
})

describe('the cut-off', () => {
  const cutOffOf = (course: Course) => {
    const { cutOff, days, zone } = picture(course)
    const at = cutOff === null ? null : wallOf(new Date(cutOff), zone)
    return { at: at && `${at.date} ${at.time}`, first: days[0]?.date }
  }

  it('stands on the day on which the start came after it', () => {
    const course = { target: minutes(60), start: '2027-03-08 15:30', now: '2027-03-08 16:00' }
    expect(cutOffOf(course)).toEqual({ at: '2027-03-08 15:00', first: '2027-03-08' })
    expect(cutOffOf({ ...course, start: '2027-03-08 15:00' }).at).toBeNull()
  })

  it('of a night shift it is that of the evening or of the morning, and its day is drawn', () => {
    const week = { 1: [{ open: '22:00', close: '06:00' }], 2: [{ open: '22:00', close: '06:00' }] }
    const by = (order: string) => ({ ...stuttgart, week, cutOff: { order } })
    const course = { target: minutes(60), start: '2027-03-09 03:00', now: '2027-03-09 03:00' }
    expect(cutOffOf({ ...course, calendar: by('02:00') })).toEqual({ at: '2027-03-09 02:00', first: '2027-03-09' })
    expect(cutOffOf({ ...course, calendar: by('23:00') })).toEqual({ at: '2027-03-08 23:00', first: '2027-03-08' })
  })
})

const noClock: Marked & Pick<ClockDetail, 'pauses'> = {
  ...{ startedAt: wall('2027-03-08 09:00').toISOString(), dueAt: wall('2027-03-08 12:00').toISOString() },
  ...{ cutOff: null, stoppedAt: null, fired: [], coming: [], pauses: [] },
}
const clockWith = (more: Partial<typeof noClock>) => ({ ...noClock, ...more })
const fired = (level: string, at: string) => {
  const instant = wall(at).toISOString()
  return {
    ...{ level, dueAt: instant, firedAt: instant, audience: 'buyer', why: '', unread: false, told: [], instead: [] },
  }
}
const coming = (level: string, at: string) => ({
  ...{ level, at: wall(at).toISOString(), to: 'buyer', why: '', everyMinutes: null, mails: true, posts: false },
})

describe('the marks', () => {
  const clock = clockWith({
    fired: [
      fired('warned-50', '2027-03-08 10:30'),
      fired('breached', '2027-03-08 12:00'),
      fired('escalated-buyer', '2027-03-08 12:00'),
    ],
    coming: [coming('repeat-1', '2027-03-09 09:00')],
  })

  it('are one for each step at its instant, those done and those to come, among the others in order of time', () => {
    expect(marksOf(clock).map(({ is, level }) => `${is} ${level}`.trim())).toEqual([
      ...['began', 'fired warned-50', 'due', 'fired breached', 'fired escalated-buyer', 'coming repeat-1'],
    ])
    expect(marksOf(clock).map(({ at }) => wallOf(new Date(at), 'Europe/Berlin').time)).toEqual([
      ...['09:00', '10:30', '12:00', '12:00', '12:00', '09:00'],
    ])
    const answered = clockWith({ stoppedAt: wall('2027-03-08 11:00').toISOString() })
    expect(marksOf(answered).map(({ is }) => is)).toEqual(['began', 'stopped', 'due'])
  })

  it('stand on their days only, and beside each other where they come at the same time', () => {
    const { days } = picture({ target: minutes(180), start: '2027-03-08 09:00', now: '2027-03-09 08:00' })
    const marks = marksOf(clock)
    expect(days.map(day => marks.filter(mark => isOn(day, mark)).length)).toEqual([5, 1])
    expect(marks.map(mark => besides(marks, mark))).toEqual([0, 0, 0, 0, 1, 0])
  })
})

describe('a pause', () => {
  const { days } = picture({ target: workingDays(2), start: '2027-03-08 09:00', now: '2027-03-12 15:00' })
  const pausesOf = (clock: Partial<typeof noClock>, now: string) =>
    days.flatMap(day =>
      pausesOn(day, clockWith(clock), wall(now).getTime()).map(({ from, to, lasts }) => {
        const [a, b] = [from, to].map(ms => wallOf(new Date(ms), 'Europe/Berlin'))
        return `${a?.date.slice(8)} ${a?.time}-${b?.time}${lasts ? ' lasts' : ''}`
      }),
    )
  const given = (from: string, to: string | null) => ({
    ...{ from: wall(from).toISOString(), to: to && wall(to).toISOString() },
    ...{ reason: 'our-drawing' as const, note: 'Drawing 4711', by: 'Jonas' },
  })

  it('of a target in days is drawn on each day that it takes part in', () => {
    const pauses = [given('2027-03-08 14:00', '2027-03-09 14:00')]
    expect(pausesOf({ pauses }, '2027-03-12 15:00')).toEqual(['08 14:00-00:00', '09 00:00-14:00'])
  })

  it('that is not over goes on until now, and on', () => {
    const pauses = [given('2027-03-08 14:00', null)]
    expect(pausesOf({ pauses }, '2027-03-08 15:00')).toEqual(['08 14:00-15:00 lasts'])
    expect(pausesOf({ pauses }, '2027-03-09 15:00')).toEqual(['08 14:00-00:00', '09 00:00-15:00 lasts'])
  })

  it('that the answer ended, ends with it', () => {
    const stoppedAt = wall('2027-03-08 16:00').toISOString()
    expect(
      pausesOf({ pauses: [given('2027-03-08 14:00', '2027-03-08 16:00')], stoppedAt }, '2027-03-12 15:00'),
    ).toEqual(['08 14:00-16:00'])
    expect(pausesOf({ pauses: [given('2027-03-08 14:00', null)], stoppedAt }, '2027-03-12 15:00')).toEqual([
      '08 14:00-16:00',
    ])
  })
})

describe('the zone', () => {
  const dayAndNight = (zone: string) => ({ ...always, zone })
  const elapsed: Target = { kind: 'elapsed', minutes: 48 * 60 }

  it('a day of 23 hours and one of 25 are drawn as long as they are, and what counts still adds up', () => {
    const spring = picture({
      ...{ target: elapsed, calendar: always, start: '2027-03-27 12:00', now: '2027-03-27 12:00' },
    })
    expect(spring.days.map(hoursOf)).toEqual([24, 23, 24])
    expect(spring.days.map(({ counted }) => sum(counted) / 60)).toEqual([12, 23, 13])
    const autumn = picture({
      ...{ target: elapsed, calendar: always, start: '2026-10-24 12:00', now: '2026-10-24 12:00' },
    })
    expect(autumn.days.map(hoursOf)).toEqual([24, 25, 24])
    expect(autumn.days.map(({ counted }) => sum(counted) / 60)).toEqual([12, 25, 11])
    const [noon, ofSpring, ofAutumn] = [
      placeIn(dayOf(spring.days, '2027-03-27'), wall('2027-03-27 12:00').getTime()),
      placeIn(dayOf(spring.days, '2027-03-28'), wall('2027-03-28 12:00').getTime()),
      placeIn(dayOf(autumn.days, '2026-10-25'), wall('2026-10-25 12:00').getTime()),
    ]
    expect([noon, ofSpring, ofAutumn]).toEqual([12 / 24, 11 / 23, 13 / 25])
  })

  it.each([
    ['America/New_York', '2027-03-08T04:59:00Z', '03-07'],
    ['America/New_York', '2027-03-08T05:00:00Z', '03-08'],
    ['Asia/Kolkata', '2027-03-08T18:29:00Z', '03-08'],
    ['Asia/Kolkata', '2027-03-08T18:30:00Z', '03-09'],
  ])('in %s it is at %s the day %s', (zone, now, date) => {
    const course = { target: { kind: 'elapsed', minutes: 1 } as const, calendar: dayAndNight(zone) }
    const { days } = picture({ ...course, start: '2027-03-07 00:00', now: localTime(now, zone) })
    expect(datesOf(days).at(-1)).toBe(date)
  })

  it('a day that never was is not drawn: Samoa went over the date line', () => {
    const course = { target: elapsed, calendar: dayAndNight('Pacific/Apia') }
    const { days } = picture({ ...course, start: '2011-12-29 12:00', now: '2011-12-29 12:00' })
    expect(datesOf(days)).toEqual(['12-29', '12-31', '01-01'])
    expect(days.every(({ skipped }) => skipped === null)).toBe(true)
  })
})

function localTime(instant: string, zone: string): string {
  const { date, time } = wallOf(new Date(instant), zone)
  return `${date} ${time}`
}
