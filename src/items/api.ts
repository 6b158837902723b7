// Items and supplier items on the wire, by form and by CSV.
import Type, { type Static } from 'typebox'
import { endpoint } from '../kernel/endpoint.ts'
import { LABEL_CHARS_MAX } from '../kernel/label.ts'
import {
  Closed,
  CSV_CHARS_MAX,
  DecimalText,
  Id,
  InstantText,
  Line,
  listOf,
  listQuery,
  OrNull,
  RowError,
} from '../kernel/wire.ts'

const item = {
  number: Line(48),
  description: Line(80),
  /** X12 element 355: EA, PC, KG … */
  /** Two characters once it is read; a word is refused with what to write instead. */
  unit: Line(20),
}
/** The buyer's label for this item, which no supplier is told. Left out: it stays as it is. */
const group = Type.Optional(OrNull(Line(LABEL_CHARS_MAX)))
export const ItemBody = Closed(
  { ...item, group },
  { examples: [{ number: 'BRK-2201', description: 'Disc brake, front', unit: 'EA', group: 'Brakes' }] },
)
export type ItemBody = Static<typeof ItemBody>
export const Item = Type.Object({
  ...item,
  group: OrNull(Type.String()),
  id: Id,
  suppliers: Type.Integer(),
  createdAt: InstantText,
})
export type Item = Static<typeof Item>

const terms = {
  supplierPartNumber: Line(48),
  packQuantity: DecimalText,
  minimumQuantity: DecimalText,
  /** Working days of the calendar that it is made by, from order to dispatch. */
  leadTimeDays: Type.Integer({ minimum: 0, maximum: 730 }),
}
/** One of the supplier's ship-from sites, whose calendar then counts; null: not said. Left out, it stays as it is. */
const termsBody = { ...terms, shipFromId: Type.Optional(OrNull(Id)) }
const termsExample = {
  ...{ supplierPartNumber: 'NL-77120', packQuantity: '10', minimumQuantity: '50', leadTimeDays: 5 },
  shipFromId: null,
}
export const SupplierItemTerms = Closed(termsBody, { examples: [termsExample] })
export type SupplierItemTerms = Static<typeof SupplierItemTerms>
export const SupplierItem = Type.Object({
  ...terms,
  shipFromId: OrNull(Id),
  /** The site's name. */
  shipFrom: OrNull(Type.String()),
  id: Id,
  buyerId: Id,
  supplierId: Id,
  itemId: Id,
  itemNumber: Type.String(),
  description: Type.String(),
  unit: Type.String(),
  /** The other party, as the reader calls it. */
  partnerName: Type.String(),
  vendorNumber: Type.String(),
  updatedAt: InstantText,
})
export type SupplierItem = Static<typeof SupplierItem>

const csvText = Type.String({ maxLength: CSV_CHARS_MAX })
const PreviewBody = Closed(
  { csv: csvText },
  { examples: [{ csv: 'item,description,unit,group\nBRK-2201,"Disc brake, front",EA,Brakes\n' }] },
)
const CommitBody = Closed(
  { csv: csvText, acceptClean: Type.Boolean() },
  { examples: [{ csv: 'item,description,unit,group\nBRK-2201,"Disc brake, front",EA,Brakes\n', acceptClean: false }] },
)
/** What a file would do, row by row, before anything is written. */
const Preview = <T extends Type.TSchema>(row: T) =>
  Type.Object({
    /** The first clean rows. */
    rows: Type.Array(row),
    /** Rows read, header not counted; those without an error. */
    read: Type.Integer(),
    clean: Type.Integer(),
    errors: Type.Array(RowError),
    added: Type.Integer(),
    changed: Type.Integer(),
  })
