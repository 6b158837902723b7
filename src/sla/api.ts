// Clocks on the wire: the buyer's board, why something is due, who was told, and the supplier's own due answers.
import Type, { type Static } from 'typebox'
import { CalendarBody } from '../calendars/api.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { Closed, Id, InstantText, Line, listQuery, OneOf, OrNull } from '../kernel/wire.ts'
import { priorities } from '../orders/priority.ts'
import { DecisionBody, Dispute, DisputeBody, Excuse, ExcuseBody, NoteBody } from './breach.ts'

/** `decision`: the buyer's own, on a supplier's proposal; `ship-notice`: due before a delivery that was agreed on. */
export const clockKinds = ['order', 'call-off', 'commit', 'acknowledgment', 'decision', 'ship-notice'] as const
export type ClockKind = (typeof clockKinds)[number]

export const clockStates = [
  'pending',
  'running',
  'paused',
  'met',
  'breached',
  'met-late',
  'excused',
  'cancelled',
  'cancelled-late',
] as const

/**
 * How a clock stands, in one word to sort and colour by. `at-risk`: the instant of the last reminder before it is due has passed.
 * `cancelled-late`: nothing is asked any more, and it was late by then.
 */
export const urgencies = ['late', 'at-risk', 'on-track', 'met', 'met-late', 'cancelled-late', 'closed'] as const
export type Urgency = (typeof urgencies)[number]

const Party = Type.Object({ id: Id, name: Type.String() })

/**
 * Somebody who was told of a step, and what became of the mail. Of what is posted to a system: what the buyer calls that,
 * for the supplier the buyer itself, and no address.
 */
export const ToldPerson = Type.Object({
  name: Type.String(),
  address: Type.String(),
  channel: OneOf(['mail', 'in-app', 'webhook']),
  /** Of a mail that is queued: from when it may leave. */
  at: InstantText,
  state: Type.Optional(OneOf(['queued', 'sent', 'filed', 'bounced', 'failed'])),
  /** In the portal: when its reader opened it there, or by the link in the mail. */
  openedAt: Type.Optional(InstantText),
  /** Why it has not reached the system, for the buyer. */
  reason: Type.Optional(Type.String()),
})
export type ToldPerson = Static<typeof ToldPerson>

/** The contacts that a step names, by name, for the buyer. */
const ofNamed = { named: Type.Optional(Type.Array(Type.String())) }

/** A step of the ladder that has fired. */
export const FiredStep = Type.Object({
  level: Type.String(),
  dueAt: InstantText,
  firedAt: InstantText,
  audience: Type.String(),
  why: Type.String(),
  /** An answer lay in the house, received in time and not read for a quarter of an hour. */
  unread: Type.Boolean(),
  told: Type.Array(ToldPerson),
  /** Who was told in turn because mails of it did not arrive. */
  instead: Type.Array(Type.String()),
  ...ofNamed,
  /** How many of the contacts that it names were there no more, for the buyer; where that is all, `audience` was told instead. */
  gone: Type.Optional(Type.Integer()),
})
export type FiredStep = Static<typeof FiredStep>

export const ComingStep = Type.Object({
  level: Type.String(),
  at: InstantText,
  to: Type.String(),
  why: Type.String(),
  /** And again so many countable minutes later, until somebody takes it on or the answer comes. */
  everyMinutes: OrNull(Type.Number()),
  /** False: in the portal alone. */
  mails: Type.Boolean(),
  /** To a system of the buyer's, too. */
  posts: Type.Boolean(),
  ...ofNamed,
})
export type ComingStep = Static<typeof ComingStep>

/** At this instant so much of the target is used, 0 to 1; between two points it grows evenly. */
export const Point = Type.Object({ at: InstantText, used: Type.Number() })

export const sides = ['buyer', 'supplier'] as const
export type Side = (typeof sides)[number]

/** Why a clock may stand still: what the one who is to answer waits for. */
export const pauseReasons = ['our-decision', 'our-drawing', 'force-majeure', 'disputed', 'other'] as const
export type PauseReason = (typeof pauseReasons)[number]

export const PauseBody = Closed(
  { reason: OneOf(pauseReasons), note: Type.String({ minLength: 1, maxLength: 1_000 }) },
  { examples: [{ reason: 'our-drawing', note: 'Drawing 4711-B goes out on Monday.' }] },
)
export type PauseBody = Static<typeof PauseBody>

