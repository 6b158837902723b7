// The response report on the wire: how fast and how often in time answers come, by partner, kind and month. Shapes only.
import Type, { type Static } from 'typebox'
import { endpoint } from '../kernel/endpoint.ts'
import { Closed, Id, listQuery, OneOf, OrNull } from '../kernel/wire.ts'
import { ClockRow, clockKinds } from './api.ts'
import { attributions } from './breach.ts'

/**
 * Goes up whenever a figure comes to mean something else: kept with each figure, in every export. 2: what was late when
 * nothing was asked any more counts as breached; it was left out. 3: what is not counted yet has no
 * age; it went into the response times as 0 minutes.
 */
export const responseDefinition = 3

export const reportMonths = 12

const Share = OrNull(Type.Number())
const Minutes = OrNull(Type.Number())

const figures = {
  /** Met, breached and waiting: what the response times are of, but for those whose counting has not begun. */
  answers: Type.Integer(),
  met: Type.Integer(),
  /** Answered late, or late and unanswered, also where nothing is asked any more since; and not excused. */
  breached: Type.Integer(),
  excused: Type.Integer(),
  /** Not answered, and not late. */
  waiting: Type.Integer(),
  /** Of the breached: the buyer has yet to decide. */
  disputed: Type.Integer(),
  /** Breached and excused, by whose fault it was. */
  fault: Type.Object({
    supplier: Type.Integer(),
    buyer: Type.Integer(),
    carrier: Type.Integer(),
    system: Type.Integer(),
  }),
  /** Met / (met + breached), 0 to 1; null where there is neither. */
  attainment: Share,
  /** Counted minutes: of so many in a hundred answers it is no more. */
  p50: Minutes,
  p90: Minutes,
  p95: Minutes,
  max: Minutes,
  definition: Type.Integer(),
}
export const Figures = Type.Object(figures)
export type Figures = Static<typeof Figures>

const Party = Type.Object({ id: Id, name: Type.String() })
/** YYYY-MM */
const Month = Type.String({ maxLength: 7, pattern: '^\\d{4}-(0[1-9]|1[0-2])$' })

const chosen = {
  /** In which it was asked, by the calendar of the clock's zone; without it the last twelve. */
  month: Type.Optional(Month),
  partnerId: Type.Optional(Id),
  /**
   * Without it all that the supplier's people answer: a 997, a matter between systems, the buyer's own decisions, and ship
   * notices, which answer nothing, only by themselves.
   */
  kind: Type.Optional(OneOf(clockKinds)),
}
export const ReportQuery = Closed({
  ...chosen,
  /** A row for each month as well: what a trend of one partner is drawn from. */
  byMonth: Type.Optional(Type.Boolean()),
})
export type ReportQuery = Static<typeof ReportQuery>

/** The figures that have a list behind them. */
export const countedFigures = ['answers', 'met', 'breached', 'excused', 'waiting', 'disputed', ...attributions] as const
export type CountedFigure = (typeof countedFigures)[number]

export const BehindQuery = Closed({
  ...chosen,
  figure: OneOf(countedFigures),
  limit: listQuery.limit,
  offset: listQuery.offset,
})
export type BehindQuery = Static<typeof BehindQuery>

export const ReportRow = Type.Object({
  partner: Party,
  kind: OneOf(clockKinds),
  /** Null: of the last twelve. */
  month: OrNull(Month),
  ...figures,
})
export type ReportRow = Static<typeof ReportRow>

export const ResponseReport = Type.Object({
  total: Figures,
  /** Whatever month is chosen: the twelve, oldest first. */
  months: Type.Array(Type.Object({ month: Month, ...figures })),
  rows: Type.Array(ReportRow),
  /** Everybody who has been asked anything in these months. */
  partners: Type.Array(Party),
})
export type ResponseReport = Static<typeof ResponseReport>

/** A clock with what it counted: its response time, or its present age; null: its counting has not begun. */
export const CountedClock = Type.Object({ ...ClockRow.properties, countedMinutes: Minutes })
export type CountedClock = Static<typeof CountedClock>

export const reportApi = {
  report: endpoint('GET', '/api/response-report', 'Shows how often answers came in time, and how long they took', {
    query: ReportQuery,
    response: ResponseReport,
  }),
  behind: endpoint('GET', '/api/response-report/clocks', 'Lists the clocks that a figure of the report counts', {
    query: BehindQuery,
    response: Type.Object({ rows: Type.Array(CountedClock), total: Type.Integer() }),
  }),
}
