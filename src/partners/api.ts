// Partners on the wire: relationships seen from both sides, the profile, keys, the partner's page.
import Type, { type Static } from 'typebox'
import { endpoint } from '../kernel/endpoint.ts'
import { LABEL_CHARS_MAX } from '../kernel/label.ts'
import { Closed, DecimalText, Id, InstantText, Line, listOf, listQuery, OneOf, OrNull } from '../kernel/wire.ts'
import { PHONE_CHARS_MAX } from './phone.ts'

export const partnerStatuses = ['proposed', 'active', 'suspended', 'declined'] as const
export const transports = ['none', 'https', 'folder'] as const
export const ediVersions = ['004010', '005010'] as const

const Identity = Closed({ qualifier: Line(2), id: Line(40), groupId: Line(40) })
const Delimiters = Closed({
  element: Line(1),
  component: Line(1),
  repetition: Line(1),
  terminator: Line(1),
  lineEnd: OneOf(['', '\n', '\r\n']),
})
const Documents = Closed({
  order: OneOf(['portal', '850', '862']),
  answer: OneOf(['portal', '855', 'silence']),
  forecast: OneOf(['portal', '830']),
  commit: OneOf(['portal', 'none']),
  /** Left out: not agreed. */
  shipNotice: Type.Optional(OneOf(['portal', '856', 'none'])),
})
const Days = Type.Integer({ minimum: 0, maximum: 365 })
const Tolerance = Closed({
  daysEarly: Days,
  daysLate: Days,
  quantityPercentUnder: DecimalText,
  quantityPercentOver: DecimalText,
})
const Minutes = Type.Integer({ minimum: 1, maximum: 2 * 366 * 24 * 60 })
export const TargetShape = Type.Union([
  Closed({ kind: Type.Literal('business-minutes'), minutes: Minutes }),
  Closed({ kind: Type.Literal('business-days'), days: Type.Integer({ minimum: 0, maximum: 730 }), by: Line(5) }),
  Closed({ kind: Type.Literal('calendar-days'), days: Type.Integer({ minimum: 0, maximum: 730 }), by: Line(5) }),
  Closed({ kind: Type.Literal('elapsed'), minutes: Minutes }),
  Closed({ kind: Type.Literal('weekly'), weekday: Type.Integer({ minimum: 1, maximum: 7 }), by: Line(5) }),
])
/** So many working days before a delivery. */
export const BeforeDeliveryShape = Closed({
  kind: Type.Literal('before-delivery'),
  days: Type.Integer({ minimum: 0, maximum: 60 }),
  by: Line(5),
})
const Hours = Type.Integer({ minimum: 1, maximum: 24 * 30 })
const Targets = Closed({
  order: TargetShape,
  callOff: TargetShape,
  commit: TargetShape,
  /** The buyer's own: until when it decides on a proposal. */
  decision: TargetShape,
  /** How long before a delivery its ship notice is due; null, or left out: none is asked for. */
  shipNotice: Type.Optional(OrNull(BeforeDeliveryShape)),
  acknowledgment: Closed({ warnHours: Hours, alarmHours: Hours }),
  escalation: Closed({
    buyerAfterMinutes: Type.Integer({ minimum: 0, maximum: 60 * 24 * 30 }),
    repeatMinutes: Minutes,
    /** Null: until somebody takes the lateness on, or the answer comes. */
    repeatMax: OrNull(Type.Integer({ minimum: 0, maximum: 50 })),
  }),
})

/** What two parties have agreed. Sent as a whole, with the version it was edited from. */
const profile = {
  vendorNumber: Line(40),
  supplierName: Line(120),
  contactName: Line(120),
  contactEmail: Line(254),
  /** As people write it; empty: none. Left out: it stays as it is. */
  contactPhone: Type.Optional(Line(PHONE_CHARS_MAX)),
  /** The buyer's label for this supplier, which the supplier is never told. Left out: it stays as it is. */
  supplierGroup: Type.Optional(OrNull(Line(LABEL_CHARS_MAX))),
  calendarId: OrNull(Id),
  /** The buyer's own working calendar: its decisions on proposals count its time. */
  buyerCalendarId: OrNull(Id),
  transitDays: Days,
  tolerance: Tolerance,
  targets: Targets,
  transport: OneOf(transports),
  usage: OneOf(['T', 'P']),
  ediVersion: OneOf(ediVersions),
  ourIdentity: OrNull(Identity),
  theirIdentity: OrNull(Identity),
  delimiters: Delimiters,
  documents: Documents,
  ta1Requested: Type.Boolean(),
  /** The last part of the folder's path: small letters, digits and dashes. */
  folderName: OrNull(Line(40)),
  webhookUrl: OrNull(Line(500)),
}

