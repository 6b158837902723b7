// What crosses the wire for orders and call-offs. Schemas only; the browser shares them.
import Type, { type Static } from 'typebox'
import { endpoint } from '../kernel/endpoint.ts'
import { CSV_CHARS_MAX, Closed as closed, Id, OneOf, OrNull as orNull, RowError } from '../kernel/wire.ts'
import { priorities } from './priority.ts'

const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'A day, 2027-03-14.' })
const Quantity = Type.String({ minLength: 1, maxLength: 40, description: 'Exact decimal, 1250.5.' })
const Instant = Type.String({ format: 'date-time' })
const Words = Type.String({ maxLength: 500 })

export const Kind = Type.Enum(['standalone', 'release', 'call-off'])
export const LineAtSchema = Type.Enum([
  'awaiting-answer',
  'confirmed',
  'proposed',
  'countered',
  'agreed',
  'rejected',
  'cancelled',
])
export const Status = Type.Enum(['awaiting-answer', 'to-decide', 'confirmed', 'changed', 'rejected', 'cancelled'])
export const Document = Type.Enum(['portal', '850', '862'])
const Priority = OneOf(priorities)
/** What is awaited is a test only: the relationship is one, or was when the document left. No clock runs. */
const InTest = orNull(Type.Enum(['relationship', 'document']))

export const PromisedSchema = closed({ quantity: Quantity, date: Day })
const Promises = Type.Array(PromisedSchema, { maxItems: 24 })
const Party = Type.Object({ id: Id, name: Type.String() })

/** What of a proposal deserves a second look. */
const WeighedPromise = Type.Object({
  quantity: Quantity,
  date: Day,
  /** Days after the day asked for, below 0 before it; 0 up to the last day that the buyer itself has proposed since. */
  daysLate: Type.Integer(),
  /** The supplier's agreed calendar is closed on that day. */
  closed: Type.Boolean(),
})
export type WeighedPromise = Static<typeof WeighedPromise>

export const OrderRow = Type.Object({
  id: Id,
  number: Type.String(),
  kind: Kind,
  priority: Priority,
  version: Type.Integer(),
  status: Status,
  document: Document,
  answerWanted: Type.Boolean(),
  inTest: InTest,
  buyer: Party,
  supplier: Party,
  issuedAt: Instant,
  deliveredAt: orNull(Instant),
  viewedAt: orNull(Instant),
  answeredAt: orNull(Instant),
  lineCount: Type.Integer(),
  /** Lines that wait for the supplier: not answered, or countered. */
  awaitingCount: Type.Integer(),
  /** Proposals that wait for the buyer. */
  proposedCount: Type.Integer(),
  /** Their ids: agreeing to many names what was seen. */
  proposalIds: Type.Array(Id),
  /** What each of them proposes beside what was asked for, and what of it deserves a second look. */
  proposed: Type.Array(
    Type.Object({
      lineNumber: Type.Integer(),
      buyerPart: Type.String(),
      unit: Type.String(),
      quantity: Quantity,
      needBy: Day,
      promised: Type.Array(WeighedPromise),
      reason: Type.String(),
    }),
  ),
  /** Some lines are rejected and others agreed on. */
  partlyRejected: Type.Boolean(),
  /** The line that the row speaks of: the one whose day is wanted first, cancelled and rejected ones only where all are. */
  lineNumber: Type.Integer(),
  /** First asked of that line, and the last day promised of it now. */
  needBy: Day,
  promisedBy: orNull(Day),
  /** Wanted of it now: of a counter-proposal where one is open, else the day asked for. */
  wantedBy: Day,
  /** Answered before `until`, the lead time still leads to `day`; null where no line waits, or nothing is lost within days. */
  keep: orNull(Type.Object({ day: Day, until: Instant })),
  /** Promised later than the buyer wants and than the agreed days allow, or not promised and the day has come. */
  late: Type.Boolean(),
  /** Days after the day asked for, of the latest line; null when it is not late or nothing is promised. */
  lateDays: orNull(Type.Integer()),
  /** Of that line; the quantity is the one wanted now, too. */
  buyerPart: Type.String(),
  supplierPart: Type.String(),
  description: Type.String(),
  quantity: Quantity,
  unit: Type.String(),
})
export type OrderRow = Static<typeof OrderRow>

