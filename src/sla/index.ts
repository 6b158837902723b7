// The door of clocks: what is due, what chases it, what is shown of it.
import type { WorkHandler } from '../kernel/work.ts'
import { clockCount } from './count.ts'
import { clockPost, type PostSettings } from './post.ts'
import { clockSay } from './say.ts'
import { clockStep } from './step.ts'
import { clockTell } from './tell.ts'
import { clockWeigh } from './weigh.ts'

export { acknowledge } from './acknowledge.ts'
export { type ClockKind, type ClockRow, type ClockSummary, slaApi } from './api.ts'
export { board, clocksOf, firstDue, inboxDue, isOver, summary } from './queries.ts'
export { slaReactions } from './react.ts'
export { slaRoutes } from './routes.ts'
export { type Asked, startClock } from './start.ts'
export { cancelClocks, stopClocks } from './stop.ts'
export { postedWebhooks } from './webhook-api.ts'

/** Apart from the rest, as it calls other systems. */
export const slaPosts = (settings: PostSettings): WorkHandler[] => [clockPost(settings)]

export const slaWork = (): WorkHandler[] => [clockStep, clockTell, clockSay, clockCount, clockWeigh]
