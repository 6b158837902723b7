// What is posted of a step to a system of the buyer's: names as on the wire, everything a person would be told. Pure.
import { formatInstant } from '../kernel/time.ts'
import type { ClockKind } from './api.ts'
import type { ClockRecord } from './clock-row.ts'
import type { Step } from './ladder.ts'
import type { PostedStep } from './webhook-api.ts'
import { stepTitle, subjectLink } from './words.ts'

export type PostState = 'queued' | 'sent' | 'failed'

export const switchedOff = 'The webhook is switched off.'

/** As `PostedStep` of the wire, which says what each means. */
export interface Said extends Omit<PostedStep, 'id' | 'event' | 'link'> {
  what: { kind: ClockKind; number: string; lines: number[] | null }
  /** A path of the portal; posted as a whole address. */
  path: string
}

interface Saying extends Pick<Said, 'supplier' | 'buyer'> {
  /** What may be the answer came in time, and could not be read yet. */
  unread: boolean
}

export function saidOf(clock: ClockRecord, { level, at }: Step, { unread, supplier, buyer }: Saying): Said {
  const { kind, label, lines, dueAt, zone } = clock
  const due = formatInstant(dueAt, zone)
  return {
    level,
    title: stepTitle(clock, { level, unread }, { buyer: buyer.name, supplier: supplier.name, due }),
    late: !level.startsWith('warned'),
    unread,
    what: { kind, number: label, lines },
    at,
    due: dueAt.toISOString(),
    zone,
    ...{ supplier, buyer },
    path: subjectLink(clock, clock.id),
  }
}

/** The same bytes on every try. */
export function bytesOf(id: string, { path, ...said }: Said, publicUrl: string): Buffer {
  return Buffer.from(JSON.stringify({ id, event: 'clock.step', ...said, link: new URL(path, publicUrl).href }))
}