export const sorts = [
  'issued',
  '-issued',
  'number',
  '-number',
  'need-by',
  '-need-by',
  'supplier',
  '-supplier',
  'buyer',
  '-buyer',
  'status',
  '-status',
  'urgent',
  '-urgent',
] as const
const Sort = Type.Enum(sorts)

const ListQuery = closed({
  search: Type.Optional(Type.String({ maxLength: 100, description: 'Order number, part number or description.' })),
  /** Comma-separated statuses. */
  status: Type.Optional(Type.String({ maxLength: 200 })),
  kind: Type.Optional(Kind),
  priority: Type.Optional(Priority),
  supplierId: Type.Optional(Id),
  buyerId: Type.Optional(Id),
  itemId: Type.Optional(Id),
  late: Type.Optional(Type.Boolean()),
  /** Comma-separated ids: these orders, for a page that knows of them from elsewhere. */
  ids: Type.Optional(Type.String({ maxLength: 37 * 200 })),
  sort: Type.Optional(Sort),
  offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
})
export type ListQuery = Static<typeof ListQuery>

const Counts = Type.Record(Type.String(), Type.Integer())
export const OrderList = Type.Object({
  rows: Type.Array(OrderRow),
  total: Type.Integer(),
  /** How many by status, whatever status is asked for. */
  counts: Counts,
  /** The other sides that occur, for the filter. */
  partners: Type.Array(Party),
})

export const LineDetail = Type.Object({
  id: Id,
  lineNumber: Type.Integer(),
  itemId: orNull(Id),
  buyerPart: Type.String(),
  supplierPart: Type.String(),
  description: Type.String(),
  unit: Type.String(),
  quantity: Quantity,
  needBy: Day,
  /** The version in which the buyer last changed what it asks of this line. */
  askedVersion: Type.Integer(),
  /** How the line stands, as an opaque mark: say it as `basedOn` of an answer to be told of one that came first. */
  mark: Type.String(),
  firstPromise: orNull(Day),
  at: LineAtSchema,
  promised: Promises,
  /** What is on the table: the supplier's proposal, or the buyer's counter-proposal. */
  open: orNull(
    Type.Object({
      id: Id,
      by: Type.Enum(['buyer', 'supplier']),
      promised: Type.Array(WeighedPromise),
      reason: Type.String(),
      at: Instant,
      proposedBy: Type.String(),
    }),
  ),
  rejectReason: orNull(Type.String()),
  /** Answered before this, the lead time still leads to the day wanted; null where it waits for no answer, or nothing is lost within days. */
  keepUntil: orNull(Instant),
  /** Where it waits for an answer and the day wanted lies inside the lead time: the first day that it allows, answered now. */
  earliest: orNull(Day),
  /** Promised later than the buyer wants and than the agreed days allow, or not promised and the day has come. */
  late: Type.Boolean(),
  /** So many days after the day asked for; null when it is not late or nothing is promised. */
  lateDays: orNull(Type.Integer()),
})
export type LineDetail = Static<typeof LineDetail>

export const ProposalRow = Type.Object({
  id: Id,
  lineNumber: Type.Integer(),
  by: Type.Enum(['buyer', 'supplier']),
  againstVersion: Type.Integer(),
  promised: Promises,
  reason: Type.String(),
  status: Type.Enum(['open', 'auto-accepted', 'accepted', 'rejected', 'countered', 'withdrawn', 'expired']),
  channel: Type.String(),
  proposedBy: Type.String(),
  createdAt: Instant,
  decidedAt: orNull(Instant),
  decidedBy: orNull(Type.String()),
  decisionNote: Type.String(),
})
export type ProposalRow = Static<typeof ProposalRow>

export const AnswerRow = Type.Object({
  id: Id,
  versionAnswered: Type.Integer(),
  /** False when it answered an old version, or when nothing in it could be applied: kept and shown only. */
  applied: Type.Boolean(),
  channel: Type.String(),
  answeredBy: Type.String(),
  receivedAt: Instant,
  lines: Type.Array(Type.Object({ lineNumber: Type.Integer(), words: Type.String(), outcome: Type.String() })),
})

