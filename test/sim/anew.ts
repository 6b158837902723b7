// Reminders of ship notices: what was given for the day before its delivery was moved is given anew for the new one, each
// time under a level of its own. By which step of the ladder each was, for the oracle.
import { expectedOf } from './expected.ts'
import { type FiredStep, pausesBy, type Told, termsNow } from './told.ts'

/** A commit is heard of a moment later. */
const HEARD = 5
/** What comes due in the moment of the move may be given before it or after. */
const SAME = 1_000

const reminderOf = (level: string): string | undefined => /^warned-\d+/.exec(level)?.[0]

/** After so many moves. */
const turnOf = ({ moves }: Told, { at }: FiredStep): number =>
  moves.filter(({ committed }) => committed - HEARD <= at).length

/** Each under the level that its step of the ladder has; what is once too much keeps its own. */
export function asLaidOut(told: Told, fired: readonly FiredStep[]): readonly FiredStep[] {
  if (told.moves.length === 0) return fired
  const { rungs } = termsNow(told)
  const seen = new Map<string, number>()
  return fired.map(step => {
    const reminder = reminderOf(step.level)
    if (!reminder) return step
    const key = `${reminder} ${turnOf(told, step)}`
    const before = seen.get(key) ?? 0
    seen.set(key, before + 1)
    return { ...step, level: rungs.filter(({ level }) => reminderOf(level) === reminder)[before]?.level ?? step.level }
  })
}

/** Levels that need not be given any more: since the last move, or before it where the new day left no time for another. */
export function givenBy(told: Told, fired: readonly FiredStep[]): string[] {
  const last = told.moves.at(-1)
  const anew = last && expectedOf(last.terms, pausesBy(told, last.committed)).steps
  const isOver = (level: string) => !last || (anew?.get(level) ?? Number.POSITIVE_INFINITY) <= last.at + SAME
  return asLaidOut(told, fired)
    .filter(step => turnOf(told, step) === told.moves.length || isOver(step.level))
    .map(({ level }) => level)
}
