// The tables of the clocks' engine in memory, and the product's own transactions on them.
import { organizations } from '../../src/accounts/tables.ts'
import { calendars, calendarVersions } from '../../src/calendars/tables.ts'
import { documents, interchanges } from '../../src/gateway/tables.ts'
import { outages, work } from '../../src/kernel/tables.ts'
import { relationships } from '../../src/partners/tables.ts'
import { clocks, disputes, escalations, policies, policyVersions } from '../../src/sla/tables.ts'
import { type Protection, Store, Table } from './store.ts'

/** @param clock milliseconds since 1970 */
export function memoryStore(clock: () => number, without?: Protection): Store {
  const tables = [
    new Table(work, ['key']),
    new Table(clocks, ['subject_id']),
    new Table(escalations, ['clock_id']),
    new Table(outages, []),
    new Table(disputes, ['clock_id']),
    new Table(policies, ['org_id']),
    new Table(policyVersions, ['policy_id']),
    new Table(organizations, []),
    new Table(relationships, ['supplier_id']),
    new Table(calendars, []),
    new Table(calendarVersions, ['calendar_id']),
    new Table(interchanges, ['supplier_id']),
    new Table(documents, ['interchange_id']),
  ]
  return new Store(tables, clock, without)
}
