// The forecast releases of the story: one three weeks ago, one last week, and what the suppliers committed to.
import type { Scene, Stage } from './play.ts'

export function forecastScenes(_stage: Stage, _now: Date): Scene[] {
  return []
}