export const CallBody = Closed(
  { note: Type.String({ minLength: 1, maxLength: 1_000 }) },
  { examples: [{ note: 'Mara answers before noon.' }] },
)

export const ClockPause = Type.Object({
  from: InstantText,
  /** Null while it lasts. */
  to: OrNull(InstantText),
  reason: OneOf(pauseReasons),
  note: Type.String(),
  by: Type.String(),
  /** Whose pause it is. Left out: the buyer's, as all were before a policy could let suppliers pause. */
  side: Type.Optional(OneOf(sides)),
  /** Who let the clock go on. Left out while it lasts, and where the answer ended it. */
  resumed: Type.Optional(Type.Object({ by: Type.String(), side: OneOf(sides) })),
})
export type ClockPause = Static<typeof ClockPause>

const pausing = {
  /** The pause under way. */
  paused: OrNull(ClockPause),
  /** For what the reader's side may pause it now; whether this reader may, his role says. */
  pausableFor: Type.Array(OneOf(pauseReasons)),
  /** Whether the reader's side may let it go on. */
  mayResume: Type.Boolean(),
}

const clockRow = {
  id: Id,
  kind: OneOf(clockKinds),
  state: OneOf(clockStates),
  urgency: OneOf(urgencies),
  /** order | supplier-release | document */
  subject: Type.Object({ kind: Type.String(), id: Id }),
  /** What people call the subject: an order number. */
  label: Type.String(),
  round: Type.Integer(),
  /** Asked anew for these lines of the order only. */
  lines: OrNull(Type.Array(Type.Integer())),
  /** How much its order hurries; null: it is about none. */
  priority: OrNull(OneOf(priorities)),
  buyer: Party,
  supplier: Party,
  /** Whom the buyer calls about it, with the telephone as it is written, empty where none is known; null for the supplier. */
  contact: OrNull(Type.Object({ name: Type.String(), phone: Type.String() })),
  /** The interchange in which what is asked went out last; null where it went out by none, and for the supplier. */
  sentIn: OrNull(Id),
  startedAt: InstantText,
  countingFrom: InstantText,
  dueAt: InstantText,
  stoppedAt: OrNull(InstantText),
  /** The zone that the target is counted in. */
  zone: Type.String(),
  /** One line: 'due Tue 24 Nov 10:30 Stuttgart = 4 h of Mon 23 Nov'. */
  because: Type.String(),
  progress: Type.Array(Point),
  /** Marks on the bar: reminders and the due instant. */
  marks: Type.Array(Type.Object({ level: Type.String(), at: InstantText })),
  next: OrNull(ComingStep),
  fired: Type.Array(FiredStep),
  /** Why nothing is asked any more since `stoppedAt`, of one that was late by then and has no answer, excused or not. */
  cancelledWhy: OrNull(Type.String()),
  takenOn: OrNull(Type.Object({ by: Type.String(), at: InstantText })),
  /** Who of the supplier has said to have seen it: repeats to their side have stopped, its time has not. */
  seen: OrNull(Type.Object({ by: Type.String(), at: InstantText })),
  excuse: OrNull(Excuse),
  /** A dispute of its breach waits for the buyer. */
  disputed: Type.Boolean(),
  ...pausing,
}
export const ClockRow = Type.Object(clockRow)
export type ClockRow = Static<typeof ClockRow>

const span = { from: InstantText, to: InstantText, minutes: Type.Number() }
const Span = Type.Object(span)
export type Span = Static<typeof Span>

/** A day of the zone that is counted in, to draw. Some have 23 or 25 hours. What stands still on it, and when what was done, is said once for all days. */
export const DrawnDay = Type.Object({
  date: Type.String(),
  from: InstantText,
  to: InstantText,
  /** Why a day that would have been worked was not. */
  holiday: OrNull(Type.String()),
  /** Working day so-and-so of a target in days. */
  number: OrNull(Type.Integer()),
  open: Type.Array(Span),
  /** Of two calendars only one was open: `calendar` was closed. Days off of one of them are told by `holiday`. */
  closed: Type.Array(Type.Object({ ...span, calendar: Type.String() })),
  /** Time that counts; of a target in minutes all of these add up to it. */
  counted: Type.Array(Span),
  /** How many days before this one are not drawn, and the minutes in them that count; null: the day before it is, or it is the first. */
  skipped: OrNull(Type.Object({ days: Type.Integer(), minutes: Type.Number() })),
})
export type DrawnDay = Static<typeof DrawnDay>

