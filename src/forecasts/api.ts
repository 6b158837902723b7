// What crosses the wire for forecasts: releases, each supplier's share of one, commits. Schemas only.
import Type, { type Static } from 'typebox'
import { endpoint } from '../kernel/endpoint.ts'
import {
  Closed,
  DateText,
  DecimalText,
  Id,
  InstantText,
  Line,
  listOf,
  listQuery,
  OneOf,
  OrNull,
  RowError,
} from '../kernel/wire.ts'
import { BUCKETS_MAX, CSV_CHARS_MAX, FIRM_WEEKS_MAX } from './forecast.ts'

const Zone = OneOf(['firm', 'planning'])
const ReleaseStatus = OneOf(['published', 'superseded'])
const Source = OneOf(['csv', 'api', 'grid'])
const CommitStatus = OneOf(['not-wanted', 'awaiting', 'committed', 'short', 'superseded'])
const Party = Type.Object({ id: Id, name: Type.String() })

/** One week over many lines. `previous` is null where the release before said nothing of the week. */
export const WeekTotalRow = Type.Object({
  start: DateText,
  zone: Zone,
  quantity: DecimalText,
  previous: OrNull(DecimalText),
  committed: OrNull(DecimalText),
})

export type WeekTotal = Static<typeof WeekTotalRow>

/** What a release changes against the one before it. */
export const ChangeRow = Type.Object({
  lines: Type.Integer(),
  newLines: Type.Integer(),
  changedLines: Type.Integer(),
  /** Lines of the release before that are not in this one: their demand ends. */
  endedLines: Type.Integer(),
  changedCells: Type.Integer(),
  demand: DecimalText,
  /** Over the weeks of the release before from the first of this one on; null for a first release. */
  previousDemand: OrNull(DecimalText),
  comparedDemand: OrNull(DecimalText),
  /** Sum of absolute changes by zone, and the demand before: the one over the other is how nervous the forecast is. */
  moved: Type.Object({ firm: DecimalText, planning: DecimalText }),
  movedOf: Type.Object({ firm: DecimalText, planning: DecimalText }),
  /** Ups and downs by zone set off against each other, below 0 where less is needed; null where it was not kept. */
  net: OrNull(Type.Object({ firm: DecimalText, planning: DecimalText })),
  /** What was forecast after the last week that the release speaks of, and falls away with it. */
  cut: OrNull(Type.Object({ from: DateText, to: DateText, demand: DecimalText })),
})

const horizon = { from: DateText, to: DateText, /** First day of the planning zone. */ firmUntil: DateText }

export const ReleaseRow = Type.Object({
  id: Id,
  number: Type.Integer(),
  status: ReleaseStatus,
  source: Source,
  publishedAt: InstantText,
  publishedBy: Type.String(),
  note: Type.String(),
  ...horizon,
  summary: ChangeRow,
  suppliers: Type.Integer(),
  /** How many of them have committed, said less, or not answered; those of whom nothing is wanted are in none. */
  committed: Type.Integer(),
  short: Type.Integer(),
  awaiting: Type.Integer(),
  /** Replaced by a newer release before they answered. */
  unanswered: Type.Integer(),
})
export type ReleaseRow = Static<typeof ReleaseRow>

/** One EDI document, its three statuses apart: validated, delivered, acknowledged. */
const DocumentRow = Type.Object({
  id: Id,
  setId: Type.String(),
  status: Type.String(),
  validated: OneOf(['waiting', 'valid', 'with-warnings', 'invalid']),
  delivery: OrNull(OneOf(['queued', 'collectable', 'delivered', 'failed'])),
  deliveredAt: OrNull(InstantText),
  acknowledgment: OneOf(['none', 'awaiting', 'accepted', 'accepted-with-errors', 'rejected', 'overdue']),
  acknowledgedAt: OrNull(InstantText),
  reason: OrNull(Type.String()),
  interchangeId: OrNull(Id),
  createdAt: InstantText,
})

const share = {
  id: Id,
  number: Type.Integer(),
  status: ReleaseStatus,
  buyer: Party,
  supplier: Party,
  publishedAt: InstantText,
  viewedAt: OrNull(InstantText),
  ...horizon,
  /** How it went out. */
  document: OneOf(['portal', '830']),
  commitStatus: CommitStatus,
  committedAt: OrNull(InstantText),
  /** Sum of min(commit, forecast) over sum of forecast; null before any commit. */
  coverage: OrNull(DecimalText),
  /** Cells that still want the supplier's word. */
  asked: Type.Integer(),
  summary: ChangeRow,
  /** A commit is awaited, and nobody of the supplier may give one yet: no clock runs. */
  waits: Type.Boolean(),
  /** A commit is awaited to what is a test only: the relationship is one, or was when the 830 left. No clock runs. */
  inTest: OrNull(OneOf(['relationship', 'document'])),
}
export const ShareRow = Type.Object(share)
export type ShareRow = Static<typeof ShareRow>

