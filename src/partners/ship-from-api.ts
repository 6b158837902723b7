// From where a supplier ships to a buyer, on the wire.
import Type, { type Static } from 'typebox'
import { endpoint } from '../kernel/endpoint.ts'
import { Closed, Id, Line, OrNull } from '../kernel/wire.ts'

export const SHIP_FROM_NAME_MAX = 60

const site = {
  name: Line(SHIP_FROM_NAME_MAX),
  /** The supplier's hours for what ships from there; null: the calendar that is agreed with the supplier. */
  calendarId: OrNull(Id),
}
export const ShipFromBody = Closed(site, { examples: [{ name: 'Kiel', calendarId: null }] })
export type ShipFromBody = Static<typeof ShipFromBody>
export const ShipFromSite = Type.Object({
  ...site,
  id: Id,
  calendarName: OrNull(Type.String()),
  /** Of its calendar. */
  zone: OrNull(Type.String()),
})
export type ShipFromSite = Static<typeof ShipFromSite>

const params = Closed({ relationshipId: Id })
const siteParams = Closed({ relationshipId: Id, siteId: Id })
export type ShipFromParams = Static<typeof siteParams>

export const shipFromApi = {
  list: endpoint('GET', '/api/partners/:relationshipId/ship-from', 'Lists from where a supplier ships', {
    params,
    response: Type.Object({ rows: Type.Array(ShipFromSite) }),
  }),
  choices: endpoint('GET', '/api/ship-from-sites', 'Lists from where a supplier ships, to choose from', {
    query: Closed({ supplierId: Id }),
    response: Type.Object({ rows: Type.Array(ShipFromSite) }),
  }),
  add: endpoint('POST', '/api/partners/:relationshipId/ship-from', 'Enters a site that a supplier ships from', {
    params,
    body: ShipFromBody,
    response: ShipFromSite,
  }),
  change: endpoint(
    'PUT',
    '/api/partners/:relationshipId/ship-from/:siteId',
    'Changes the name or the calendar of a site that a supplier ships from',
    { params: siteParams, body: ShipFromBody, response: ShipFromSite },
  ),
  remove: endpoint(
    'DELETE',
    '/api/partners/:relationshipId/ship-from/:siteId',
    'Removes a site that no item ships from',
    { params: siteParams },
  ),
}
