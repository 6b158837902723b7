// The door of forecasts: releases, what changes, what suppliers commit to; 830.
import type { OutboundWriters } from '../gateway/index.ts'
import type { Reactions } from '../kernel/events.ts'
import type { WorkHandler } from '../kernel/work.ts'
import { outbound830 } from './edi-830.ts'
import { peopleChanged } from './wait-for-people.ts'

export { forecastsApi } from './api.ts'
export { type CommitDone, type CommitGiven, commit } from './commit.ts'
export { draftOf } from './draft.ts'
export { forecastsSamples } from './edi-sample.ts'
export { type ForecastFact, forecastFacts, type ShareFactData } from './facts.ts'
export * from './forecast.ts'
export { forecastTemplate, importForecast, previewForecast } from './import-forecast.ts'
export { type PublishedRelease, publish, type ReleaseToPublish } from './publish.ts'
export { getRelease, listReleases, listShares } from './queries.ts'
export { listReleaseLines } from './release-lines.ts'
export { forecastsRoutes } from './routes.ts'
export { getShare } from './share-detail.ts'
export { forecastsOf } from './unit-uses.ts'
export { viewForecast } from './view.ts'
export { waitingAmong } from './wait-for-people.ts'

/** How a supplier's share is said to its system: handed to the gateway by app.ts. */
export const forecastsOutbound: OutboundWriters = { '830': outbound830 }

/** No work of their own: gateway, clocks and notices do theirs. */
export const forecastsReactions: Reactions = { 'person.joined': [peopleChanged], 'role.changed': [peopleChanged] }
export const forecastsWork = (): WorkHandler[] => []
