// What is done with long interchanges apart from the main thread. What comes back holds no segments, and can be cloned. Pure.
import type { Buffer } from 'node:buffer'
import {
  type Group,
  type GroupJudgment,
  type Interchange,
  type JudgeOptions,
  type Judgment,
  judgeInterchange,
  type Reading,
  readInterchanges,
  type TransactionSet,
} from '../x12/index.ts'
import { linesHolding, type Outline, outlineOf } from './outline.ts'

/** Framing needs no more than the headers: segments of the sets are passed over. */
export const framing = { segmentsPerSetMax: 1, findingsPerSetMax: 1 }

/** Each by its name: what it is asked, and what it answers. */
export const tasks = {
  /** Where the interchanges of an input begin and end, and who sends them; nothing of what is in them. */
  frame: (bytes: Buffer): Reading => {
    const { interchanges, ...rest } = readInterchanges(bytes, framing)
    return { ...rest, interchanges: interchanges.map(one => ({ ...one, groups: [] })) }
  },
  /** Undefined when no interchange is in it. */
  judge: (bytes: Buffer, options: JudgeOptions): { judgment: Judgment; wrapped: boolean } | undefined => {
    const { interchanges, findings } = readInterchanges(bytes)
    const [interchange] = interchanges
    if (!interchange) return undefined
    const wrapped = findings.some(one => one.code === 'input.wrapped')
    return { judgment: bareJudgment(judgeInterchange(interchange, options)), wrapped }
  },
  outline: (bytes: Buffer) => outlineOf(bytes),
  search: (bytes: Buffer, { outline, text, max }: { outline: Outline; text: string; max: number }) =>
    linesHolding(bytes, outline, text, max),
} as const

export type Tasks = typeof tasks
export type TaskName = keyof Tasks
export type AskedOf<K extends TaskName> = Parameters<Tasks[K]>[1]

/** The same without segments: who needs those of a set reads its bytes again. */
function bareJudgment(judgment: Judgment): Judgment {
  const groups = judgment.groups.map(bareGroupJudgment)
  return { ...judgment, interchange: bareInterchange(judgment.interchange, groups), groups }
}

function bareInterchange(interchange: Interchange, groups: readonly GroupJudgment[]): Interchange {
  return { ...interchange, groups: groups.map(({ group }) => group) }
}

function bareGroupJudgment(judgment: GroupJudgment): GroupJudgment {
  const sets = judgment.sets.map(one => ({ ...one, set: bareSet(one.set) }))
  const group: Group = { ...judgment.group, sets: sets.map(({ set }) => set) }
  return { ...judgment, group, sets }
}

const bareSet = ({ id, control, convention, se, offset, end, findings }: TransactionSet): TransactionSet => ({
  ...{ id, control, convention, offset, end, findings },
  ...(se ? { se } : {}),
  segments: [],
})
