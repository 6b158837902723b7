// What has happened at Velowerk in the last three weeks, and how things stand today. Told once, then played through the real verbs.
import type { SupplierKey } from './catalogue.ts'

/** What becomes of an order, in working hours of a day from 0 to 8 after it was issued. */
export type Turn =
  | { after: number; do: 'view' }
  | { after: number; do: 'accept' }
  | { after: number; do: 'split' }
  | { after: number; do: 'later'; days: number; reason: string }
  | { after: number; do: 'less'; reason: string }
  | { after: number; do: 'reject'; reason: string }
  /** A ship notice, of so many of its lines; without a number of all. */
  | { after: number; do: 'ship'; lines?: number }
  | { after: number; do: 'agree' }
  | { after: number; do: 'refuse' }
  | { after: number; do: 'counter'; days: number }
  | { after: number; do: 'cancel'; reason: string }

export interface Told {
  /** Working days ago, 0 being today. */
  daysAgo: number
  /** Hours after the supplier opens. */
  hour: number
  supplier: SupplierKey
  /** Item numbers, a line each, and packs of each. */
  lines: [item: string, packs: number][]
  /** Days from issue to the day it is needed by. */
  needIn: number
  standalone?: true
  note?: string
  turns: Turn[]
}

const calm = (after: number): Turn[] => [
  { after: after / 2, do: 'view' },
  { after, do: 'accept' },
]

