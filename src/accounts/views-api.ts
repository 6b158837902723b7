// Saved views on the wire.
import Type, { type Static } from 'typebox'
import { endpoint } from '../kernel/endpoint.ts'
import { Closed, Id, Line } from '../kernel/wire.ts'

export const ViewBody = Closed(
  {
    /** The list's page: `/board`. */
    page: Line(200),
    name: Line(60),
    /** As it stands in the address, without the `?`: `urgency=late&kind=call-off`. */
    search: Type.String({ maxLength: 2_000 }),
  },
  { examples: [{ page: '/board', name: 'Late call-offs', search: 'urgency=late&kind=call-off' }] },
)
export type ViewBody = Static<typeof ViewBody>

export const SavedView = Type.Object({ id: Id, page: Type.String(), name: Type.String(), search: Type.String() })
export type SavedView = Static<typeof SavedView>

export const viewsApi = {
  views: endpoint('GET', '/api/me/views', 'Lists the views that the person has saved in this organization', {
    response: Type.Object({ rows: Type.Array(SavedView) }),
  }),
  saveView: endpoint(
    'POST',
    '/api/me/views',
    'Saves what a list is narrowed to under a name, or anew under that name',
    {
      body: ViewBody,
    },
  ),
  deleteView: endpoint('DELETE', '/api/me/views/:viewId', 'Deletes a saved view', { params: Closed({ viewId: Id }) }),
}
