// What crosses the wire about interchanges and the documents in them.
import Type, { type Static } from 'typebox'
import { endpoint } from '../kernel/endpoint.ts'
import { Id, InstantText, Line, listQuery, OneOf, OrNull } from '../kernel/wire.ts'
import { acknowledgments, deliveries, documentStatuses, interchangeStatuses } from './interchange.ts'

const Text = Line
const Nullable = OrNull
const Instant = InstantText
const closed = { additionalProperties: false }

export const InterchangeStatusShape = OneOf(interchangeStatuses)
export const DeliveryShape = OneOf(deliveries)
export const DocumentStatusShape = OneOf(documentStatuses)
export const AcknowledgmentShape = OneOf(acknowledgments)
const Direction = OneOf(['in', 'out'])

const Partner = Type.Object({
  buyerId: Id,
  supplierId: Id,
  relationshipId: Id,
  /** The other side's name, as the reader knows it. */
  name: Type.String(),
})

/** Out: did our own reader find nothing? In: what the 997 says of it. */
const Validated = OneOf(['waiting', 'valid', 'with-warnings', 'invalid'])

export const DocumentRow = Type.Object({
  id: Id,
  direction: Direction,
  interchangeId: Nullable(Id),
  setId: Type.String(),
  groupControl: Nullable(Type.String()),
  setControl: Nullable(Type.String()),
  status: DocumentStatusShape,
  reason: Nullable(Type.String()),
  /** The three statuses, apart. */
  validated: Validated,
  delivery: Nullable(DeliveryShape),
  deliveredAt: Nullable(Instant),
  acknowledgment: AcknowledgmentShape,
  acknowledgedAt: Nullable(Instant),
  subject: Nullable(Type.Object({ kind: Type.String(), id: Id, label: Nullable(Type.String()) })),
  /** What it calls its subject, known to us or not. */
  label: Nullable(Type.String()),
  createdAt: Instant,
  appliedAt: Nullable(Instant),
  /** A person corrected a copy: that is what is run, not what came. */
  corrected: Type.Boolean(),
  /** It left, or came, as a test (ISA15 T). */
  test: Type.Boolean(),
})
export type DocumentRow = Static<typeof DocumentRow>

export const InterchangeRow = Type.Object({
  id: Id,
  direction: Direction,
  transport: Type.String(),
  status: InterchangeStatusShape,
  reason: Nullable(Type.String()),
  partner: Partner,
  sender: Type.String(),
  receiver: Type.String(),
  control: Type.String(),
  usage: Type.String(),
  /** When the bytes arrived, or were frozen. */
  at: Instant,
  sizeBytes: Type.Integer(),
  repeats: Type.Integer(),
  validated: Validated,
  delivery: Nullable(DeliveryShape),
  deliveredAt: Nullable(Instant),
  deliveryError: Nullable(Type.String()),
  acknowledgment: AcknowledgmentShape,
  /** What it carries: set ids with what they are about. Without a status: held, and not read yet. */
  documents: Type.Array(
    Type.Object({ setId: Type.String(), label: Nullable(Type.String()), status: Nullable(DocumentStatusShape) }),
  ),
  documentCount: Type.Integer(),
  /** What the transport calls it: the partner's file name. */
  fileName: Nullable(Type.String()),
  /** In: left as it is for good, by a person's decision. */
  left: Type.Boolean(),
  /** Out: how often handing it over failed since it was last sent. */
  failedTries: Type.Integer(),
  /** Why it was held. */
  heldAs: Nullable(OneOf(['mismatch', 'conflict', 'unreadable'])),
})
export type InterchangeRow = Static<typeof InterchangeRow>

export const FindingShape = Type.Object({
  severity: OneOf(['error', 'warning', 'note']),
  code: Type.String(),
  text: Type.String(),
  remedy: Type.String(),
  who: OneOf(['sender', 'receiver', 'us']),
  offset: Type.Integer(),
  position: Type.Optional(Type.Integer()),
  tag: Type.Optional(Type.String()),
  element: Type.Optional(Type.Integer()),
  component: Type.Optional(Type.Integer()),
  repetition: Type.Optional(Type.Integer()),
  value: Type.Optional(Type.String()),
})
export type FindingShown = Static<typeof FindingShape>