export const story: readonly Told[] = [
  // Long done, in good order.
  {
    daysAgo: 15,
    hour: 1,
    supplier: 'nordlicht',
    lines: [
      ['DRV-1', 4],
      ['BAT-2', 3],
    ],
    needIn: 21,
    turns: [...calm(1.5), { after: 117, do: 'ship' }],
  },
  { daysAgo: 15, hour: 2, supplier: 'forja', lines: [['FRM-T-2', 4]], needIn: 24, turns: calm(2) },
  {
    daysAgo: 15,
    hour: 2.5,
    supplier: 'wheelworks',
    lines: [
      ['RIM-1', 4],
      ['SPK-2', 2],
    ],
    needIn: 26,
    turns: [{ after: 1, do: 'accept' }],
  },
  {
    daysAgo: 14,
    hour: 1,
    supplier: 'taichung',
    lines: [
      ['BRK-F-1', 4],
      ['BRK-R-1', 4],
    ],
    needIn: 30,
    turns: [{ after: 2, do: 'accept' }],
  },
  {
    daysAgo: 14,
    hour: 3,
    supplier: 'nordlicht',
    lines: [['DSP-2', 3]],
    needIn: 14,
    turns: [...calm(0.5), { after: 64, do: 'ship' }],
  },
  {
    daysAgo: 13,
    hour: 1,
    supplier: 'forja',
    lines: [
      ['RCK-1', 3],
      ['FRK-1', 5],
    ],
    needIn: 20,
    turns: calm(3),
  },
  {
    daysAgo: 13,
    hour: 4,
    supplier: 'wheelworks',
    lines: [['TYR-1', 3]],
    needIn: 18,
    turns: [{ after: 2, do: 'accept' }],
  },
  {
    daysAgo: 12,
    hour: 2,
    supplier: 'nordlicht',
    lines: [['CHG-1', 4]],
    needIn: 12,
    turns: [...calm(1), { after: 46, do: 'ship' }],
  },
  {
    daysAgo: 12,
    hour: 3,
    supplier: 'taichung',
    lines: [
      ['LVR-1', 4],
      ['LVR-2', 4],
    ],
    needIn: 28,
    turns: [{ after: 3, do: 'accept' }],
  },
  // Another date, agreed.
  {
    daysAgo: 11,
    hour: 1,
    supplier: 'forja',
    lines: [['FRM-C-1', 6]],
    needIn: 21,
    turns: [
      { after: 1, do: 'view' },
      { after: 2, do: 'later', days: 5, reason: 'Powder coating is booked until the 14th.' },
      { after: 3, do: 'agree' },
    ],
  },
  // Within tolerance: agreed at once.
  {
    daysAgo: 11,
    hour: 2,
    supplier: 'nordlicht',
    lines: [['BAT-3', 4]],
    needIn: 18,
    turns: [{ after: 1, do: 'later', days: 1, reason: 'Carrier collects on Thursdays.' }],
  },
  {
    daysAgo: 10,
    hour: 1,
    supplier: 'wheelworks',
    lines: [
      ['HUB-R-2', 3],
      ['HUB-F-1', 3],
    ],
    needIn: 28,
    turns: [
      { after: 2, do: 'split' },
      { after: 5, do: 'agree' },
    ],
  },
  {
    daysAgo: 10,
    hour: 3,
    supplier: 'forja',
    lines: [['FRM-T-3', 6]],
    needIn: 26,
    standalone: true,
    note: 'For the spring show: please pack singly.',
    turns: calm(4),
  },
  // Late once: a whole day without an answer.
  { daysAgo: 9, hour: 1, supplier: 'forja', lines: [['FRK-2', 4]], needIn: 16, turns: [{ after: 8.5, do: 'accept' }] },
  {
    daysAgo: 9,
    hour: 2,
    supplier: 'nordlicht',
    lines: [
      ['DRV-2', 3],
      ['DRV-3', 2],
      ['BAT-4', 2],
    ],
    needIn: 20,
    turns: [...calm(2), { after: 72, do: 'ship', lines: 2 }],
  },
  {
    daysAgo: 8,
    hour: 2,
    supplier: 'taichung',
    lines: [
      ['ROT-1', 2],
      ['PAD-1', 3],
    ],
    needIn: 22,
    turns: [
      { after: 1, do: 'later', days: 6, reason: 'Container of the 2nd is full.' },
      { after: 4, do: 'agree' },
    ],
  },
  {
    daysAgo: 8,
    hour: 3,
    supplier: 'nordlicht',
    lines: [['DSP-1', 2]],
    needIn: 10,
    turns: [{ after: 1, do: 'reject', reason: 'Discontinued, please order DSP-2.' }],
  },
  {
    daysAgo: 7,
    hour: 1,
    supplier: 'forja',
    lines: [['RCK-2', 2]],
    needIn: 14,
    turns: [
      { after: 1, do: 'view' },
      { after: 3, do: 'cancel', reason: 'The customer chose another carrier.' },
    ],
  },
  {
    daysAgo: 7,
    hour: 4,
    supplier: 'wheelworks',
    lines: [
      ['SPK-1', 1],
      ['SPK-3', 2],
      ['RIM-2', 3],
    ],
    needIn: 22,
    turns: [{ after: 1, do: 'accept' }],
  },
  {
    daysAgo: 6,
    hour: 2,
    supplier: 'nordlicht',
    lines: [
      ['BAT-1', 2],
      ['CHG-2', 3],
    ],
    needIn: 16,
    turns: calm(1),
  },
  {
    daysAgo: 6,
    hour: 3,
    supplier: 'forja',
    lines: [
      ['FRM-T-1', 3],
      ['FRM-T-4', 3],
    ],
    needIn: 25,
    turns: [
      { after: 2, do: 'less', reason: 'Tube set short; the rest in April.' },
      { after: 4, do: 'refuse' },
      { after: 6, do: 'accept' },
    ],
  },
  { daysAgo: 5, hour: 1, supplier: 'taichung', lines: [['HOS-1', 2]], needIn: 24, turns: [{ after: 2, do: 'accept' }] },
  { daysAgo: 5, hour: 2, supplier: 'nordlicht', lines: [['DRV-1', 5]], needIn: 18, turns: calm(2) },
  { daysAgo: 4, hour: 1, supplier: 'forja', lines: [['FRK-3', 3]], needIn: 15, turns: [{ after: 6, do: 'accept' }] },
  {
    daysAgo: 4,
    hour: 3,
    supplier: 'wheelworks',
    lines: [
      ['TYR-2', 3],
      ['TYR-3', 2],
    ],
    needIn: 18,
    turns: [{ after: 3, do: 'accept' }],
  },
  {
    daysAgo: 4,
    hour: 4,
    supplier: 'nordlicht',
    lines: [['DSP-3', 3]],
    needIn: 12,
    turns: [
      { after: 1, do: 'split' },
      { after: 2, do: 'agree' },
    ],
  },
  {
    daysAgo: 3,
    hour: 2,
    supplier: 'taichung',
    lines: [
      ['BRK-F-2', 3],
      ['BRK-R-2', 3],
    ],
    needIn: 30,
    turns: [{ after: 2, do: 'accept' }],
  },
  { daysAgo: 3, hour: 3, supplier: 'forja', lines: [['FRM-T-2', 5]], needIn: 24, turns: calm(2) },
  // Not settled yet.
  {
    daysAgo: 2,
    hour: 1,
    supplier: 'forja',
    lines: [['FRM-C-2', 4]],
    needIn: 20,
    turns: [
      { after: 1, do: 'view' },
      { after: 3, do: 'later', days: 8, reason: 'Jig is being repaired.' },
    ],
  },
  {
    daysAgo: 2,
    hour: 2,
    supplier: 'nordlicht',
    lines: [
      ['BAT-2', 5],
      ['BAT-3', 3],
    ],
    needIn: 15,
    turns: [
      { after: 2, do: 'later', days: 6, reason: 'Cells arrive on the 9th.' },
      { after: 3, do: 'counter', days: 3 },
    ],
  },
  {
    daysAgo: 2,
    hour: 3,
    supplier: 'wheelworks',
    lines: [['HUB-R-3', 3]],
    needIn: 16,
    turns: [{ after: 2, do: 'later', days: 10, reason: '' }],
  },
  {
    daysAgo: 1,
    hour: 2,
    supplier: 'taichung',
    lines: [['PAD-2', 3]],
    needIn: 20,
    turns: [{ after: 2, do: 'later', days: 7, reason: '' }],
  },
  { daysAgo: 1, hour: 3, supplier: 'nordlicht', lines: [['CHG-1', 3]], needIn: 10, turns: calm(1) },
  { daysAgo: 1, hour: 5, supplier: 'forja', lines: [['RCK-1', 2]], needIn: 12, turns: [{ after: 0.5, do: 'view' }] },
]

/** Issued when the demo starts, so that there is something to answer and something to watch. */
export const today: readonly Omit<Told, 'daysAgo' | 'hour' | 'turns'>[] = [
  {
    supplier: 'nordlicht',
    lines: [
      ['DRV-1', 3],
      ['DSP-2', 2],
    ],
    needIn: 16,
  },
  { supplier: 'nordlicht', lines: [['BAT-4', 2]], needIn: 9 },
  {
    supplier: 'forja',
    lines: [
      ['FRM-T-2', 3],
      ['FRM-T-3', 3],
      ['FRK-1', 2],
    ],
    needIn: 22,
  },
  {
    supplier: 'wheelworks',
    lines: [
      ['RIM-1', 3],
      ['RIM-3', 2],
      ['SPK-2', 1],
    ],
    needIn: 20,
  },
  { supplier: 'taichung', lines: [['ROT-2', 2]], needIn: 21 },
  {
    supplier: 'sattel',
    lines: [
      ['SDL-1', 4],
      ['GRP-1', 4],
    ],
    needIn: 12,
  },
]