export const ReleaseDetail = Type.Object({
  ...ReleaseRow.properties,
  previousNumber: OrNull(Type.Integer()),
  /** The unit of all lines, or null when they are counted in several. */
  unit: OrNull(Type.String()),
  weeks: Type.Array(WeekTotalRow),
  shares: Type.Array(Type.Object({ ...share, documents: Type.Array(DocumentRow) })),
  /** Sum over all suppliers; null before any commit. */
  coverage: OrNull(DecimalText),
})
export type ReleaseDetail = Static<typeof ReleaseDetail>

/** Quantities stand in the order of the weeks that came with them; null is a week of which nothing is said. */
const Quantities = Type.Array(OrNull(DecimalText))
const item = {
  id: Id,
  itemId: Id,
  buyerPart: Type.String(),
  supplierPart: Type.String(),
  description: Type.String(),
  unit: Type.String(),
  shipToCode: Type.String(),
}
export const LineRow = Type.Object({
  ...item,
  shareId: Id,
  supplier: Party,
  /** `ended`: in the release before, and not in this one. */
  change: OneOf(['new', 'changed', 'same', 'ended']),
  demand: DecimalText,
  /** Over the weeks of the release before from the first of this one on. */
  comparedDemand: OrNull(DecimalText),
  previousDemand: OrNull(DecimalText),
  changedCells: Type.Integer(),
  quantities: Quantities,
  previous: Quantities,
})
export type LineRow = Static<typeof LineRow>
export const LineList = Type.Object({
  rows: Type.Array(LineRow),
  total: Type.Integer(),
  weeks: Type.Array(Type.Object({ start: DateText, zone: Zone })),
})

export const ShareLine = Type.Object({
  ...item,
  change: OneOf(['new', 'changed', 'same']),
  demand: DecimalText,
  quantities: Quantities,
  previous: Quantities,
  committed: Quantities,
  /** Whose word each committed quantity is; `carried` stems from an older release and wants a new word. */
  origins: Type.Array(OrNull(OneOf(['supplier', 'carried', 'auto', 'on-behalf']))),
  /** By week, where one was given. */
  reasons: Type.Record(Type.String(), Type.String()),
})
export type ShareLine = Static<typeof ShareLine>

export const HistoryRow = Type.Object({
  id: Id,
  type: Type.String(),
  at: InstantText,
  recordedAt: InstantText,
  actorName: Type.String(),
  channel: Type.String(),
  data: Type.Record(Type.String(), Type.Unknown()),
})

export const ShareDetail = Type.Object({
  ...share,
  side: OneOf(['buyer', 'supplier']),
  note: Type.String(),
  /** The buyer's release; null for the supplier, who sees only its own share. */
  releaseId: OrNull(Id),
  supersedes: OrNull(Type.Object({ id: Id, number: Type.Integer() })),
  /** The release that replaced this one. */
  newer: OrNull(Type.Object({ id: Id, number: Type.Integer() })),
  unit: OrNull(Type.String()),
  weeks: Type.Array(WeekTotalRow),
  lines: Type.Array(ShareLine),
  ended: Type.Array(
    Type.Object({
      buyerPart: Type.String(),
      supplierPart: Type.String(),
      description: Type.String(),
      unit: Type.String(),
      shipToCode: Type.String(),
      previousDemand: DecimalText,
    }),
  ),
  relationshipId: Id,
  /** The version of the latest commit, 0 before the first. */
  commitVersion: Type.Integer(),
  history: Type.Array(HistoryRow),
  documents: Type.Array(DocumentRow),
})
export type ShareDetail = Static<typeof ShareDetail>

const firmZone = {
  /** Weeks of the firm zone, counted from the first week of the release. 4 when neither is said. */
  firmWeeks: Type.Optional(Type.Integer({ minimum: 0, maximum: FIRM_WEEKS_MAX })),
  /** Or the first day that is planning. */
  firmUntil: Type.Optional(DateText),
}
const note = Type.Optional(Line(500))

const BucketToPublish = Closed({
  /** The Monday of the week. */
  start: DateText,
  quantity: DecimalText,
})
export const LineToPublish = Closed({
  item: Line(48),
  /** Vendor number. May be left out for an item that only one supplier makes. */
  supplier: Type.Optional(Line(80)),
  /** Code of a site. May be left out when there is only one. */
  shipTo: Type.Optional(Line(80)),
  buckets: Type.Array(BucketToPublish, { minItems: 1, maxItems: BUCKETS_MAX }),
})
export type LineToPublish = Static<typeof LineToPublish>
/** A release ends the demand of so many suppliers at most. */
const SUPPLIERS_ENDED_MAX = 1_000

