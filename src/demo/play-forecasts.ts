// The forecast releases of the story: one three weeks ago, one last week, and what the suppliers committed to.
import { commit, getShare, listShares, publish, viewForecast } from '../forecasts/index.ts'
import type { Tx } from '../kernel/db.ts'
import { addDays, instantOf, localDateOf, mondayOf } from '../kernel/time.ts'
import { type CatalogueItem, catalogue, demandOf } from './catalogue.ts'
import { fine, type Scene, type Stage, workingDaysAgo } from './play.ts'
import { vendorNumberOf } from './world.ts'

const weeks = 26
/** Suppliers that commit in the portal. */
type Committing = 'nordlicht' | 'forja'

export function forecastScenes(stage: Stage, now: Date): Scene[] {
  const today = localDateOf(now, 'Europe/Berlin')
  const at = (daysAgo: number, time: string) => instantOf(workingDaysAgo(today, daysAgo), time, 'Europe/Berlin')
  const planner = (release: number, changed: boolean) => () =>
    stage.db.withTenant(
      stage.world.planner,
      async tx =>
        void fine(
          await publish(tx, { lines: linesOf(tx, changed), firmWeeks: 4, source: 'csv', note: notes[release] ?? '' }),
        ),
    )
  return [
    { at: at(16, '09:00'), act: planner(0, false) },
    { at: at(16, '13:30'), act: () => commitAll(stage, 'nordlicht') },
    { at: at(15, '10:00'), act: () => commitAll(stage, 'forja') },
    { at: at(3, '09:30'), act: planner(1, true) },
    { at: at(3, '14:00'), act: () => commitShort(stage, 'forja') },
    { at: at(2, '09:00'), act: () => look(stage, 'nordlicht') },
  ]
}

const notes = ['Season plan, first release', 'Cargo bikes up after the Amsterdam order; trekking a little later']

/** Demand by week of every item; the second release moves cargo up and trekking out. */
function linesOf(tx: Tx, changed: boolean) {
  const first = mondayOf(localDateOf(tx.now, 'Europe/Berlin'))
  return catalogue.map(item => ({
    item: item.number,
    supplier: vendorNumberOf(item.supplier),
    shipTo: 'STR1',
    buckets: Array.from({ length: weeks }, (_, week) => ({
      start: addDays(first, week * 7),
      quantity: String(quantityOf(item, week, changed)),
    })),
  }))
}

function quantityOf(item: CatalogueItem, week: number, changed: boolean): number {
  if (!changed) return demandOf(item, week, 0.15)
  if (item.number.startsWith('FRM-C') || item.number.startsWith('DRV-3'))
    return demandOf(item, week + 2, 0.15) + item.pack * 4
  if (item.number.startsWith('FRM-T')) return demandOf(item, Math.max(0, week - 1), 0.15)
  return demandOf(item, week + 2, week > 8 ? 0.18 : 0.15)
}

async function lastShare(tx: Tx): Promise<string> {
  const { rows } = await listShares(tx, { sort: '-number', limit: 1 })
  const [share] = rows
  if (!share) throw new Error('no forecast was published')
  return share.id
}

const as = <T>({ db, world }: Stage, supplier: Committing, act: (tx: Tx) => Promise<T>): Promise<T> => {
  const { answerer } = world.suppliers[supplier]
  if (!answerer) throw new Error(`${supplier} has nobody in the portal`)
  return db.withTenant(answerer, act)
}

const commitAll = (stage: Stage, supplier: Committing): Promise<void> =>
  as(stage, supplier, async tx => void fine(await commit(tx, { supplierReleaseId: await lastShare(tx), all: true })))

/** As forecast, but for the cargo frames of the next two months: the jig makes twelve a week. */
const commitShort = (stage: Stage, supplier: Committing): Promise<void> =>
  as(stage, supplier, async tx => {
    const share = await getShare(tx, await lastShare(tx))
    const cells = share.lines
      .filter(line => line.buyerPart.startsWith('FRM-C'))
      .flatMap(line =>
        line.quantities.slice(0, 8).flatMap((quantity, week) => {
          const start = share.weeks[week]?.start
          const most = Math.floor(Number(quantity ?? 0) / 2)
          return start && Number(quantity) > 0
            ? [{ lineId: line.id, start, quantity: String(most), reason: 'One jig until January' }]
            : []
        }),
      )
    fine(await commit(tx, { supplierReleaseId: share.id, all: true, cells }))
  })

const look = (stage: Stage, supplier: Committing): Promise<void> =>
  as(stage, supplier, async tx => viewForecast(tx, await lastShare(tx)))