const ExplainedElement = Type.Object({
  /** Like `BAK02`. */
  ref: Type.String(),
  name: Type.Optional(Type.String()),
  value: Type.String(),
  /** What a code means. */
  meaning: Type.Optional(Type.String()),
})
export const ExplainedSegment = Type.Object({
  /** Position in its set, ST being 1; 0 outside of sets. */
  position: Type.Integer(),
  tag: Type.String(),
  name: Type.Optional(Type.String()),
  /** How deep it is nested: loops around it. */
  depth: Type.Integer(),
  /** Those loops, like `PO1/ACK`. */
  loop: Type.String(),
  raw: Type.String(),
  elements: Type.Array(ExplainedElement),
  /** Too long to be shown whole; the download has it. */
  cut: Type.Optional(Type.Boolean()),
})
export type ExplainedSegmentShown = Static<typeof ExplainedSegment>

/** `before`: the segment as it came, where it was changed. */
const CorrectedLine = Type.Object({
  how: OneOf(['same', 'changed', 'added', 'removed']),
  raw: Type.String(),
  before: Type.Optional(Type.String()),
  name: Type.Optional(Type.String()),
  elements: Type.Array(ExplainedElement),
})
export type CorrectedLine = Static<typeof CorrectedLine>

export const Correction = Type.Object({
  by: Type.String(),
  at: Instant,
  /** Why it was corrected. */
  note: Type.String(),
  lines: Type.Array(CorrectedLine),
})
export type Correction = Static<typeof Correction>

export const InterchangeDetail = Type.Object({
  interchange: InterchangeRow,
  documents: Type.Array(DocumentRow),
  /** What answered it, or what it answers; the interchange whose number a held one repeats. */
  related: Type.Array(
    Type.Object({ id: Id, how: Type.String(), control: Type.String(), setIds: Type.Array(Type.String()), at: Instant }),
  ),
  history: Type.Array(
    Type.Object({
      type: Type.String(),
      at: Instant,
      actor: Type.String(),
      channel: Type.String(),
      data: Type.Record(Type.String(), Type.Unknown()),
    }),
  ),
  /** What the reader's role may do now, with the reason when it may not. */
  may: Type.Record(Type.String(), Nullable(Type.String())),
  /** What separates in documents that we write to this partner: no words of ours can hold it. */
  separators: Type.Object({
    element: Type.String(),
    component: Type.String(),
    repetition: Type.String(),
    terminator: Type.String(),
  }),
})
export type InterchangeDetail = Static<typeof InterchangeDetail>

/** Segments asked for at a time, at most. */
export const segmentsMax = 200
/** Findings told of one interchange, the worst first to be kept; `total` counts on. */
export const findingsShownMax = 1_000
/** Lines told of one search; `total` counts on. */
export const linesFoundMax = 1_000

export const SegmentsShown = Type.Object({
  /** Segments in all, from ISA to IEA. 0: nothing readable is in it. */
  total: Type.Integer(),
  /** Place of the first one here, counted from 0. */
  from: Type.Integer(),
  separators: Type.Object({ component: Type.String(), repetition: Type.Optional(Type.String()) }),
  segments: Type.Array(ExplainedSegment),
})
export type SegmentsShown = Static<typeof SegmentsShown>

export const FindingsShown = Type.Object({
  total: Type.Integer(),
  errors: Type.Integer(),
  /** In the order in which they stand, each with its segment's place counted from 0; without one it belongs to none. */
  findings: Type.Array(Type.Object({ ...FindingShape.properties, line: Type.Optional(Type.Integer()) })),
})
export type FindingsShown = Static<typeof FindingsShown>
export type FindingAtLine = FindingsShown['findings'][number]

export const LinesFound = Type.Object({
  total: Type.Integer(),
  /** Places of segments, counted from 0, rising. */
  lines: Type.Array(Type.Integer()),
})

/** One thing that waits for a person: a document, or an interchange that is held or could not be delivered. */
export const AttentionRow = Type.Object({
  kind: OneOf(['document', 'interchange']),
  id: Id,
  interchangeId: Nullable(Id),
  direction: Direction,
  partner: Partner,
  setId: Nullable(Type.String()),
  /** The interchange's number, where it is the interchange that waits. */
  control: Nullable(Type.String()),
  subject: Nullable(Type.Object({ kind: Type.String(), id: Id, label: Nullable(Type.String()) })),
  /** What it calls its subject, known to us or not. */
  label: Nullable(Type.String()),
  status: Type.String(),
  reason: Type.String(),
  /** Since when it waits. */
  at: Instant,
})
export type AttentionRow = Static<typeof AttentionRow>