export const HistoryRow = Type.Object({
  id: Id,
  type: Type.String(),
  at: Instant,
  recordedAt: Instant,
  actorName: Type.String(),
  channel: Type.String(),
  data: Type.Record(Type.String(), Type.Unknown()),
})
export type HistoryRow = Static<typeof HistoryRow>

/** One EDI document about the order, its three statuses apart: valid, delivered, acknowledged. */
export const DocumentRow = Type.Object({
  id: Id,
  direction: Type.Enum(['in', 'out']),
  interchangeId: orNull(Id),
  setId: Type.String(),
  status: Type.String(),
  reason: orNull(Type.String()),
  validated: Type.Enum(['waiting', 'valid', 'with-warnings', 'invalid']),
  delivery: orNull(Type.Enum(['queued', 'collectable', 'delivered', 'failed'])),
  deliveredAt: orNull(Instant),
  acknowledgment: Type.Enum(['none', 'awaiting', 'accepted', 'accepted-with-errors', 'rejected', 'overdue']),
  acknowledgedAt: orNull(Instant),
  createdAt: Instant,
  /** An operator's corrected copy was run in its stead. */
  corrected: Type.Boolean(),
})
export type DocumentRow = Static<typeof DocumentRow>

export const OrderDetail = Type.Object({
  id: Id,
  number: Type.String(),
  kind: Kind,
  priority: Priority,
  version: Type.Integer(),
  status: Status,
  document: Document,
  answerWanted: Type.Boolean(),
  inTest: InTest,
  /** How the supplier answers, and how it hears of a decision. */
  answerBy: Type.Enum(['portal', '855', 'silence']),
  decisionBy: Type.Enum(['portal', 'mail']),
  /** It hears by a mail that nobody there can follow here yet; told to the buyer alone. */
  nobodyOpens: Type.Boolean(),
  relationshipId: Id,
  contactEmail: Type.String(),
  /** The working calendar agreed with the supplier, which either side may read. */
  calendarId: orNull(Id),
  side: Type.Enum(['buyer', 'supplier']),
  buyer: Party,
  supplier: Party,
  shipTo: Type.Object({
    code: Type.String(),
    name: Type.String(),
    street: Type.String(),
    city: Type.String(),
    region: Type.String(),
    postalCode: Type.String(),
    country: Type.String(),
    zone: Type.String(),
  }),
  note: Type.String(),
  issuedAt: Instant,
  issuedBy: Type.String(),
  deliveredAt: orNull(Instant),
  viewedAt: orNull(Instant),
  answeredAt: orNull(Instant),
  tolerance: Type.Object({
    daysEarly: Type.Integer(),
    daysLate: Type.Integer(),
    quantityPercentUnder: Type.String(),
    quantityPercentOver: Type.String(),
  }),
  lines: Type.Array(LineDetail),
  proposals: Type.Array(ProposalRow),
  answers: Type.Array(AnswerRow),
  history: Type.Array(HistoryRow),
  documents: Type.Array(DocumentRow),
})
export type OrderDetail = Static<typeof OrderDetail>

const LineToIssue = closed({ itemId: Id, quantity: Quantity, needBy: Day })
export const IssueBody = closed(
  {
    supplierId: Id,
    /** Left out: the next number of the buyer. */
    number: Type.Optional(Type.String({ minLength: 1, maxLength: 22, pattern: '^[A-Za-z0-9][A-Za-z0-9./-]*$' })),
    kind: Type.Optional(Kind),
    /** Left out: normal. Both sides see it; the documents sent by EDI do not say it. */
    priority: Type.Optional(Priority),
    shipToSiteId: Id,
    note: Type.Optional(Words),
    lines: Type.Array(LineToIssue, { minItems: 1, maxItems: 200 }),
  },
  {
    examples: [
      {
        supplierId: '0193f0a0-0000-7000-8000-000000000002',
        shipToSiteId: '0193f0a0-0000-7000-8000-000000000003',
        kind: 'call-off',
        priority: 'hot',
        lines: [{ itemId: '0193f0a0-0000-7000-8000-000000000004', quantity: '40', needBy: '2027-03-15' }],
      },
    ],
  },
)
export type IssueBody = Static<typeof IssueBody>