export const ClockDetail = Type.Object({
  ...clockRow,
  /** Sentences that add up to the target, the due instant first. */
  explanation: Type.Array(Type.String()),
  target: Type.String(),
  /** What governs it since it started; null: what is agreed in the relationship. */
  policy: OrNull(
    Type.Object({
      /** Null for the supplier: the policy is the buyer's. */
      id: OrNull(Id),
      name: Type.String(),
      version: Type.Integer(),
      why: Type.String(),
      /** For what it may be paused. */
      pauseReasons: Type.Array(OneOf(pauseReasons)),
    }),
  ),
  /** None: day and night. Two: only hours count in which both are open; days, cut-off and zone are the first's. */
  calendars: Type.Array(Type.Object({ id: Id, name: Type.String(), version: Type.Integer() })),
  /** From which of the supplier's sites what is asked ships, and whose calendar counts; null: not said. */
  shipFrom: OrNull(
    Type.Object({
      sites: Type.Array(Type.String()),
      /** Empty: no site's own, but the one that is agreed, or the buyer's. */
      countedAt: Type.Array(Type.String()),
    }),
  ),
  /** Whose hours count where that is not plain, and why it is counted as it is. */
  note: Type.String(),
  /** From the start until it was due and has stopped, or now; of very many the first, the last and those about the due day. */
  days: Type.Array(DrawnDay),
  /** The days after those: none of one that has stopped. */
  ahead: Type.Array(DrawnDay),
  /** The start came after this instant, the cut-off of its day, so counting began later. */
  cutOff: OrNull(InstantText),
  /** All that counts, in the days that are drawn and in those that are not; 0 of a target in days. */
  countedMinutes: Type.Number(),
  coming: Type.Array(ComingStep),
  pauses: Type.Array(ClockPause),
  disputes: Type.Array(Dispute),
  history: Type.Array(
    Type.Object({
      ...{ id: Id, type: Type.String(), at: InstantText, actor: Type.String(), channel: Type.String() },
      /** Of a step that came due, and whom it is for; who was told of it, if anybody, stands with the steps. */
      level: OrNull(Type.String()),
      to: OrNull(Type.String()),
      /** What was said of a call, for the buyer. */
      note: OrNull(Type.String()),
    }),
  ),
})
export type ClockDetail = Static<typeof ClockDetail>

export const boardSorts = [
  'urgency',
  'due',
  '-due',
  'started',
  '-started',
  'label',
  '-label',
  'supplier',
  '-supplier',
  // What is hot first, each in the order of urgency.
  'priority',
] as const

/** When the reader's day ends: what "today" means in the counts and in the filter. */
const dayEnds = Type.Optional(Line(40))

/** What it is about. */
const narrower = {
  search: listQuery.search,
  /** Comma list of kinds. */
  kind: Type.Optional(Line(80)),
  supplierId: Type.Optional(Id),
  /** Of orders to be delivered there: the site's code. */
  site: Type.Optional(Line(60)),
  /** Of orders that this person issued. */
  person: Type.Optional(Line(200)),
  /** Of orders all of whose items were of this group when they were issued. */
  itemGroupId: Type.Optional(Id),
  /** Of orders that hurry so much. */
  priority: Type.Optional(OneOf(priorities)),
}

export const BoardQuery = Closed({
  ...narrower,
  limit: listQuery.limit,
  offset: listQuery.offset,
  sort: Type.Optional(OneOf(boardSorts)),
  /** Comma list of urgencies; without it all that is open. */
  urgency: Type.Optional(Line(80)),
  dayEnds,
  /** Open, not late yet, and due before the day ends. */
  today: Type.Optional(Type.Boolean()),
  /** Stopped in the last 24 hours. */
  recent: Type.Optional(Type.Boolean()),
  /** Late and taken on by nobody. */
  unclaimed: Type.Optional(Type.Boolean()),
  /** A dispute waits for the buyer, of whatever is late or was answered late. */
  disputed: Type.Optional(Type.Boolean()),
})
export type BoardQuery = Static<typeof BoardQuery>

