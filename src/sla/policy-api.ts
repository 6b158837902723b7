// Response policies on the wire: to what one applies, until when an answer is due, who is told when it is slow.
import Type, { type Static } from 'typebox'
import { documentTypes } from '../calendars/api.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { LABEL_CHARS_MAX } from '../kernel/label.ts'
import { Closed, Id, InstantText, Line, listOf, OneOf, OrNull } from '../kernel/wire.ts'
import { priorities } from '../orders/priority.ts'
import { BeforeDeliveryShape, TargetShape } from '../partners/api.ts'
import { clockKinds, pauseReasons } from './api.ts'

/** What a policy may be for: all that has a cut-off, and ship notices, which have a deadline instead. */
export const policyKinds = [...documentTypes, 'ship-notice'] as const
export type PolicyKind = (typeof policyKinds)[number]

/** `contact`: the person named in the relationship, who may have no account here. `named`: those whom the step names. */
const policyAudiences = [
  'answerers',
  'supplier-administrators',
  'contact',
  'buyer',
  'buyer-administrators',
  'named',
] as const
export type PolicyAudience = (typeof policyAudiences)[number]

/** Who may be told: of its own decisions the buyer tells nobody of the supplier, who reads in the portal how they stand. */
export const audiencesOf = (kind: PolicyKind): readonly PolicyAudience[] =>
  kind === 'decision' ? ['buyer', 'buyer-administrators', 'named'] : policyAudiences

/** Whose word is waited for: always told at the due instant. */
export const answersTo = (kind: PolicyKind): 'answerers' | 'buyer' => (kind === 'decision' ? 'buyer' : 'answerers')

export const REMINDERS_MAX = 6
export const ESCALATIONS_MAX = 8
/** Thirty days: a later step is a mistyped one. */
export const AFTER_MINUTES_MAX = 30 * 24 * 60

const Percent = Type.Integer({ minimum: 1, maximum: 99 })
/** One of the buyer's own people, or somebody whose address it keeps. */
export const NamedOne = Type.Union([Closed({ personId: Id }), Closed({ contactId: Id })])
export type NamedOne = Static<typeof NamedOne>
/** Of one step: whom more must know is a role. */
export const NAMED_MAX = 5

/** Whom a step tells, in the portal always; and the system of the buyer's, if any, that it is posted to besides. */
const told = {
  to: OneOf(policyAudiences),
  /** Of `named` whom, and of no other. */
  named: Type.Optional(Type.Array(NamedOne, { minItems: 1, maxItems: NAMED_MAX })),
  /** By mail too. Left out: yes. */
  mail: Type.Optional(Type.Boolean()),
  webhookId: Type.Optional(Id),
}

/** Before it is due, when so much of the target is used. A mandatory one comes also to who wants alerts only. */
export const Reminder = Closed({ percent: Percent, ...told, mandatory: Type.Boolean() })
export type Reminder = Static<typeof Reminder>

/** So many countable minutes after the due instant; at that instant itself the answerers are told, always. */
export const Escalated = Closed({ afterMinutes: Type.Integer({ minimum: 0, maximum: AFTER_MINUTES_MAX }), ...told })
export type Escalated = Static<typeof Escalated>

export const PolicyLadder = Closed({
  reminders: Type.Array(Reminder, { maxItems: REMINDERS_MAX }),
  escalations: Type.Array(Escalated, { maxItems: ESCALATIONS_MAX }),
  /** After the last of them, until the answer comes, somebody takes the lateness on, or `times` are over. */
  repeat: OrNull(
    Closed({
      everyMinutes: Type.Integer({ minimum: 1, maximum: AFTER_MINUTES_MAX }),
      times: OrNull(Type.Integer({ minimum: 1, maximum: 50 })),
      ...told,
    }),
  ),
})
export type PolicyLadder = Static<typeof PolicyLadder>

const Reasons = Type.Array(OneOf(pauseReasons), { maxItems: pauseReasons.length, uniqueItems: true })
/**
 * As agreed with the supplier: its own, of decisions the buyer's · the buyer's · those in which both are open · those of a
 * calendar that the policy names.
 */
export const whoseHours = ['agreed', 'buyer', 'both', 'own'] as const
export type WhoseHours = (typeof whoseHours)[number]

const Group = Type.Optional(OrNull(Line(LABEL_CHARS_MAX)))
/** Left out, or null: for all. */
const narrower = {
  /** For suppliers of this group, instead of one. */
  supplierGroup: Group,
  /** For orders all of whose items are of this group. */
  itemGroup: Group,
  /** For orders that hurry so much. */
  priority: Type.Optional(OrNull(OneOf(priorities))),
}

