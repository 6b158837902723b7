// A trade with something to order: a plant, items with packs, a supplier who makes them.
import { addSite } from '../src/calendars/index.ts'
import { addItem, addSupplierItem } from '../src/items/index.ts'
import type { Caller, Tx } from '../src/kernel/db.ts'
import { isRefusal, type Refusal, Refused } from '../src/kernel/errors.ts'
import type { Reactions } from '../src/kernel/events.ts'
import { addDays, localDateOf } from '../src/kernel/time.ts'
import { issue } from '../src/orders/index.ts'
import type { Documents, Tolerance } from '../src/partners/profile.ts'
import { openTrade, type Trade } from './trade.ts'

export interface CallOffTrade extends Trade {
  siteId: string
  /** Packs of 10, at least 20. */
  brakeId: string
  /** Single pieces. */
  chainId: string
  /** A day so many days from today at the plant. */
  inDays(days: number): string
  /** Issues a call-off of 100 brakes, or of the lines given, each as [item, quantity, need-by]. */
  callOff(lines?: [string, string, string][], supplier?: Caller): Promise<{ id: string; number: string }>
  as<T>(caller: Caller, act: (tx: Tx) => Promise<T>): Promise<T>
  agree(supplier: Caller, agreed: { tolerance?: Partial<Tolerance>; documents?: Partial<Documents> }): Promise<void>
  supplies(supplier: Caller): Promise<void>
}

/** What a verb answers, or the refusals thrown: tests that set a scene want it done. */
export function agreed<T>(result: T | Refusal | Refusal[]): T {
  if (isRefusal(result)) throw new Refused([result])
  if (Array.isArray(result)) throw new Refused(result)
  return result
}

export async function openCallOffTrade(reactions: Reactions): Promise<CallOffTrade> {
  const trade = await openTrade(reactions)
  const { web, buyer, owner } = trade
  const as = <T>(caller: Caller, act: (tx: Tx) => Promise<T>) => web.withTenant(caller, act)
  const plant = {
    code: 'STR1',
    name: 'Werk Stuttgart',
    zone: 'Europe/Berlin',
    street: 'Neckarstraße 12',
    city: 'Stuttgart',
    region: 'BW',
    postalCode: '70190',
    country: 'DE',
  }
  const siteId = agreed(await as(buyer, tx => addSite(tx, plant))).id
  const item = async (number: string, description: string) =>
    agreed(await as(buyer, tx => addItem(tx, { number, description, unit: 'EA' }))).id
  const brakeId = await item('BRK-2201', 'Disc brake – front, ø 160 mm')
  const chainId = await item('CHN-9', 'Chain, 9-speed')
  const supplies = async (supplier: Caller) => {
    const terms = { supplierId: supplier.orgId, minimumQuantity: '20', leadTimeDays: 5 }
    await as(buyer, async tx => {
      agreed(
        await addSupplierItem(tx, { ...terms, itemId: brakeId, supplierPartNumber: 'NL-77120', packQuantity: '10' }),
      )
      agreed(
        await addSupplierItem(tx, {
          ...terms,
          itemId: chainId,
          supplierPartNumber: 'NL-88',
          packQuantity: '1',
          minimumQuantity: '1',
        }),
      )
    })
  }
  await supplies(trade.supplier)
  const now = await trade.now()
  const inDays = (days: number) => addDays(localDateOf(now, plant.zone), days)
  return {
    ...trade,
    siteId,
    brakeId,
    chainId,
    as,
    inDays,
    supplies,
    callOff: async (lines = [[brakeId, '100', inDays(14)]], supplier = trade.supplier) =>
      agreed(
        await as(buyer, tx =>
          issue(tx, {
            supplierId: supplier.orgId,
            shipToSiteId: siteId,
            lines: lines.map(([itemId, quantity, needBy]) => ({ itemId, quantity, needBy })),
          }),
        ),
      ),
    agree: async (supplier, { tolerance, documents }) => {
      await owner.query(
        `update relationships set tolerance = tolerance || $2::jsonb, documents = documents || $3::jsonb
          where supplier_id = $1`,
        [supplier.orgId, JSON.stringify(tolerance ?? {}), JSON.stringify(documents ?? {})],
      )
    },
  }
}
