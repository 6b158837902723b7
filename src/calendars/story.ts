// Collects the explanation of a due instant while the counting goes on.
import { MINUTE_MS } from '../kernel/time.ts'
import type { ExplanationStep } from './explanation.ts'
import { elapsedHours, type Hours } from './openings.ts'
import { openMs, type Pause } from './timeline.ts'

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
    this.nextDay = hours.dayOf(start)
  }

  /** Tells what is out of the ordinary on the days up to this one, those before `from` left out. */
  tellDays(until: number, from = this.nextDay): void {
    if (this.hours === elapsedHours) return
    for (this.nextDay = Math.max(this.nextDay, from); this.nextDay <= until; this.nextDay++)
      // A shutdown is one note on all of its days; so is what falls on two days of another zone.
      for (const note of this.hours.of(this.nextDay).notes) if (!this.steps.includes(note)) this.steps.push(note)
  }

  /** Tells of the pauses that began before the instant. */
  tellPauses(until: number, counting: number): void {
    for (; this.nextPause < this.pauses.length; this.nextPause++) {
      const pause = this.pauses[this.nextPause]
      if (!pause || pause.from.getTime() >= until) return
      if (pause.to.getTime() <= counting) continue
      const from = Math.max(pause.from.getTime(), counting)
      const to = pause.to.getTime()
      this.steps.push({
        kind: 'paused',
        from,
        to,
        why: pause.why,
        minutes: openMs(from, to, this.hours, []) / MINUTE_MS,
      })
    }
  }

  tellCounted(from: number, to: number, left: number): void {
    const last = this.steps.at(-1)
    if (last?.kind === 'counted' && last.to === from) {
      const began = last.from as number
      this.steps[this.steps.length - 1] = counted(began, to, left)
    } else this.steps.push(counted(from, to, left))
  }
}

const counted = (from: number, to: number, left: number): ExplanationStep => ({
  kind: 'counted',
  from,
  to,
  minutes: (to - from) / MINUTE_MS,
  left: left / MINUTE_MS,
})
