// For what several clocks may be paused at once: what each of them may be. Pure.
import type { ClockRow, PauseReason } from '../../sla/api.ts'

export function commonReasons(rows: readonly Pick<ClockRow, 'pausableFor'>[]): PauseReason[] {
  const [first, ...others] = rows
  return first ? first.pausableFor.filter(reason => others.every(each => each.pausableFor.includes(reason))) : []
}
