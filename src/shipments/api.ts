// Ship notices on the wire: what is on its way, of which lines, and what of an order is still to be shipped.
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
} from '../kernel/wire.ts'

export const noticeStates = ['published', 'cancelled'] as const
export const shippedStates = ['none', 'partly', 'shipped'] as const
/** More items than any lorry holds kinds of. */
export const ITEMS_MAX = 500
export const NOTE_CHARS_MAX = 1_000

const Party = Type.Object({ id: Id, name: Type.String() })
const ShipTo = Type.Object({
  ...{ code: Type.String(), name: Type.String(), street: Type.String(), city: Type.String(), region: Type.String() },
  ...{ postalCode: Type.String(), country: Type.String(), zone: Type.String() },
})

export const PublishBody = Closed(
  {
    /** The supplier's own; used once with each customer. */
    number: Line(60),
    shipDate: DateText,
    arrivalDate: DateText,
    carrier: Type.Optional(Line(60)),
    trackingNumber: Type.Optional(Line(60)),
    note: Type.Optional(Line(NOTE_CHARS_MAX)),
    /** Of one customer and one place, whatever orders they are of. A line may stand there several times, lot by lot. */
    items: Type.Array(
      Closed({
        orderId: Id,
        lineNumber: Type.Integer({ minimum: 1, maximum: 999_999 }),
        quantity: DecimalText,
        lot: Type.Optional(Line(50)),
      }),
      { maxItems: ITEMS_MAX },
    ),
  },
  {
    examples: [
      {
        ...{ number: 'LS-20417', shipDate: '2026-12-08', arrivalDate: '2026-12-10' },
        ...{ carrier: 'Spedition Kühn', trackingNumber: '340434188193', note: 'Two pallets' },
        items: [{ orderId: '0193f0a0-0000-7000-8000-000000000001', lineNumber: 2, quantity: '100', lot: 'CH-2611' }],
      },
    ],
  },
)
export type PublishBody = Static<typeof PublishBody>

export const PublishedNotice = Type.Object({ noticeId: Id, number: Type.String(), state: OneOf(noticeStates) })

export const NoticeRow = Type.Object({
  ...{ id: Id, number: Type.String(), state: OneOf(noticeStates), buyer: Party, supplier: Party },
  ...{ shipDate: DateText, arrivalDate: DateText, carrier: Type.String(), trackingNumber: Type.String() },
  shipTo: ShipTo,
  orders: Type.Array(Type.Object({ id: Id, number: Type.String() })),
  itemCount: Type.Integer(),
  receivedAt: InstantText,
})
export type NoticeRow = Static<typeof NoticeRow>

export const NoticeItem = Type.Object({
  id: Id,
  orderId: Id,
  orderNumber: Type.String(),
  lineNumber: Type.Integer(),
  ...{ buyerPart: Type.String(), supplierPart: Type.String(), description: Type.String(), unit: Type.String() },
  ...{ quantity: Type.String(), lot: Type.String() },
})
export type NoticeItem = Static<typeof NoticeItem>

export const NoticeDetail = Type.Object({
  ...NoticeRow.properties,
  side: OneOf(['buyer', 'supplier']),
  note: Type.String(),
  ...{ publishedBy: Type.String(), channel: Type.String() },
  cancelled: OrNull(Type.Object({ at: InstantText, by: Type.String(), reason: Type.String() })),
  items: Type.Array(NoticeItem),
})
export type NoticeDetail = Static<typeof NoticeDetail>

/** A line of an order, as far as it is on its way. */
export const ShippedLine = Type.Object({
  lineNumber: Type.Integer(),
  ...{ buyerPart: Type.String(), supplierPart: Type.String(), description: Type.String(), unit: Type.String() },
  /** What both agreed on, delivery by delivery; none: nothing may be shipped yet. */
  promised: Type.Array(Type.Object({ quantity: Type.String(), date: DateText })),
  shipped: Type.String(),
  open: Type.String(),
  at: OneOf(shippedStates),
})
export type ShippedLine = Static<typeof ShippedLine>

export const OrderShipments = Type.Object({
  orderId: Id,
  orderNumber: Type.String(),
  ...{ buyer: Party, supplier: Party, shipTo: ShipTo, side: OneOf(['buyer', 'supplier']) },
  /** Whether ship notices are agreed between the two. */
  agreed: Type.Boolean(),
  /** Days from shipping to delivery, as agreed. */
  transitDays: Type.Integer(),
  lines: Type.Array(ShippedLine),
  /** Newest first. */
  notices: Type.Array(NoticeRow),
})
export type OrderShipments = Static<typeof OrderShipments>

export const NoticesQuery = Closed({
  ...listQuery,
  state: Type.Optional(OneOf(noticeStates)),
  /** The other party. */
  partnerId: Type.Optional(Id),
})
export type NoticesQuery = Static<typeof NoticesQuery>

const one = Closed({ noticeId: Id })

export const shipmentsApi = {
  list: endpoint('GET', '/api/ship-notices', 'Lists what suppliers say is on its way', {
    query: NoticesQuery,
    response: listOf(NoticeRow),
  }),
  get: endpoint('GET', '/api/ship-notices/:noticeId', 'Shows one ship notice with its items', {
    params: one,
    response: NoticeDetail,
  }),
  ofOrder: endpoint('GET', '/api/orders/:orderId/shipments', 'Shows what of an order is on its way and what is not', {
    params: Closed({ orderId: Id }),
    response: OrderShipments,
  }),
  publish: endpoint('POST', '/api/ship-notices', 'Says what is on its way: a ship notice', {
    body: PublishBody,
    response: PublishedNotice,
  }),
  cancel: endpoint('POST', '/api/ship-notices/:noticeId/cancellation', 'Takes a ship notice back', {
    params: one,
    body: Closed({ reason: Line(500) }, { examples: [{ reason: 'The lorry was not loaded' }] }),
    response: PublishedNotice,
  }),
}
