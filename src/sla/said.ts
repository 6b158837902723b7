// What is posted of a step to a system of the buyer's: names as on the wire, everything a person would be told. Pure.
import { formatInstant } from '../kernel/time.ts'
import type { ClockKind } from './api.ts'
import type { ClockRecord } from './clock-row.ts'
import type { Step } from './ladder.ts'
import { stepTitle, subjectLink } from './words.ts'

export type PostState = 'queued' | 'sent' | 'failed'

export const switchedOff = 'The webhook is switched off.'

/** Instants are ISO 8601. */
export interface Said {
  level: string
  /** In words, on one line. */
  title: string
  late: boolean
  what: { kind: ClockKind; number: string; lines: number[] | null }
  /** When the step came due. */
  at: string
  due: string
  /** The zone that the target is counted in. */
  zone: string
  supplier: Named & { vendorNumber: string }
  buyer: Named
  /** A path of the portal; posted as a whole address. */
  path: string
}

interface Named {
  id: string
  name: string
}

export function saidOf(clock: ClockRecord, { level, at }: Step, parties: Pick<Said, 'supplier' | 'buyer'>): Said {
  const { kind, label, lines, dueAt, zone } = clock
  const due = formatInstant(dueAt, zone)
  return {
    level,
    title: stepTitle(clock, level, { buyer: parties.buyer.name, supplier: parties.supplier.name, due }),
    late: !level.startsWith('warned'),
    what: { kind, number: label, lines },
    at,
    due: dueAt.toISOString(),
    zone,
    ...parties,
    path: subjectLink(clock, clock.id),
  }
}

/** The same bytes on every try. */
export function bytesOf(id: string, { path, ...said }: Said, publicUrl: string): Buffer {
  return Buffer.from(JSON.stringify({ id, event: 'clock.step', ...said, link: new URL(path, publicUrl).href }))
}
