// The tables of the clocks' engine in memory.
import { getTableColumns, getTableName, is, SQL } from 'drizzle-orm'
import { CasingCache } from 'drizzle-orm/casing'
import { getTableConfig, type IndexedColumn, type PgTable } from 'drizzle-orm/pg-core'
import { organizations } from '../../src/accounts/tables.ts'
import { calendars, calendarVersions, sites } from '../../src/calendars/tables.ts'
import { documents, furtherSubjects, interchanges } from '../../src/gateway/tables.ts'
import { itemGroups, supplierItems } from '../../src/items/tables.ts'
import { outages, work } from '../../src/kernel/tables.ts'
import { orderLines, orders } from '../../src/orders/tables.ts'
import { relationships, shipFromSites, supplierGroups } from '../../src/partners/tables.ts'
import { shipNoticeItems, shipNotices } from '../../src/shipments/tables.ts'
import { clocks, disputes, escalations, policies, policyVersions } from '../../src/sla/tables.ts'
import { Words } from './speaker.ts'
import { conditionOn } from './sql-run.ts'
import { type Protection, Store } from './store.ts'
import { type Key, type Row, Table } from './table.ts'

const casing = new CasingCache('snake_case')

/** @param clock milliseconds since 1970 */
export function memoryStore(clock: () => number, without?: Protection): Store {
  const indexed: [PgTable, string[]][] = [
    [work, ['key']],
    [clocks, ['subject_id', 'calendar_id']],
    [escalations, ['clock_id']],
    [disputes, ['clock_id']],
    [policies, ['org_id']],
    [policyVersions, ['policy_id']],
    [organizations, []],
    [relationships, ['supplier_id']],
    [calendars, []],
    [calendarVersions, ['calendar_id']],
    [interchanges, ['supplier_id']],
    [documents, ['interchange_id']],
    [furtherSubjects, ['document_id']],
    [outages, []],
    [orders, []],
    [orderLines, ['order_id']],
    [shipNotices, ['number']],
    [shipNoticeItems, ['order_id', 'notice_id']],
    [itemGroups, []],
    [supplierGroups, []],
    [supplierItems, ['item_id']],
    [shipFromSites, []],
    [sites, []],
  ]
  const tables = indexed.map(
    ([table, indexes]) =>
      new Table(getTableName(table), columnsOf(table), { primary: primaryOf(table), indexed: indexes }),
  )
  const store = new Store(tables, clock, without)
  for (const [table] of indexed) store.table(getTableName(table)).keys = keysOf(table, store)
  return store
}

const columnsOf = (table: PgTable) =>
  Object.entries(getTableColumns(table)).map(([own, column]) => {
    const isClock = is(column.default, SQL)
    const unless = isClock ? null : (column.default ?? null)
    return { own, name: casing.getColumnCasing(column), type: column.getSQLType(), unless, isClock }
  })

function primaryOf(table: PgTable): string[] {
  const [several] = getTableConfig(table).primaryKeys
  const columns = several?.columns ?? Object.values(getTableColumns(table)).filter(({ primary }) => primary)
  return columns.map(column => casing.getColumnCasing(column))
}

/** Its unique indexes: of columns or of what is worked out from them, of all rows or of some. */
function keysOf(table: PgTable, store: Store): Key[] {
  const name = getTableName(table)
  const readOn = (expression: unknown) => conditionOn(name, new Words().add(expression).text, store)
  const plain = new Map(Object.values(getTableColumns(table)).map(each => [each.name, casing.getColumnCasing(each)]))
  return getTableConfig(table)
    .indexes.filter(({ config }) => config.unique)
    .map(({ config }) => {
      const parts = config.columns.map(part => {
        if (is(part, SQL)) return readOn(part)
        const column = plain.get((part as IndexedColumn).name ?? '') ?? ''
        return (row: Row) => row[column]
      })
      const applies = config.where && readOn(config.where)
      const of = (row: Row) => {
        if (applies && applies(row) !== true) return undefined
        const values = parts.map(part => part(row))
        // What is not said is like nothing else.
        return values.some(value => value == null) ? undefined : values.join('\u0000')
      }
      return { of, isKept: !applies }
    })
}