export const ProfileBody = Closed(
  { ...profile, version: Type.Integer() },
  {
    examples: [
      {
        version: 1,
        vendorNumber: '10042',
        supplierName: 'Nordlicht Antriebe GmbH',
        contactName: 'Mara Voss',
        contactEmail: 'edi@nordlicht.example',
        contactPhone: '+49 711 555 0100',
        supplierGroup: 'Castings',
        calendarId: null,
        buyerCalendarId: null,
        transitDays: 2,
        tolerance: { daysEarly: 1, daysLate: 0, quantityPercentUnder: '0', quantityPercentOver: '5' },
        targets: {
          order: { kind: 'business-minutes', minutes: 480 },
          callOff: { kind: 'business-minutes', minutes: 240 },
          commit: { kind: 'business-days', days: 2, by: '12:00' },
          decision: { kind: 'business-days', days: 1, by: '17:00' },
          shipNotice: { kind: 'before-delivery', days: 1, by: '16:00' },
          acknowledgment: { warnHours: 4, alarmHours: 24 },
          escalation: { buyerAfterMinutes: 60, repeatMinutes: 240, repeatMax: null },
        },
        transport: 'https',
        usage: 'T',
        ediVersion: '004010',
        ourIdentity: { qualifier: 'ZZ', id: 'VELOWERK', groupId: '' },
        theirIdentity: { qualifier: 'ZZ', id: 'NORDLICHT', groupId: '' },
        delimiters: { element: '*', component: '>', repetition: '^', terminator: '~', lineEnd: '\n' },
        documents: { order: '850', answer: '855', forecast: '830', commit: 'portal', shipNotice: '856' },
        ta1Requested: false,
        folderName: null,
        webhookUrl: null,
      },
    ],
  },
)
export type ProfileBody = Static<typeof ProfileBody>

export const Partner = Type.Object({
  ...profile,
  id: Id,
  buyerId: Id,
  supplierId: Id,
  status: OneOf(partnerStatuses),
  buyerName: Type.String(),
  calendarName: OrNull(Type.String()),
  buyerCalendarName: OrNull(Type.String()),
  /** Relative to the installation's EDI folder. */
  folder: OrNull(Type.String()),
  webhookSecretSet: Type.Boolean(),
  version: Type.Integer(),
  createdAt: InstantText,
  updatedAt: InstantText,
})
export type Partner = Static<typeof Partner>

/** A row of the buyer's suppliers, or of the supplier's customers. */
export const PartnerRow = Type.Object({
  id: Id,
  /** The other party's organization. */
  partnerId: Id,
  name: Type.String(),
  vendorNumber: Type.String(),
  status: OneOf(partnerStatuses),
  transport: OneOf(transports),
  usage: OneOf(['T', 'P']),
  documents: Documents,
  contactName: Type.String(),
  contactEmail: Type.String(),
  calendarName: OrNull(Type.String()),
  createdAt: InstantText,
})
export type PartnerRow = Static<typeof PartnerRow>

export const ApiKeyRow = Type.Object({
  id: Id,
  prefix: Type.String(),
  createdBy: Type.String(),
  createdAt: InstantText,
  lastUsedAt: OrNull(InstantText),
  revokedAt: OrNull(InstantText),
})
export type ApiKeyRow = Static<typeof ApiKeyRow>

/** Somebody of a supplier that this buyer entered here, invited to the portal. */
export const PartnerInvitation = Type.Object({
  id: Id,
  email: Type.String(),
  name: Type.String(),
  role: Type.String(),
  createdAt: InstantText,
  expiresAt: InstantText,
  state: Type.String(),
})
export type PartnerInvitation = Static<typeof PartnerInvitation>

const params = Closed({ relationshipId: Id })
const terms = {
  ...{ vendorNumber: Line(40), contactName: Line(120), contactEmail: Line(254) },
  contactPhone: Type.Optional(Line(PHONE_CHARS_MAX)),
  calendarId: OrNull(Id),
}

export const AddSupplierBody = Closed(
  { name: Line(120), ...terms },
  {
    examples: [
      {
        name: 'Nordlicht Antriebe GmbH',
        vendorNumber: '10042',
        contactName: 'Mara Voss',
        contactEmail: 'mara@nordlicht.example',
        calendarId: null,
      },
    ],
  },
)
export type AddSupplierBody = Static<typeof AddSupplierBody>