/** What each number of the board counts, as the question that lists the same answers; `today` goes with `dayEnds`. */
export const tiles = {
  late: { urgency: 'late' },
  risk: { urgency: 'at-risk' },
  today: { today: true },
  open: {},
  ours: { kind: 'decision' },
  met: { urgency: 'met,met-late', recent: true },
} as const satisfies Record<string, Pick<BoardQuery, 'urgency' | 'today' | 'recent' | 'kind'>>

export const Counts = Type.Object({
  open: Type.Integer(),
  dueToday: Type.Integer(),
  atRisk: Type.Integer(),
  late: Type.Integer(),
  /** Of the late ones. */
  unclaimed: Type.Integer(),
  /** Of the open ones: decisions that the buyer itself owes, and how many of them are late. */
  ours: Type.Integer(),
  oursLate: Type.Integer(),
  /** Stopped in the last 24 hours. */
  met: Type.Integer(),
  metLate: Type.Integer(),
})
export type Counts = Static<typeof Counts>

export const BoardSummary = Type.Object({
  counts: Counts,
  /** Disputes that wait for the buyer to decide, however long ago the answer came. */
  disputes: Type.Integer(),
  /** Stopped in the last 24 hours, newest first. */
  recent: Type.Array(ClockRow),
  suppliers: Type.Array(Party),
  /** Where orders that are waited for are to be delivered, and who issued them. */
  sites: Type.Array(Type.Object({ code: Type.String(), name: Type.String() })),
  people: Type.Array(Type.String()),
  itemGroups: Type.Array(Party),
  serverNow: InstantText,
})
export type BoardSummary = Static<typeof BoardSummary>

export const boardGroupings = ['supplier', 'site', 'person', 'itemGroup', 'kind'] as const
export type BoardGrouping = (typeof boardGroupings)[number]

export const GroupsQuery = Closed({ by: OneOf(boardGroupings), ...narrower })
export type GroupsQuery = Static<typeof GroupsQuery>

/** Open clocks that have something in common, by how they stand. */
export const BoardGroup = Type.Object({
  /** What the board is narrowed by to list them; null for what has nothing of the sort: a forecast has no site. */
  key: OrNull(Type.String()),
  /** What people call it; of a kind of answer the kind itself. */
  name: Type.String(),
  late: Type.Integer(),
  atRisk: Type.Integer(),
  onTrack: Type.Integer(),
  /** Of the late ones: taken on by nobody. */
  unclaimed: Type.Integer(),
  /** Of those that are not late. */
  nextDueAt: OrNull(InstantText),
})
export type BoardGroup = Static<typeof BoardGroup>

/** What an order's page or an inbox shows of its clock. */
export const ClockSummary = Type.Object({
  id: Id,
  subjectId: Id,
  kind: OneOf(clockKinds),
  /** Asked anew for these lines of the order only. */
  lines: OrNull(Type.Array(Type.Integer())),
  state: OneOf(clockStates),
  urgency: OneOf(urgencies),
  startedAt: InstantText,
  countingFrom: InstantText,
  dueAt: InstantText,
  stoppedAt: OrNull(InstantText),
  soonFrom: OrNull(InstantText),
  zone: Type.String(),
  because: Type.String(),
  explanation: Type.Array(Type.String()),
  /** Why nothing is asked any more since `stoppedAt`, of one that was late by then and has no answer, excused or not. */
  cancelledWhy: OrNull(Type.String()),
  takenOn: OrNull(Type.Object({ by: Type.String(), at: InstantText })),
  /** Who of the supplier has said to have seen it: repeats to their side have stopped, its time has not. */
  seen: OrNull(Type.Object({ by: Type.String(), at: InstantText })),
  excuse: OrNull(Excuse),
  disputed: Type.Boolean(),
  ...pausing,
})
export type ClockSummary = Static<typeof ClockSummary>

/** What is due first comes first, always. */
export const InboxQuery = Closed({
  search: listQuery.search,
  limit: listQuery.limit,
  offset: listQuery.offset,
  /** Comma list of kinds. */
  kind: Type.Optional(Line(80)),
  buyerId: Type.Optional(Id),
  late: Type.Optional(Type.Boolean()),
})
export type InboxQuery = Static<typeof InboxQuery>

const one = Closed({ clockId: Id })