/** Of a row that changes something, what stood there before, by the column's name. */
const Was = Type.Record(Type.String(), Type.String())
const ItemRow = Type.Object({
  line: Type.Integer(),
  ...item,
  group: Type.String(),
  change: Type.String(),
  was: Was,
})
const SupplierItemRow = Type.Object({
  line: Type.Integer(),
  vendorNumber: Type.String(),
  itemNumber: Type.String(),
  ...terms,
  shipFrom: Type.String(),
  change: Type.String(),
  was: Was,
})
const Imported = Type.Object({
  added: Type.Integer(),
  changed: Type.Integer(),
  unchanged: Type.Integer(),
  /** Rows left out, because the clean part was accepted without them. */
  errors: Type.Array(RowError),
})
const Template = Type.Object({ fileName: Type.String(), csv: Type.String() })

export const itemsApi = {
  list: endpoint('GET', '/api/items', 'Lists items', {
    query: Closed({ ...listQuery, group: Type.Optional(Line(LABEL_CHARS_MAX)) }),
    response: listOf(Item),
  }),
  groups: endpoint('GET', '/api/items/groups', 'Lists the groups that a buyer sorts its items by', {
    response: Type.Object({ rows: Type.Array(Type.Object({ label: Type.String() })) }),
  }),
  get: endpoint('GET', '/api/items/:itemId', 'Shows an item', { params: Closed({ itemId: Id }), response: Item }),
  add: endpoint('POST', '/api/items', 'Enters an item', { body: ItemBody, response: Item }),
  change: endpoint('PUT', '/api/items/:itemId', 'Changes an item', {
    params: Closed({ itemId: Id }),
    body: ItemBody,
    response: Item,
  }),
  template: endpoint('GET', '/api/items/import/template', 'Gives the CSV file to fill in with items', {
    response: Template,
  }),
  preview: endpoint('POST', '/api/items/import/preview', 'Reads a CSV of items and says what is wrong with it', {
    body: PreviewBody,
    response: Preview(ItemRow),
  }),
  import: endpoint('POST', '/api/items/import', 'Writes the items of a CSV', { body: CommitBody, response: Imported }),

  supplierItems: endpoint('GET', '/api/supplier-items', 'Lists what suppliers call, pack and promise of items', {
    query: Closed({
      ...listQuery,
      supplierId: Type.Optional(Id),
      buyerId: Type.Optional(Id),
      itemId: Type.Optional(Id),
    }),
    response: listOf(SupplierItem),
  }),
  supplierItem: endpoint('GET', '/api/supplier-items/:supplierItemId', 'Shows a supplier item', {
    params: Closed({ supplierItemId: Id }),
    response: SupplierItem,
  }),
  addSupplierItem: endpoint('POST', '/api/supplier-items', 'Says that a supplier makes an item', {
    body: Closed(
      { supplierId: Id, itemId: Id, ...termsBody },
      {
        examples: [
          {
            supplierId: '0190f3a0-0000-7000-8000-000000000001',
            itemId: '0190f3a0-0000-7000-8000-000000000002',
            ...termsExample,
          },
        ],
      },
    ),
    response: SupplierItem,
  }),
  changeSupplierItem: endpoint('PUT', '/api/supplier-items/:supplierItemId', 'Changes what is agreed of an item', {
    params: Closed({ supplierItemId: Id }),
    body: SupplierItemTerms,
    response: SupplierItem,
  }),
  removeSupplierItem: endpoint('DELETE', '/api/supplier-items/:supplierItemId', 'Ends that a supplier makes an item', {
    params: Closed({ supplierItemId: Id }),
  }),
  supplierItemTemplate: endpoint('GET', '/api/supplier-items/import/template', 'Gives the CSV file to fill in', {
    response: Template,
  }),
  previewSupplierItems: endpoint(
    'POST',
    '/api/supplier-items/import/preview',
    'Reads a CSV of supplier items and says what is wrong with it',
    { body: PreviewBody, response: Preview(SupplierItemRow) },
  ),
  importSupplierItems: endpoint('POST', '/api/supplier-items/import', 'Writes the supplier items of a CSV', {
    body: CommitBody,
    response: Imported,
  }),
}