const policy = {
  name: Line(80),
  /**
   * Decides what starts and what stops the clock: an order, call-off or release from when the supplier can see it, until the
   * answer to all of it arrives; a decision from when the proposal arrives, until all of it is decided on; a ship notice from
   * when a delivery is agreed on, until it is noticed in full.
   */
  kind: OneOf(policyKinds),
  /** For this supplier only; null: for every one. */
  supplierId: OrNull(Id),
  ...narrower,
  /** Of ship notices so many working days before the delivery; of all others never. */
  target: Type.Union([TargetShape, BeforeDeliveryShape]),
  hours: OneOf(whoseHours),
  /** Of `own` hours the calendar; null for all others, whose calendars the relationship names. */
  calendarId: OrNull(Id),
  ladder: PolicyLadder,
  /** For what a clock under it may be paused, by the buyer always. */
  pauseReasons: Reasons,
  /** For which of them by the supplier too. Left out: for none. */
  supplierPauseReasons: Type.Optional(Reasons),
}
const policyExample = {
  ...{ name: 'Hot call-offs by noon', kind: 'call-off', supplierId: null, priority: 'hot' },
  ...{ hours: 'agreed', calendarId: null },
  target: { kind: 'business-days', days: 1, by: '12:00' },
  ladder: {
    reminders: [{ percent: 75, to: 'answerers', mandatory: true }],
    escalations: [{ afterMinutes: 60, to: 'buyer' }],
    repeat: { everyMinutes: 240, times: 3, to: 'buyer' },
  },
  pauseReasons: ['our-drawing', 'force-majeure'],
  supplierPauseReasons: ['force-majeure'],
}
export const PolicyBody = Closed(policy, { examples: [policyExample] })
export type PolicyBody = Static<typeof PolicyBody>

const SupplierName = OrNull(Type.String())

export const Policy = Type.Object({
  ...policy,
  id: Id,
  version: Type.Integer(),
  supplierName: SupplierName,
  /** The buyer's number of that supplier. */
  vendorNumber: OrNull(Type.String()),
  calendarName: OrNull(Type.String()),
  /** Who wrote this version, and when. */
  by: Type.String(),
  createdAt: InstantText,
  retiredAt: OrNull(InstantText),
})
export type Policy = Static<typeof Policy>

export const PolicyRow = Type.Object({
  id: Id,
  name: Type.String(),
  version: Type.Integer(),
  kind: OneOf(policyKinds),
  supplierName: SupplierName,
  ...narrower,
  /** In words: '4 h of working time'. */
  target: Type.String(),
  hours: OneOf(whoseHours),
  calendarName: OrNull(Type.String()),
  /** Countable minutes after the due instant at which the buyer is first told; null: never. */
  buyerAfterMinutes: OrNull(Type.Integer()),
  retiredAt: OrNull(InstantText),
})
export type PolicyRow = Static<typeof PolicyRow>

export const verdicts = ['met', 'late', 'excused', 'waiting', 'cancelled'] as const
export type Verdict = (typeof verdicts)[number]

const Figures = Type.Object({
  met: Type.Integer(),
  late: Type.Integer(),
  /** Late, but the buyer had excused it. */
  excused: Type.Integer(),
  waiting: Type.Integer(),
  /** Asked no more before it was due. */
  cancelled: Type.Integer(),
  /** Of all of them: the buyer was told. */
  toldBuyer: Type.Integer(),
  /** Of the answered: countable minutes that were left when the answer came, below zero where it was late. */
  medianRoomMinutes: OrNull(Type.Number()),
})
export type Figures = Static<typeof Figures>

const Outcome = Type.Object({ dueAt: InstantText, verdict: OneOf(verdicts), toldBuyer: Type.Boolean() })

/** The past under a policy: what was, and what would have been. */
export const Replay = Type.Object({
  /** Clocks that started from then on. */
  from: InstantText,
  /** That the policy would govern; the newest of them are counted, `replayed` of them. */
  governed: Type.Integer(),
  replayed: Type.Integer(),
  before: Figures,
  after: Figures,
  /** That would have ended otherwise, or been due at another instant. */
  changed: Type.Integer(),
  /** The first of these: other ends first, then the newest. */
  rows: Type.Array(
    Type.Object({
      clockId: Id,
      kind: OneOf(clockKinds),
      label: Type.String(),
      lines: OrNull(Type.Array(Type.Integer())),
      supplier: Type.String(),
      zone: Type.String(),
      stoppedAt: OrNull(InstantText),
      before: Outcome,
      after: Outcome,
    }),
  ),
})
export type Replay = Static<typeof Replay>

const one = Closed({ policyId: Id })

export const policyApi = {
  list: endpoint('GET', '/api/policies', 'Lists the response policies, the retired ones too', {
    response: listOf(PolicyRow),
  }),
  get: endpoint('GET', '/api/policies/:policyId', 'Shows a response policy', { params: one, response: Policy }),
  versions: endpoint('GET', '/api/policies/:policyId/versions', 'Shows every version of a response policy', {
    params: one,
    response: Type.Object({ rows: Type.Array(Policy) }),
  }),
  add: endpoint('POST', '/api/policies', 'Makes a response policy; it counts for clocks that start from now on', {
    body: PolicyBody,
    response: Policy,
  }),
  change: endpoint('PUT', '/api/policies/:policyId', 'Writes the next version; clocks that run keep theirs', {
    params: one,
    body: Closed(
      { ...policy, version: Type.Integer({ minimum: 1 }) },
      { examples: [{ ...policyExample, version: 1 }] },
    ),
    response: Policy,
  }),
  retire: endpoint('POST', '/api/policies/:policyId/retirement', 'Retires a policy; clocks that run keep it', {
    params: one,
    body: Closed({ version: Type.Integer({ minimum: 1 }) }, { examples: [{ version: 3 }] }),
    response: Policy,
  }),
  preview: endpoint(
    'POST',
    '/api/policies/preview',
    'Replays the last 90 days under a policy before it is saved: what would have been met, late, escalated',
    {
      body: Closed(
        {
          /** The one that is being changed; null: a new one. */
          policyId: OrNull(Id),
          policy: PolicyBody,
        },
        { examples: [{ policyId: null, policy: policyExample }] },
      ),
      response: Replay,
    },
  ),
}