export const ConnectBody = Closed(
  { connectionCode: Line(40), ...terms },
  {
    examples: [
      {
        connectionCode: 'K7QF2-MXD94-TBHWR-4NP8Z',
        vendorNumber: '10043',
        contactName: 'Ana Ruiz',
        contactEmail: 'ana@forja.example',
        calendarId: null,
      },
    ],
  },
)
export type ConnectBody = Static<typeof ConnectBody>

export const partnersApi = {
  list: endpoint('GET', '/api/partners', 'Lists the suppliers of a buyer, or the customers of a supplier', {
    query: Closed({
      ...listQuery,
      status: Type.Optional(OneOf(partnerStatuses)),
      transport: Type.Optional(OneOf(transports)),
    }),
    response: listOf(PartnerRow),
  }),
  addSupplier: endpoint('POST', '/api/partners', 'Enters a supplier that is new to this installation', {
    body: AddSupplierBody,
    response: Partner,
  }),
  connect: endpoint('POST', '/api/partners/connections', 'Proposes to trade with a supplier by its connection code', {
    body: ConnectBody,
    response: Partner,
  }),
  groups: endpoint('GET', '/api/partners/groups', 'Lists the groups that a buyer sorts its suppliers by', {
    response: Type.Object({ rows: Type.Array(Type.Object({ label: Type.String() })) }),
  }),
  get: endpoint('GET', '/api/partners/:relationshipId', 'Shows a relationship and its profile', {
    params,
    response: Partner,
  }),
  agree: endpoint('POST', '/api/partners/:relationshipId/agreement', "Agrees to or declines a buyer's proposal", {
    params,
    body: Closed({ agree: Type.Boolean() }, { examples: [{ agree: true }] }),
    response: Partner,
  }),
  changeProfile: endpoint('PUT', '/api/partners/:relationshipId/profile', 'Changes what is agreed with a supplier', {
    params,
    body: ProfileBody,
    response: Type.Object({
      partner: Partner,
      /** Shown once, when a webhook was first given. */
      webhookSecret: OrNull(Type.String()),
    }),
  }),
  suspend: endpoint('POST', '/api/partners/:relationshipId/suspend', 'Stops trading with a supplier for now', {
    params,
    response: Partner,
  }),
  resume: endpoint('POST', '/api/partners/:relationshipId/resume', 'Takes trading with a supplier up again', {
    params,
    response: Partner,
  }),
  keys: endpoint('GET', '/api/partners/:relationshipId/keys', 'Lists the API keys of a relationship', {
    params,
    response: Type.Object({ rows: Type.Array(ApiKeyRow) }),
  }),
  createKey: endpoint('POST', '/api/partners/:relationshipId/keys', 'Makes an API key, shown this once', {
    params,
    response: Type.Object({ key: Type.String(), row: ApiKeyRow }),
  }),
  revokeKey: endpoint('DELETE', '/api/partners/:relationshipId/keys/:keyId', 'Revokes an API key at once', {
    params: Closed({ relationshipId: Id, keyId: Id }),
  }),
  renewWebhookSecret: endpoint(
    'POST',
    '/api/partners/:relationshipId/webhook-secret',
    'Makes a new secret for signing webhooks, shown this once',
    { params, response: Type.Object({ webhookSecret: Type.String() }) },
  ),
  invitations: endpoint('GET', '/api/partners/:relationshipId/invitations', 'Lists whom we invited of a supplier', {
    params,
    response: Type.Object({
      rows: Type.Array(PartnerInvitation),
      /** False when the supplier invites its people itself. */
      mayInvite: Type.Boolean(),
      /** Nobody of the supplier can answer in the portal yet. */
      nobodyAnswers: Type.Boolean(),
    }),
  }),
  invite: endpoint('POST', '/api/partners/:relationshipId/invitations', "Invites a supplier's first people by mail", {
    params,
    body: Closed(
      { email: Line(254), name: Line(120), role: OneOf(['supplier-administrator', 'answerer', 'supplier-read-only']) },
      { examples: [{ email: 'mara@nordlicht.example', name: 'Mara Voss', role: 'supplier-administrator' }] },
    ),
    response: PartnerInvitation,
  }),
  history: endpoint('GET', '/api/partners/:relationshipId/history', 'Shows who changed what of a relationship', {
    params,
    response: Type.Object({
      rows: Type.Array(
        Type.Object({
          type: Type.String(),
          at: InstantText,
          actor: Type.String(),
          channel: Type.String(),
          changed: Type.Array(Type.String()),
        }),
      ),
    }),
  }),
}
