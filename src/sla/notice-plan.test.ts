// Which clock stands for which delivery, story by story.
import { describe, expect, it } from 'vitest'
import { type NoticeClock, planOf } from './notice-plan.ts'

const at = (hour: number) => new Date(Date.UTC(2027, 2, 1, hour))
const del = (date: string, covered?: number) => ({
  ...{ quantity: '10', date },
  coveredAt: covered === undefined ? null : at(covered),
})
const clock = (id: string, delivery: string, more: Partial<NoticeClock> = {}): NoticeClock => ({
  ...{ id, delivery, round: Number(id), stoppedAt: null, late: false, reaches: () => true },
  ...more,
})
const nothing = { stop: [], withdraw: [], move: [], cancel: [], start: [] }
const [ones, ten, twenty] = ['2027-04-01', '2027-04-10', '2027-04-20']

describe('where lines have changed', () => {
  it.each([
    ['each delivery begins a clock', [del(ones), del(ten)], [], { start: [ones, ten] }],
    ['what is on its way already begins none', [del(ones, 8), del(ten)], [], { start: [ten] }],
    ['nothing new is nothing to do', [del(ones)], [clock('1', ones)], {}],
    [
      'a delivery that was moved takes its clock along',
      [del(ten)],
      [clock('1', ones)],
      { move: [{ id: '1', to: ten }] },
    ],
    [
      'of a split that was moved each goes to the next in order, and the one that stays stays',
      [del(ten), del(twenty), del('2027-04-30')],
      [clock('1', ones), clock('2', twenty)],
      { move: [{ id: '1', to: ten }], start: ['2027-04-30'] },
    ],
    ['what was given up is asked no more', [], [clock('1', ones)], { cancel: [{ id: '1', to: undefined }] }],
    [
      'what is late stays late, and the day agreed on since is timed anew',
      [del(ten)],
      [clock('1', ones, { late: true })],
      { cancel: [{ id: '1', to: ten }], start: [ten] },
    ],
    [
      'where its calendar opens no more before the new day it is asked no more, and that day is timed anew',
      [del(ten), del(twenty)],
      [clock('1', ones, { reaches: day => day !== ten }), clock('2', '2027-04-02')],
      { move: [{ id: '2', to: twenty }], cancel: [{ id: '1', to: ten }], start: [ten] },
    ],
    [
      'more was agreed on after all had been shipped: a clock of its own',
      [del(ones)],
      [clock('1', ones, { stoppedAt: at(8) })],
      { start: [ones] },
    ],
    ['less was agreed on, which is shipped', [del(ones, 8)], [clock('1', ones)], { stop: [{ id: '1', at: at(8) }] }],
    [
      'less was agreed on once it was late, and that had left in time: late it stays',
      [del(ones, 8)],
      [clock('1', ones, { late: true })],
      { cancel: [{ id: '1', to: undefined }] },
    ],
  ])('%s', (_, deliveries, clocks, plan) => {
    expect(planOf(deliveries, clocks, false)).toEqual({ ...nothing, ...plan })
  })
})

describe('where something is on its way', () => {
  it.each([
    [
      'the delivery that it fills is answered',
      [del(ones, 9), del(ten)],
      [clock('1', ones), clock('2', ten)],
      { stop: [{ id: '1', at: at(9) }] },
    ],
    ['what was answered and stays so is left', [del(ones, 9)], [clock('1', ones, { stoppedAt: at(9) })], {}],
    [
      'what was taken back is waited for again',
      [del(ones)],
      [clock('1', ones, { stoppedAt: at(9) })],
      { withdraw: ['1'] },
    ],
    [
      'one that came sooner, and was read later, is the answer',
      [del(ones, 7)],
      [clock('1', ones, { stoppedAt: at(9) })],
      { withdraw: ['1'], stop: [{ id: '1', at: at(7) }] },
    ],
    [
      'of two clocks of one day the last is meant',
      [del(ones)],
      [clock('1', ones, { stoppedAt: at(8) }), clock('2', ones, { stoppedAt: at(9) })],
      { withdraw: ['2'] },
    ],
  ])('%s', (_, deliveries, clocks, plan) => {
    expect(planOf(deliveries, clocks, true)).toEqual({ ...nothing, ...plan })
  })
})
