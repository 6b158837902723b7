// Where the goods of an order go to, as its clock is found by it.
import { sql } from 'drizzle-orm'
import { orders } from '../orders/tables.ts'

export const orderSite = sql<string>`${orders.shipTo}->>'code'`
export const orderSiteName = sql<string>`${orders.shipTo}->>'name'`