export const PublishBody = Closed(
  {
    /**
     * The whole forecast of every supplier named in them: lines that such a supplier had besides end. Suppliers that are
     * not named keep what stands. At most 10,000: more are refused in words.
     */
    lines: Type.Array(LineToPublish),
    /** Vendor numbers of suppliers all of whose demand ends: no line of theirs is in the release. */
    ended: Type.Optional(Type.Array(Line(80), { maxItems: SUPPLIERS_ENDED_MAX })),
    ...firmZone,
    note,
    /** Edited by a person in the grid, or sent by a system. */
    source: Type.Optional(OneOf(['api', 'grid'])),
    /** The number of the release that was edited: refused when a newer one was published meanwhile. */
    basedOn: Type.Optional(Type.Integer({ minimum: 0 })),
  },
  {
    examples: [
      {
        firmWeeks: 4,
        note: 'Week 14 is a holiday week',
        lines: [
          {
            item: 'BRK-2201',
            supplier: '10042',
            shipTo: 'PLANT1',
            buckets: [
              { start: '2027-03-15', quantity: '240' },
              { start: '2027-03-22', quantity: '260' },
            ],
          },
        ],
      },
    ],
  },
)
export type PublishBody = Static<typeof PublishBody>
export const Published = Type.Object({
  id: Id,
  number: Type.Integer(),
  suppliers: Type.Integer(),
  lines: Type.Integer(),
  /** How many of the lines go on as they stood, because the file's row about them is wrong. */
  held: Type.Integer(),
  /** Rows of a file left out, because its clean part was accepted without them. */
  errors: Type.Array(RowError),
})
export type Published = Static<typeof Published>

const csv = Type.String({ maxLength: CSV_CHARS_MAX })
const csvExample = 'item,supplier,ship_to,2027-03-15,2027-03-22\nBRK-2201,10042,PLANT1,240,260\n'
const PreviewBody = Closed({ csv, ...firmZone }, { examples: [{ csv: csvExample, firmWeeks: 4 }] })
const ImportBody = Closed(
  {
    csv,
    ...firmZone,
    note,
    /**
     * Publish the clean rows although others have errors. What a wrong row speaks of stays as it stands; where it does
     * not say readably what it speaks of, nothing ends of whom it may speak of.
     */
    acceptClean: Type.Boolean(),
  },
  { examples: [{ csv: csvExample, firmWeeks: 4, acceptClean: false }] },
)
export const Preview = Type.Object({
  /** One row an item, or one row an item and week. */
  form: OneOf(['weeks-as-columns', 'weeks-as-rows']),
  rows: Type.Integer(),
  clean: Type.Integer(),
  errors: Type.Array(RowError),
  /** What the clean part would publish; null when nothing is clean. */
  release: OrNull(
    Type.Object({
      ...horizon,
      suppliers: Type.Array(Party),
      /** Lines that stay as they stand, because the file's row about them is wrong. */
      held: Type.Integer(),
      /** The number that the release would take. */
      number: Type.Integer(),
      /** Lines whose demand ends, as many as anybody reads; `summary.endedLines` counts them all. */
      ended: Type.Array(Type.Object({ buyerPart: Type.String(), supplier: Type.String(), shipToCode: Type.String() })),
      /** Suppliers of whom no line ends, because a wrong row does not say readably which it speaks of. */
      heldWhole: Type.Array(Party),
      unit: OrNull(Type.String()),
      summary: ChangeRow,
      weeks: Type.Array(WeekTotalRow),
    }),
  ),
})
export type Preview = Static<typeof Preview>

export const Draft = Type.Object({
  /** The number of the last release, 0 before the first. */
  basedOn: Type.Integer(),
  /** The first day that is planning, as the last release says or as its firm zone goes on; null before the first. */
  firmUntil: OrNull(DateText),
  weeks: Type.Array(DateText),
  lines: Type.Array(
    Type.Object({
      item: Type.String(),
      description: Type.String(),
      unit: Type.String(),
      supplier: Type.String(),
      supplierName: Type.String(),
      shipTo: Type.String(),
      quantities: Quantities,
    }),
  ),
  /** What can be added: what suppliers make and where it can go. */
  sites: Type.Array(Type.String()),
})
export type Draft = Static<typeof Draft>

