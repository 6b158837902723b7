// How items and supplier items are asked.
import type { FastifyInstance } from 'fastify'
import { serve } from '../kernel/http.ts'
import { itemsApi as api } from './api.ts'
import { addItem, changeItem } from './change-item.ts'
import { addSupplierItem, changeSupplierItem, removeSupplierItem } from './change-supplier-item.ts'
import { importItems, itemsTemplate, judgeItems } from './import-items.ts'
import { importSupplierItems, judgeSupplierItems, supplierItemsTemplate } from './import-supplier-items.ts'
import { previewOf } from './imports.ts'
import { getItem, getSupplierItem, groupsOf, listItems, listSupplierItems } from './queries.ts'
import type { UnitUses } from './unit-uses.ts'

const view = { act: 'item.view' }
const manage = { act: 'item.manage' }

/** `unitUses`: the rooms that count in the units of items. */
export function itemsRoutes(app: FastifyInstance, { unitUses }: { unitUses: readonly UnitUses[] }): void {
  serve(app, api.list, view, ({ tx, query }) => listItems(tx, query))
  serve(app, api.groups, view, ({ tx }) => groupsOf(tx))
  serve(app, api.get, view, ({ tx, params }) => getItem(tx, params.itemId))
  serve(app, api.add, manage, ({ tx, body }) => addItem(tx, body))
  serve(app, api.change, manage, ({ tx, params, body }) => changeItem(tx, params.itemId, body, unitUses))
  serve(app, api.template, manage, async () => itemsTemplate)
  serve(app, api.preview, manage, async ({ tx, body }) => previewOf(await judgeItems(tx, body.csv, unitUses)))
  serve(app, api.import, manage, ({ tx, body }) => importItems(tx, body.csv, body.acceptClean, unitUses))

  serve(app, api.supplierItems, view, ({ tx, query }) => listSupplierItems(tx, query))
  serve(app, api.supplierItem, view, ({ tx, params }) => getSupplierItem(tx, params.supplierItemId))
  serve(app, api.addSupplierItem, manage, ({ tx, body }) => addSupplierItem(tx, body))
  serve(app, api.changeSupplierItem, manage, ({ tx, params, body }) =>
    changeSupplierItem(tx, params.supplierItemId, body),
  )
  serve(app, api.removeSupplierItem, manage, ({ tx, params }) => removeSupplierItem(tx, params.supplierItemId))
  serve(app, api.supplierItemTemplate, manage, async () => supplierItemsTemplate)
  serve(app, api.previewSupplierItems, manage, async ({ tx, body }) =>
    previewOf(await judgeSupplierItems(tx, body.csv)),
  )
  serve(app, api.importSupplierItems, manage, ({ tx, body }) => importSupplierItems(tx, body.csv, body.acceptClean))
}