/** What saving a changed calendar would do. */
export const Moves = Type.Object({
  /** Clocks counted on it that are not late. */
  open: Type.Integer(),
  /** Of them, those that would be due sooner or later than now. */
  moved: Type.Integer(),
  /** Of them, those that keep what is due: it would have passed already, or could not be counted. */
  kept: Type.Integer(),
  /** The first of those that move, soonest first. */
  rows: Type.Array(
    Type.Object({
      clockId: Id,
      kind: OneOf(clockKinds),
      label: Type.String(),
      lines: OrNull(Type.Array(Type.Integer())),
      supplier: Type.String(),
      dueBefore: InstantText,
      dueAfter: InstantText,
    }),
  ),
})
export type Moves = Static<typeof Moves>

export const slaApi = {
  board: endpoint('GET', '/api/board', 'Shows which answers are due, which are late, and who was told', {
    query: BoardQuery,
    response: Type.Object({ rows: Type.Array(ClockRow), total: Type.Integer() }),
  }),
  summary: endpoint('GET', '/api/board/summary', 'Counts what is due, at risk and late, and what was met of late', {
    query: Closed({ dayEnds }),
    response: BoardSummary,
  }),
  groups: endpoint('GET', '/api/board/groups', 'Counts what is late, at risk and on track by what it is about', {
    query: GroupsQuery,
    response: Type.Object({ groups: Type.Array(BoardGroup) }),
  }),
  clocksOf: endpoint('GET', '/api/clocks', 'Shows what is due of orders, forecasts or documents, or how it ended', {
    /** Comma list of ids. */
    query: Closed({ subjectIds: Line(37 * 200) }),
    response: Type.Object({ rows: Type.Array(ClockSummary), serverNow: InstantText }),
  }),
  inboxDue: endpoint('GET', '/api/inbox/clocks', "Lists the supplier's own due answers, across its customers", {
    query: InboxQuery,
    response: Type.Object({
      rows: Type.Array(ClockRow),
      total: Type.Integer(),
      counts: Counts,
      serverNow: InstantText,
    }),
  }),
  clock: endpoint('GET', '/api/clocks/:clockId', 'Shows why something is due when it is, and every step taken', {
    params: one,
    response: ClockDetail,
  }),
  acknowledge: endpoint('POST', '/api/clocks/:clockId/acknowledgment', 'Takes a late answer on: reminders stop', {
    params: one,
    response: ClockRow,
  }),
  saySeen: endpoint('POST', '/api/clocks/:clockId/seen', 'Says that the supplier has seen it: its own reminders stop', {
    params: one,
    response: ClockRow,
  }),
  remind: endpoint(
    'POST',
    '/api/clocks/:clockId/reminder',
    'Reminds who owes the answer now, beside the ladder; at most once an hour',
    { params: one, response: ClockRow },
  ),
  noteCall: endpoint('POST', '/api/clocks/:clockId/calls', 'Notes that somebody called the supplier about it', {
    params: one,
    body: CallBody,
  }),
  pause: endpoint(
    'POST',
    '/api/clocks/:clockId/pause',
    'Stops a clock from now on, for a reason: the buyer, or the supplier its own',
    {
      params: one,
      body: PauseBody,
      response: ClockRow,
    },
  ),
  moves: endpoint(
    'POST',
    '/api/calendars/:calendarId/moves',
    'Tells which running clocks a changed calendar would move, and by how much, before it is saved',
    { params: Closed({ calendarId: Id }), body: CalendarBody, response: Moves },
  ),
  resume: endpoint(
    'POST',
    '/api/clocks/:clockId/resumption',
    'Lets a paused clock go on: what is due moves by the pause',
    {
      params: one,
      response: ClockRow,
    },
  ),
  excuse: endpoint('POST', '/api/clocks/:clockId/excuse', 'Excuses a breach: it does not count against the supplier', {
    params: one,
    body: ExcuseBody,
    response: ClockRow,
  }),
  takeBackExcuse: endpoint(
    'POST',
    '/api/clocks/:clockId/excuse/withdrawal',
    'Takes an excuse back: the breach counts',
    {
      params: one,
      body: NoteBody,
      response: ClockRow,
    },
  ),
  dispute: endpoint('POST', '/api/clocks/:clockId/dispute', "Says that a breach is not the supplier's fault", {
    params: one,
    body: DisputeBody,
    response: ClockRow,
  }),
  decideDispute: endpoint('POST', '/api/clocks/:clockId/dispute/decision', 'Excuses a disputed breach, or upholds it', {
    params: one,
    body: DecisionBody,
    response: ClockRow,
  }),
}
