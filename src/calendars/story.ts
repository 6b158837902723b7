// Collects the explanation of a due instant while the counting goes on.
import { dateOfDay, dayOfInstant, MINUTE_MS } from '../kernel/time.ts'
import type { ExplanationStep } from './explanation.ts'
import { elapsedHours, type Hours } from './openings.ts'
import { iso, openMs, type Pause } from './timeline.ts'

export class Story {
  readonly steps: ExplanationStep[] = []
  readonly hours: Hours
  readonly pauses: readonly Pause[]
  /** Days and pauses before these have been told. */
  private nextDay: number
  private nextPause = 0

  constructor(start: number, hours: Hours, pauses: readonly Pause[]) {
    this.hours = hours
    this.pauses = pauses
    this.nextDay = dayOfInstant(start, hours.zone)
  }

  /** Tells of the holidays, extra shifts and changes of clocks up to the day in which the instant falls. */
  tellDays(until: number): void {
    if (this.hours === elapsedHours) return
    const last = dayOfInstant(until, this.hours.zone)
    for (; this.nextDay <= last; this.nextDay++) {
      const { holiday, extra, clockChange } = this.hours.of(this.nextDay)
      if (holiday === undefined && !extra && clockChange === 0) continue
      const date = dateOfDay(this.nextDay)
      if (holiday !== undefined) this.steps.push({ kind: 'holiday', date, name: holiday })
      if (extra) this.steps.push({ kind: 'extra-shift', date })
      if (clockChange !== 0) this.steps.push({ kind: 'clock-change', date, minutes: clockChange })
    }
  }

  /** Tells of the pauses that began before the instant. */
  tellPauses(until: number, counting: number): void {
    for (; this.nextPause < this.pauses.length; this.nextPause++) {
      const pause = this.pauses[this.nextPause]
      if (!pause || pause.from.getTime() >= until) return
      if (pause.to.getTime() <= counting) continue
      const from = Math.max(pause.from.getTime(), counting)
      const minutes = openMs(from, pause.to.getTime(), this.hours, []) / MINUTE_MS
      this.steps.push({ kind: 'paused', from: iso(from), to: pause.to.toISOString(), why: pause.why, minutes })
    }
  }

  tellCounted(from: number, to: number, left: number): void {
    const last = this.steps.at(-1)
    const told = { kind: 'counted' as const, to: iso(to), left: left / MINUTE_MS }
    if (last?.kind === 'counted' && last.to === iso(from)) {
      const began = Date.parse(last.from)
      this.steps[this.steps.length - 1] = { ...told, from: last.from, minutes: (to - began) / MINUTE_MS }
    } else this.steps.push({ ...told, from: iso(from), minutes: (to - from) / MINUTE_MS })
  }
}