export const ListQuery = Type.Object(
  {
    ...listQuery,
    direction: Type.Optional(Direction),
    /** The other side's organization. */
    partnerId: Type.Optional(Id),
    status: Type.Optional(Text(200)),
    set: Type.Optional(Text(10)),
    delivery: Type.Optional(DeliveryShape),
    acknowledgment: Type.Optional(AcknowledgmentShape),
  },
  closed,
)

const ofInterchange = { params: Type.Object({ interchangeId: Id }) }
const ofDocument = { params: Type.Object({ documentId: Id }) }
const Note = Type.Object(
  { note: Type.String({ minLength: 1, maxLength: 1_000 }) },
  { ...closed, examples: [{ note: 'Agreed by phone with Ms Weber: taken as it is.' }] },
)

/** A document we show to a partner before the first real one: valid by our own reader. */
export const Sample = Type.Object({ setId: Type.String(), direction: Direction, text: Type.String() })

export const PartnerGateway = Type.Object({
  relationshipId: Id,
  transport: OneOf(['none', 'https', 'folder']),
  usage: OneOf(['T', 'P']),
  ourIds: Nullable(Type.Object({ qualifier: Type.String(), id: Type.String(), groupId: Type.String() })),
  theirIds: Nullable(Type.Object({ qualifier: Type.String(), id: Type.String(), groupId: Type.String() })),
  /** Where the partner posts and collects. */
  urls: Type.Object({ post: Type.String(), outbox: Type.String() }),
  folder: Nullable(Type.Object({ in: Type.String(), out: Type.String() })),
  samples: Type.Array(Sample),
  lastError: Nullable(Type.Object({ at: Instant, text: Type.String(), interchangeId: Nullable(Id) })),
})
export type PartnerGateway = Static<typeof PartnerGateway>