const Issued = Type.Object({ id: Id, number: Type.String() })

const CsvBody = closed(
  { csv: Type.String({ maxLength: CSV_CHARS_MAX }) },
  {
    examples: [
      { csv: 'order,supplier,item,quantity,need by,ship to,priority,note\n,V-1001,BX-100,40,2027-03-15,PLANT1,hot,\n' },
    ],
  },
)
export const ImportPreview = Type.Object({
  /** Rows read, and how many of them are clean. */
  rows: Type.Integer(),
  clean: Type.Integer(),
  orders: Type.Array(
    Type.Object({
      line: Type.Integer(),
      number: orNull(Type.String()),
      supplierName: Type.String(),
      shipTo: Type.String(),
      priority: Priority,
      note: Type.String(),
      lines: Type.Array(
        Type.Object({
          line: Type.Integer(),
          buyerPart: Type.String(),
          quantity: Quantity,
          unit: Type.String(),
          needBy: Day,
          /** The first day that the lead time allows, where an earlier one is asked for: it may be, and is told. */
          earliest: orNull(Day),
        }),
      ),
    }),
  ),
  errors: Type.Array(RowError),
})
export type ImportPreview = Static<typeof ImportPreview>
const ImportBody = closed(
  {
    csv: Type.String({ maxLength: CSV_CHARS_MAX }),
    /** Issue the clean orders although others have errors. */
    acceptClean: Type.Boolean(),
  },
  {
    examples: [
      {
        csv: 'order,supplier,item,quantity,need by,ship to,priority,note\n,V-1001,BX-100,40,2027-03-15,PLANT1,hot,\n',
        acceptClean: false,
      },
    ],
  },
)

export const Choices = Type.Object({
  items: Type.Array(
    Type.Object({
      id: Id,
      number: Type.String(),
      description: Type.String(),
      unit: Type.String(),
      suppliers: Type.Array(
        Type.Object({
          supplierId: Id,
          name: Type.String(),
          supplierPartNumber: Type.String(),
          packQuantity: Quantity,
          minimumQuantity: Quantity,
          leadTimeDays: Type.Integer(),
          document: Document,
          relationshipId: Id,
        }),
      ),
    }),
  ),
  sites: Type.Array(Type.Object({ id: Id, code: Type.String(), name: Type.String(), city: Type.String() })),
})
export type Choices = Static<typeof Choices>

export const Hint = Type.Object({
  /** What is wrong with the quantity, if anything, and what would be right. */
  quantityProblem: orNull(Type.String()),
  quantitySuggestion: orNull(Quantity),
  leadTimeDays: Type.Integer(),
  transitDays: Type.Integer(),
  /** From which of the supplier's sites it ships; null: not said. */
  shipFrom: orNull(Type.String()),
  /** The working calendar of that site, else the supplier's; null: none can be counted on, so days are counted day and night. */
  calendar: orNull(Type.String()),
  zone: Type.String(),
  /** The supplier's cut-off of the day, HH:MM, and whether it has passed. */
  cutOff: orNull(Type.String()),
  afterCutOff: Type.Boolean(),
  closed: Type.Boolean(),
  /** The supplier's first working day that counts. */
  countsFrom: Day,
  /** The first day that the lead time allows at the ship-to. */
  earliest: Day,
  /** Whether the day asked for is earlier than that. */
  insideLeadTime: Type.Boolean(),
  /** The day asked for has passed at the ship-to: it would be refused. */
  needByPast: Type.Boolean(),
  /** The supplier's agreed calendar is closed on the day asked for, as a proposal for it would be marked. */
  needByClosed: Type.Boolean(),
  /** It goes through the portal, where nobody of the supplier can answer yet. */
  nobodyAnswers: Type.Boolean(),
})
export type Hint = Static<typeof Hint>

