// Forecasts over HTTP: schema, permission, verb, nothing else.
import type { FastifyInstance } from 'fastify'
import { type Refusal, Refused } from '../kernel/errors.ts'
import { serve } from '../kernel/http.ts'
import { forecastsApi as api } from './api.ts'
import { commit } from './commit.ts'
import { draftOf } from './draft.ts'
import { CSV_CHARS_MAX } from './forecast.ts'
import { forecastTemplate, importForecast, previewForecast } from './import-forecast.ts'
import { publish } from './publish.ts'
import { getRelease, listReleases, listShares } from './queries.ts'
import { listReleaseLines } from './release-lines.ts'
import { getShare } from './share-detail.ts'
import { viewForecast } from './view.ts'

const view = { act: 'forecast.view' }
const edit = { act: 'forecast.publish' }

/** 10,000 lines by 52 weeks are some 24 MB of JSON. */
const publishBytesMax = 32 * 1024 * 1024

/** A file inside a JSON body, with what escaping and letters of several bytes add. */
const csvBytesMax = 2 * CSV_CHARS_MAX

export function forecastsRoutes(app: FastifyInstance): void {
  serve(app, api.releases, view, ({ tx, query }) => listReleases(tx, query))
  serve(app, api.draft, edit, ({ tx }) => draftOf(tx))
  serve(app, api.template, edit, ({ tx, query }) => forecastTemplate(tx, query.form))
  serve(app, api.release, view, ({ tx, params }) => getRelease(tx, params.releaseId))
  serve(app, api.releaseLines, view, ({ tx, params, query }) => listReleaseLines(tx, params.releaseId, query))
  serve(app, api.publish, { ...edit, bodyLimit: publishBytesMax }, async ({ tx, body }) => ({
    ...done(await publish(tx, { source: 'api', ...body })),
    errors: [],
  }))
  serve(app, api.preview, { ...edit, bodyLimit: csvBytesMax }, ({ tx, body: { csv, ...zone } }) =>
    previewForecast(tx, csv, zone),
  )
  serve(app, api.import, { ...edit, bodyLimit: csvBytesMax }, async ({ tx, body }) =>
    done(await importForecast(tx, body)),
  )

  serve(app, api.list, view, ({ tx, query }) => listShares(tx, query))
  serve(app, api.get, view, ({ tx, params }) => getShare(tx, params.supplierReleaseId))
  serve(app, api.commit, { act: 'forecast.commit' }, async ({ tx, params, body }) =>
    done(await commit(tx, { ...body, ...params })),
  )
  serve(app, api.view, view, async ({ tx, params }) => {
    await viewForecast(tx, params.supplierReleaseId)
    return undefined
  })
}

/** All refusals at once, so that a page can show each beside its cell. */
function done<T>(result: T | Refusal[]): T {
  if (Array.isArray(result)) throw new Refused(result)
  return result
}