export const CommitCell = Closed({
  lineId: Id,
  start: DateText,
  quantity: DecimalText,
  /** Wanted where the quantity is below the forecast. */
  reason: Type.Optional(Line(200)),
})
export type CommitCell = Static<typeof CommitCell>
export const CommitBody = Closed(
  {
    /** Every cell as forecast, but for what you have committed otherwise yourself: that stays, with its reason. */
    all: Type.Optional(Type.Boolean()),
    /** With `all`: also over what you have committed otherwise. */
    overwrite: Type.Optional(Type.Boolean()),
    /** Every cell that still wants a word as forecast; what was committed before stays. */
    asked: Type.Optional(Type.Boolean()),
    /** Single cells, before the rest. */
    cells: Type.Optional(Type.Array(CommitCell, { maxItems: 20_000 })),
    /** `commitVersion` of the forecast as you read it: refused when somebody has committed since. */
    basedOn: Type.Optional(Type.Integer({ minimum: 0 })),
  },
  {
    examples: [
      { all: true, basedOn: 0 },
      {
        asked: true,
        cells: [
          {
            lineId: '0193f0a0-0000-7000-8000-000000000007',
            start: '2027-03-15',
            quantity: '180',
            reason: 'Anodizing line is down until Thursday',
          },
        ],
      },
    ],
  },
)
export type CommitBody = Static<typeof CommitBody>
export const Committed = Type.Object({
  version: Type.Integer(),
  commitStatus: CommitStatus,
  coverage: DecimalText,
  /** Cells that still want a word. */
  asked: Type.Integer(),
  /** Cells committed above the forecast: allowed, and worth a second look. */
  above: Type.Integer(),
})
export type Committed = Static<typeof Committed>

const oneRelease = Closed({ releaseId: Id })
const oneShare = Closed({ supplierReleaseId: Id })

export const forecastsApi = {
  releases: endpoint('GET', '/api/forecast-releases', "Lists the buyer's forecast releases", {
    query: Closed({
      ...listQuery,
      status: Type.Optional(ReleaseStatus),
      source: Type.Optional(Source),
      /** Comma-separated: releases of which at least one supplier's commit is so: awaiting,short */
      commit: Type.Optional(Line(100)),
    }),
    response: listOf(ReleaseRow),
  }),
  release: endpoint(
    'GET',
    '/api/forecast-releases/:releaseId',
    'Shows a release: demand by week, change, who committed',
    {
      params: oneRelease,
      response: ReleaseDetail,
    },
  ),
  releaseLines: endpoint(
    'GET',
    '/api/forecast-releases/:releaseId/lines',
    'Lists the lines of a release against the one before',
    {
      params: oneRelease,
      query: Closed({
        ...listQuery,
        supplierId: Type.Optional(Id),
        change: Type.Optional(OneOf(['new', 'changed', 'same', 'ended'])),
      }),
      response: LineList,
    },
  ),
  draft: endpoint('GET', '/api/forecast-releases/draft', 'Gives the standing forecast, to be edited', {
    response: Draft,
  }),
  publish: endpoint('POST', '/api/forecast-releases', 'Publishes a release to the suppliers that it names', {
    body: PublishBody,
    response: Published,
  }),
  template: endpoint('GET', '/api/forecast-releases/template', 'Gives the CSV file to fill in with a forecast', {
    query: Closed({ form: Type.Optional(OneOf(['weeks-as-columns', 'weeks-as-rows'])) }),
    response: Type.Object({ fileName: Type.String(), csv: Type.String() }),
  }),
  preview: endpoint('POST', '/api/forecast-releases/preview', 'Reads a CSV and says what it would publish', {
    body: PreviewBody,
    response: Preview,
  }),
  import: endpoint('POST', '/api/forecast-releases/import', 'Publishes the forecast of a CSV', {
    body: ImportBody,
    response: Published,
  }),

  list: endpoint('GET', '/api/forecasts', 'Lists forecasts as suppliers receive them', {
    query: Closed({
      ...listQuery,
      /** Only what stands, or only what was replaced. */
      status: Type.Optional(ReleaseStatus),
      /** Comma-separated: awaiting,short */
      commit: Type.Optional(Line(100)),
      buyerId: Type.Optional(Id),
      supplierId: Type.Optional(Id),
    }),
    response: listOf(ShareRow),
  }),
  get: endpoint('GET', '/api/forecasts/:supplierReleaseId', "Shows one supplier's forecast: lines, change, commits", {
    params: oneShare,
    response: ShareDetail,
  }),
  commit: endpoint(
    'POST',
    '/api/forecasts/:supplierReleaseId/commits',
    'Commits to a forecast, as forecast or by cell',
    {
      params: oneShare,
      body: CommitBody,
      response: Committed,
    },
  ),
  view: endpoint('POST', '/api/forecasts/:supplierReleaseId/views', 'Notes that the supplier has opened the forecast', {
    params: oneShare,
  }),
}