export const AnswerActSchema = Type.Union([
  closed({ act: Type.Literal('accept') }),
  closed({
    act: Type.Literal('propose'),
    promised: Type.Array(PromisedSchema, { minItems: 1, maxItems: 24 }),
    reason: Words,
  }),
  closed({ act: Type.Literal('reject'), reason: Type.String({ minLength: 1, maxLength: 500 }) }),
])
const AnswerBody = closed(
  {
    /** The version that was looked at. An answer to an old one is kept and shown, and changes nothing. */
    versionAnswered: Type.Integer({ minimum: 1 }),
    lines: Type.Array(
      closed({
        lineNumber: Type.Integer({ minimum: 1 }),
        answer: AnswerActSchema,
        /** The line's `mark` as you read it: refused when somebody has answered it since. */
        basedOn: Type.Optional(Type.String({ maxLength: 40 })),
      }),
      { minItems: 1, maxItems: 200 },
    ),
  },
  {
    examples: [
      {
        versionAnswered: 1,
        lines: [
          { lineNumber: 1, answer: { act: 'accept' } },
          {
            lineNumber: 2,
            answer: {
              act: 'propose',
              promised: [{ quantity: '20', date: '2027-03-18' }],
              reason: 'Coating line down until Tuesday',
            },
          },
        ],
      },
    ],
  },
)
export const Answered = Type.Object({
  orderId: Id,
  version: Type.Integer(),
  status: Status,
  /** Line by line: confirmed, agreed, proposed, rejected; old-version or older when kept only. */
  lines: Type.Array(Type.Object({ lineNumber: Type.Integer(), outcome: Type.String() })),
})

const BulkResult = Type.Object({
  orderId: Id,
  number: orNull(Type.String()),
  done: Type.Boolean(),
  problem: orNull(Type.String()),
})
const BulkResults = Type.Object({ results: Type.Array(BulkResult) })
const ManyOrders = closed(
  {
    orders: Type.Array(closed({ orderId: Id, version: Type.Integer({ minimum: 1 }) }), { minItems: 1, maxItems: 200 }),
  },
  { examples: [{ orders: [{ orderId: '0193f0a0-0000-7000-8000-000000000005', version: 1 }] }] },
)
/** Orders with the proposals that were seen of each. */
const Proposed = Type.Array(
  closed({
    orderId: Id,
    version: Type.Integer({ minimum: 1 }),
    proposalIds: Type.Array(Id, { minItems: 1, maxItems: 200 }),
  }),
  { minItems: 1, maxItems: 200 },
)

const ManyProposals = closed(
  {
    orders: Proposed,
  },
  {
    examples: [
      {
        orders: [
          {
            orderId: '0193f0a0-0000-7000-8000-000000000005',
            version: 1,
            proposalIds: ['0193f0a0-0000-7000-8000-000000000006'],
          },
        ],
      },
    ],
  },
)

const ManyRejections = closed(
  {
    orders: Proposed,
    /** Said to the supplier of each of them. */
    note: Type.Optional(Words),
  },
  {
    examples: [
      {
        orders: [
          {
            orderId: '0193f0a0-0000-7000-8000-000000000005',
            version: 1,
            proposalIds: ['0193f0a0-0000-7000-8000-000000000006'],
          },
        ],
        note: 'Needed on the day asked for',
      },
    ],
  },
)

const DecideBody = closed(
  {
    version: Type.Integer({ minimum: 1 }),
    decisions: Type.Array(
      closed({
        proposalId: Id,
        act: Type.Enum(['accept', 'reject', 'counter']),
        /** Wanted for a counter-proposal only. */
        promised: Type.Optional(Type.Array(PromisedSchema, { minItems: 1, maxItems: 24 })),
        note: Type.Optional(Words),
      }),
      { minItems: 1, maxItems: 200 },
    ),
  },
  {
    examples: [{ version: 1, decisions: [{ proposalId: '0193f0a0-0000-7000-8000-000000000006', act: 'accept' }] }],
  },
)
const CancelBody = closed(
  {
    version: Type.Integer({ minimum: 1 }),
    lineNumbers: Type.Array(Type.Integer({ minimum: 1 }), { minItems: 1, maxItems: 200 }),
    reason: Type.String({ minLength: 1, maxLength: 500 }),
  },
  { examples: [{ version: 1, lineNumbers: [2], reason: 'Customer cancelled' }] },
)
const Changed = Type.Object({ orderId: Id, version: Type.Integer(), status: Status })
const Cancelled = Type.Object({
  ...Changed.properties,
  /** What of the lines was on its way, and stays agreed. */
  stays: Type.Array(Type.Object({ lineNumber: Type.Integer(), promised: Promises })),
})

