// How clocks are asked.
import type { FastifyInstance } from 'fastify'
import { serve } from '../kernel/http.ts'
import { acknowledge } from './acknowledge.ts'
import { slaApi as api } from './api.ts'
import { clockDetail, clockRow } from './detail.ts'
import { decideDispute, dispute } from './dispute.ts'
import { excuse, takeBackExcuse } from './excuse.ts'
import { boardGroups } from './groups.ts'
import { movesBy } from './moves.ts'
import { noteCall } from './note-call.ts'
import { pause, resume } from './pause.ts'
import { policyRoutes } from './policy-routes.ts'
import { board, clocksOf, inboxDue, summary } from './queries.ts'
import { remind } from './remind.ts'
import { behindFigure, responseReport } from './report.ts'
import { reportApi } from './report-api.ts'
import { saySeen } from './seen.ts'

function breachRoutes(app: FastifyInstance): void {
  serve(app, api.excuse, { act: 'clock.excuse' }, async ({ tx, params, body }) => {
    const refused = await excuse(tx, params.clockId, body)
    return refused ?? (await clockRow(tx, params.clockId))
  })
  serve(app, api.takeBackExcuse, { act: 'clock.excuse' }, async ({ tx, params, body }) => {
    const refused = await takeBackExcuse(tx, params.clockId, body.note)
    return refused ?? (await clockRow(tx, params.clockId))
  })
  serve(app, api.dispute, { act: 'clock.dispute' }, async ({ tx, params, body }) => {
    const refused = await dispute(tx, params.clockId, body.words)
    return refused ?? (await clockRow(tx, params.clockId))
  })
  serve(app, api.decideDispute, { act: 'clock.excuse' }, async ({ tx, params, body }) => {
    const refused = await decideDispute(tx, params.clockId, body)
    return refused ?? (await clockRow(tx, params.clockId))
  })
}

export function slaRoutes(app: FastifyInstance): void {
  serve(app, api.board, { act: 'board.view' }, ({ tx, query }) => board(tx, query))
  serve(app, api.summary, { act: 'board.view' }, ({ tx, query }) => summary(tx, query))
  serve(app, api.groups, { act: 'board.view' }, ({ tx, query }) => boardGroups(tx, query))
  serve(app, api.inboxDue, { act: 'inbox.view' }, ({ tx, query }) => inboxDue(tx, query))
  serve(app, api.clocksOf, { act: 'clock.view' }, ({ tx, query }) => clocksOf(tx, query.subjectIds))
  serve(app, api.clock, { act: 'clock.view' }, ({ tx, params }) => clockDetail(tx, params.clockId))
  serve(app, api.acknowledge, { act: 'clock.acknowledge' }, async ({ tx, params }) => {
    const refused = await acknowledge(tx, params.clockId)
    return refused ?? (await clockRow(tx, params.clockId))
  })
  serve(app, api.saySeen, { act: 'clock.see' }, async ({ tx, params }) => {
    const refused = await saySeen(tx, params.clockId)
    return refused ?? (await clockRow(tx, params.clockId))
  })
  serve(app, api.remind, { act: 'clock.remind' }, async ({ tx, params }) => {
    const refused = await remind(tx, params.clockId)
    return refused ?? (await clockRow(tx, params.clockId))
  })
  serve(app, api.noteCall, { act: 'clock.call' }, ({ tx, params, body }) => noteCall(tx, params.clockId, body.note))
  serve(app, api.pause, { act: 'clock.pause' }, async ({ tx, params, body }) => {
    const refused = await pause(tx, params.clockId, body)
    return refused ?? (await clockRow(tx, params.clockId))
  })
  serve(app, api.moves, { act: 'calendar.manage' }, ({ tx, params, body }) => movesBy(tx, params.calendarId, body))
  serve(app, api.resume, { act: 'clock.pause' }, async ({ tx, params }) => {
    const refused = await resume(tx, params.clockId)
    return refused ?? (await clockRow(tx, params.clockId))
  })
  breachRoutes(app)
  policyRoutes(app)
  serve(app, reportApi.report, { act: 'report.view' }, ({ tx, asker, query }) => responseReport(tx, asker.side, query))
  serve(app, reportApi.behind, { act: 'report.view' }, ({ tx, asker, query }) => behindFigure(tx, asker.side, query))
}