export const gatewayApi = {
  list: endpoint('GET', '/api/interchanges', 'Interchanges in and out, newest first.', {
    query: ListQuery,
    response: Type.Object({ rows: Type.Array(InterchangeRow), total: Type.Integer() }),
  }),
  detail: endpoint(
    'GET',
    '/api/interchanges/:interchangeId',
    'One interchange: its documents, its history, what belongs to it and what may be done.',
    {
      ...ofInterchange,
      response: InterchangeDetail,
    },
  ),
  segments: endpoint(
    'GET',
    '/api/interchanges/:interchangeId/segments',
    'Some segments of an interchange, raw and readable, from one place on.',
    {
      ...ofInterchange,
      query: Type.Object(
        {
          from: Type.Optional(Type.Integer({ minimum: 0 })),
          count: Type.Optional(Type.Integer({ minimum: 1, maximum: segmentsMax })),
        },
        closed,
      ),
      response: SegmentsShown,
    },
  ),
  findings: endpoint(
    'GET',
    '/api/interchanges/:interchangeId/findings',
    'What was found in an interchange, each at its segment.',
    { ...ofInterchange, response: FindingsShown },
  ),
  search: endpoint(
    'GET',
    '/api/interchanges/:interchangeId/search',
    'The segments of an interchange that hold a text, or are named so.',
    {
      ...ofInterchange,
      query: Type.Object({ text: Type.String({ minLength: 1, maxLength: 100 }) }, closed),
      response: LinesFound,
    },
  ),
  raw: endpoint('GET', '/api/interchanges/:interchangeId/raw', 'The bytes, as they came or went.', ofInterchange),
  attention: endpoint('GET', '/api/attention', 'Documents and interchanges that wait for a person.', {
    query: Type.Object({ ...listQuery, partnerId: Type.Optional(Id), set: Type.Optional(Text(10)) }, closed),
    response: Type.Object({
      rows: Type.Array(AttentionRow),
      total: Type.Integer(),
      /** Of all these, how many the reader can do something about. */
      yours: Type.Integer(),
    }),
  }),
  documentsOf: endpoint('GET', '/api/documents', 'The documents about one thing, such as an order.', {
    query: Type.Object({ subjectId: Id }, closed),
    response: Type.Object({ rows: Type.Array(DocumentRow) }),
  }),
  text: endpoint('GET', '/api/documents/:documentId/text', 'The text of one document, as it would be run again.', {
    ...ofDocument,
    /** `note`: why it was corrected last. */
    response: Type.Object({ text: Type.String(), edited: Type.Boolean(), note: Nullable(Type.String()) }),
  }),
  correction: endpoint(
    'GET',
    '/api/documents/:documentId/correction',
    'The corrected copy of a document beside what came, with what was changed.',
    { ...ofDocument, response: Correction },
  ),
  resend: endpoint(
    'POST',
    '/api/interchanges/:interchangeId/resend',
    'Offers the same bytes once more.',
    ofInterchange,
  ),
  sendNow: endpoint('POST', '/api/interchanges/:interchangeId/send-now', 'Tries the delivery now.', ofInterchange),
  release: endpoint('POST', '/api/interchanges/:interchangeId/release', 'Takes a held interchange as it is.', {
    ...ofInterchange,
    body: Note,
  }),
  runAgain: endpoint('POST', '/api/interchanges/:interchangeId/run-again', 'Reads it once more.', ofInterchange),
  dismiss: endpoint(
    'POST',
    '/api/interchanges/:interchangeId/dismiss',
    'Leaves it as it is, for good: held, never read, or never delivered.',
    {
      ...ofInterchange,
      body: Note,
    },
  ),
  rerun: endpoint('POST', '/api/documents/:documentId/rerun', 'Applies a document again.', ofDocument),
  fix: endpoint('POST', '/api/documents/:documentId/fix', 'Applies a corrected copy; what came stays as it was.', {
    ...ofDocument,
    body: Type.Object(
      {
        text: Type.String({ minLength: 1, maxLength: 1_000_000 }),
        note: Type.String({ minLength: 1, maxLength: 1_000, pattern: '\\S' }),
        /** The copy is about something else than what came. */
        otherNumber: Type.Optional(Type.Boolean()),
      },
      {
        ...closed,
        examples: [
          {
            text: 'ST*855*0001~BAK*00*AD*4711*20260302~SE*3*0001~',
            note: 'Order number was mistyped.',
            otherNumber: true,
          },
        ],
      },
    ),
  }),
  answer824: endpoint(
    'POST',
    '/api/documents/:documentId/answer-824',
    'Tells the partner by 824 why it was not applied.',
    {
      ...ofDocument,
      body: Type.Object(
        { text: Type.String({ minLength: 1, maxLength: 1_000, pattern: '\\S' }) },
        { ...closed, examples: [{ text: 'Order 4711 is not known here.' }] },
      ),
    },
  ),
  close: endpoint('POST', '/api/documents/:documentId/close', 'Nothing more is to be done with it.', {
    ...ofDocument,
    body: Note,
  }),
  requeue: endpoint(
    'POST',
    '/api/documents/:documentId/requeue',
    'Writes it anew under new control numbers.',
    ofDocument,
  ),
  partner: endpoint(
    'GET',
    '/api/gateway/partners/:relationshipId',
    'What a partner needs to connect, and the last error.',
    {
      params: Type.Object({ relationshipId: Id }),
      response: PartnerGateway,
    },
  ),
}

/** What a partner's system calls, with the key of its relationship: `Authorization: Bearer pwk_…`. */
const Message = Type.Object({
  id: Id,
  control: Type.String(),
  sha256: Type.String(),
  status: OneOf(['received', 'held']),
  receivedAt: Instant,
  reason: Type.Optional(Type.String()),
  conflictsWith: Type.Optional(Id),
})
export type Message = Static<typeof Message>

export const Receipt = Type.Object({ messages: Type.Array(Message) })
export type Receipt = Static<typeof Receipt>

export const OutboxEntry = Type.Object({
  id: Id,
  set: Type.String(),
  control: Type.String(),
  sizeBytes: Type.Integer(),
  sha256: Type.String(),
  writtenAt: Instant,
})

/** Whatever is asked for by another name than an id is not there: partners' systems are promised 404. */
const ofMessage = { params: Type.Object({ interchangeId: Type.String() }) }

export const ediApi = {
  post: endpoint('POST', '/edi/v1/interchanges', 'Takes X12. The same bytes again get the same answer again.', {
    response: Receipt,
  }),
  outbox: endpoint('GET', '/edi/v1/outbox', 'What waits for you, oldest first.', {
    query: Type.Object({ limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })) }, closed),
    response: Type.Object({ waiting: Type.Array(OutboxEntry), total: Type.Integer() }),
  }),
  collect: endpoint('GET', '/edi/v1/outbox/:interchangeId', 'The bytes of one message.', ofMessage),
  confirm: endpoint('POST', '/edi/v1/outbox/:interchangeId/confirm', 'You have it: it is not offered again.', {
    ...ofMessage,
    response: Type.Object({ id: Id, deliveredAt: Instant }),
  }),
}