const one = closed({ orderId: Id })

export const ordersApi = {
  list: endpoint('GET', '/api/orders', 'Orders and call-offs of the caller, filtered and sorted', {
    query: ListQuery,
    response: OrderList,
  }),
  get: endpoint('GET', '/api/orders/:orderId', 'One order: lines, proposals, answers, history, documents', {
    params: one,
    response: OrderDetail,
  }),
  nextNumber: endpoint('GET', '/api/orders/next-number', 'The number that the next order would take', {
    response: Type.Object({ number: Type.String() }),
  }),
  choices: endpoint('GET', '/api/orders/choices', 'What can be called off, from whom, to where', {
    query: closed({ search: Type.Optional(Type.String({ maxLength: 100 })), itemId: Type.Optional(Id) }),
    response: Choices,
  }),
  hint: endpoint(
    'GET',
    '/api/orders/hint',
    "Whether a quantity fits the packs and a day lies inside the supplier's lead time",
    {
      query: closed({
        supplierId: Id,
        itemId: Id,
        quantity: Type.Optional(Type.String({ maxLength: 40 })),
        needBy: Type.Optional(Day),
        kind: Type.Optional(Kind),
        siteId: Type.Optional(Id),
      }),
      response: Hint,
    },
  ),
  issue: endpoint('POST', '/api/orders', 'Issues an order or calls off a small batch', {
    body: IssueBody,
    response: Issued,
  }),
  importTemplate: endpoint('GET', '/api/orders/import-template', 'A CSV file to fill in for many call-offs at once', {
    response: Type.Object({ fileName: Type.String(), csv: Type.String() }),
  }),
  importPreview: endpoint(
    'POST',
    '/api/orders/import-preview',
    'Reads an uploaded CSV of call-offs and says what would be issued',
    {
      body: CsvBody,
      response: ImportPreview,
    },
  ),
  importCommit: endpoint('POST', '/api/orders/imports', 'Issues the call-offs of an uploaded CSV', {
    body: ImportBody,
    response: Type.Object({ issued: Type.Array(Issued), errors: Type.Array(RowError) }),
  }),
  answer: endpoint(
    'POST',
    '/api/orders/:orderId/answers',
    "The supplier's answer, line by line: accept, propose, reject",
    {
      params: one,
      body: AnswerBody,
      response: Answered,
    },
  ),
  acceptMany: endpoint('POST', '/api/orders/acceptances', 'Accepts all open lines of several orders, each on its own', {
    body: ManyOrders,
    response: BulkResults,
  }),
  decide: endpoint(
    'POST',
    '/api/orders/:orderId/decisions',
    "The buyer's decision on proposals: accept, reject, counter",
    {
      params: one,
      body: DecideBody,
      response: Changed,
    },
  ),
  agreeMany: endpoint(
    'POST',
    '/api/orders/agreements',
    'Accepts the named proposals of several orders, each order on its own',
    {
      body: ManyProposals,
      response: BulkResults,
    },
  ),
  rejectMany: endpoint(
    'POST',
    '/api/orders/rejections',
    'Turns down the named proposals of several orders, each order on its own',
    {
      body: ManyRejections,
      response: BulkResults,
    },
  ),
  cancel: endpoint(
    'POST',
    '/api/orders/:orderId/cancellations',
    'The buyer cancels open lines; what is on its way stays agreed',
    {
      params: one,
      body: CancelBody,
      response: Cancelled,
    },
  ),
  view: endpoint('POST', '/api/orders/:orderId/views', 'Notes that the supplier has opened the order', { params: one }),
}
