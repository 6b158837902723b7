// Seconds to publish a forecast of 5,000 items by 52 weeks to 50 suppliers, every supplier's 830 written.
import { setTimeout as pause } from 'node:timers/promises'
import { agree } from '#product/demo/set-up'
import { publish } from '#product/forecasts/index'
import { itemsApi } from '#product/items/api'
import { addDays, localDateOf, mondayOf } from '#product/kernel/time'
import { partnersApi } from '#product/partners/api'
import { type Claim, type Ground, openGround, summed } from './measure.ts'
import { ownerQuery } from './owner.ts'

const suppliers = 50
const itemsPerSupplier = 100
const weeks = 52

export const forecast: Claim = async ({ runs, say }) => {
  const ground = await openGround()
  await addSuppliers(ground)
  const toWritten: number[] = []
  const toPublished: number[] = []
  for (let run = 1; run <= runs; run++) {
    const begin = performance.now()
    await publishAll(ground, run)
    toPublished.push((performance.now() - begin) / 1_000)
    await untilWritten(ground, run * suppliers)
    toWritten.push((performance.now() - begin) / 1_000)
    say(`published ${toPublished.at(-1)?.toFixed(1)} s, all 830s written ${toWritten.at(-1)?.toFixed(1)} s`)
  }
  await ground.stop()
  const what = 'forecast of 5,000 items × 52 weeks to 50 suppliers'
  return [
    summed(`${what}, published`, 's', toPublished),
    summed(`${what}, 830s written`, 's', toWritten, { target: 20 }),
  ]
}

async function addSuppliers({ anna, calendarId }: Ground): Promise<void> {
  const items: string[] = ['item,description,unit']
  const supplierItems: string[] = ['supplier,item,supplier_part,pack,minimum,lead_time_days']
  for (let s = 0; s < suppliers; s++) {
    const vendorNumber = `V${s}`
    const added = await anna.call(partnersApi.addSupplier, {
      body: {
        name: `Supplier ${s}`,
        vendorNumber,
        contactName: 'Kim',
        contactEmail: `kim${s}@bench.example`,
        calendarId,
      },
    })
    await agree(anna, added, {
      transport: 'https',
      usage: 'P',
      ourIdentity: { qualifier: 'ZZ', id: 'BENCH', groupId: 'BENCH' },
      theirIdentity: { qualifier: 'ZZ', id: `SUP${s}`, groupId: `SUP${s}` },
      documents: { order: 'portal', answer: 'portal', forecast: '830', commit: 'none' },
    })
    for (let i = 0; i < itemsPerSupplier; i++) {
      items.push(`I-${s}-${i},Part ${i} of supplier ${s},EA`)
      supplierItems.push(`${vendorNumber},I-${s}-${i},P-${i},1,1,5`)
    }
  }
  await anna.call(itemsApi.import, { body: { csv: items.join('\n'), acceptClean: false } })
  await anna.call(itemsApi.importSupplierItems, { body: { csv: supplierItems.join('\n'), acceptClean: false } })
}

async function publishAll({ started, buyer }: Ground, run: number): Promise<void> {
  await started.db?.withTenant(buyer, async tx => {
    const first = mondayOf(localDateOf(tx.now, 'Europe/Berlin'))
    const lines = Array.from({ length: suppliers * itemsPerSupplier }, (_, i) => ({
      item: `I-${Math.floor(i / itemsPerSupplier)}-${i % itemsPerSupplier}`,
      buckets: Array.from({ length: weeks }, (__, week) => ({
        start: addDays(first, week * 7),
        quantity: String(((i * 7 + week * 13 + run * 5) % 90) + 10),
      })),
    }))
    const published = await publish(tx, { lines, firmWeeks: 4, source: 'api' })
    if (Array.isArray(published)) throw new Error(published[0]?.detail)
  })
}

async function untilWritten({ started }: Ground, count: number): Promise<void> {
  for (;;) {
    const [row] = await ownerQuery<{ written: number }>(
      started,
      `select count(*)::int as written from documents where set_id = '830' and interchange_id is not null`,
    )
    if ((row?.written ?? 0) >= count) return
    await pause(50)
  }
}
