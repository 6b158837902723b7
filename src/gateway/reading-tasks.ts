// What is done with long interchanges apart from the main thread. What comes back holds no segments, and can be cloned. Pure.
import type { Buffer } from 'node:buffer'
import { hashOf } from '../kernel/ids.ts'
import {
  type JudgeOptions,
  JudgeStream,
  type Judgment,
  type Reading,
  readInterchanges,
  standardLimits,
} from '../x12/index.ts'
import { linesHolding, type Outline, outlineOf } from './outline.ts'

/** Framing needs no more than the headers: segments of the sets are passed over. */
export const framing = { segmentsPerSetMax: 1, findingsPerSetMax: 1 }

/** At a time: enough to be quick, little to be copied. */
const chunkBytes = 256 * 1024

/** Each by its name: what it is asked, and what it answers. */
export const tasks = {
  /** Where the interchanges of an input begin and end, and who sends them; nothing of what is in them. */
  frame: (bytes: Buffer): Reading => {
    const { interchanges, ...rest } = readInterchanges(bytes, framing)
    return { ...rest, interchanges: interchanges.map(one => ({ ...one, groups: [] })) }
  },
  /** As it comes, so that of many segments none is held. Undefined when no interchange is in it. */
  judge: (bytes: Buffer, options: JudgeOptions): { judgment: Judgment; wrapped: boolean } | undefined => {
    const stream = new JudgeStream(options, standardLimits)
    let judgment: Judgment | undefined
    let wrapped = false
    const hear = (events: ReturnType<JudgeStream['end']>) => {
      for (const event of events) {
        if (event.kind === 'interchange') judgment ??= event.judged
        else if (event.kind === 'input') wrapped = event.findings.some(one => one.code === 'input.wrapped')
      }
    }
    for (let at = 0; at < bytes.length; at += chunkBytes) hear(stream.push(bytes.subarray(at, at + chunkBytes)))
    hear(stream.end())
    return judgment && { judgment, wrapped }
  },
  fingerprint: (bytes: Buffer) => hashOf(bytes),
  outline: (bytes: Buffer) => outlineOf(bytes),
  search: (bytes: Buffer, { outline, text, max }: { outline: Outline; text: string; max: number }) =>
    linesHolding(bytes, outline, text, max),
} as const

export type Tasks = typeof tasks
export type TaskName = keyof Tasks
export type AskedOf<K extends TaskName> = Parameters<Tasks[K]>[1]
