// A forecast is published, seen at once, committed by cell; an X12 supplier gets an 830; the next release asks only for what changed.
import { expect, test } from 'vitest'
import { forecastsApi } from '../../src/forecasts/api.ts'
import { addDays, weekdayOf } from '../../src/kernel/time.ts'
import { noticesApi } from '../../src/notices/api.ts'
import { slaApi } from '../../src/sla/api.ts'
import { loops, readInterchanges } from '../../src/x12/index.ts'
import { waiting } from '../edi.ts'
import { onEachQueue } from '../queues.ts'
import { until } from '../until.ts'
import { systemOf } from '../world.ts'

onEachQueue(stage => {
  /** Eight weeks from next Monday on. */
  const weeks = () => {
    const today = stage().world.inDays(0)
    const monday = addDays(today, 8 - weekdayOf(today))
    return Array.from({ length: 8 }, (_, i) => addDays(monday, 7 * i))
  }
  const line = (vendor: string, quantity: (week: number) => number) => ({
    item: `ITEM-${vendor}`,
    supplier: vendor,
    shipTo: 'STR1',
    buckets: weeks().map((start, week) => ({ start, quantity: String(quantity(week)) })),
  })
  const shareOf = async (who: 'mara' | 'iker') => {
    const { world } = stage()
    const { rows } = await world.is[who].call(forecastsApi.list, { query: { status: 'published' } })
    const [share] = rows
    if (!share) throw new Error('no forecast was received')
    return await world.is[who].call(forecastsApi.get, { params: { supplierReleaseId: share.id } })
  }

  test('published once, seen by each supplier alone; committed as forecast, and less by cell with a reason', async () => {
    const { is } = stage().world
    const published = await is.petra.call(forecastsApi.publish, {
      body: {
        firmWeeks: 2,
        lines: [line('10042', week => 100 + week), line('10051', () => 40), line('10077', () => 500)],
      },
    })
    expect(published).toMatchObject({ number: 1, suppliers: 3, lines: 3 })
    const mine = await shareOf('mara')
    expect(mine.lines.map(each => each.buyerPart)).toEqual(['ITEM-10042'])
    expect(mine.lines[0]?.quantities).toEqual(weeks().map((_, week) => String(100 + week)))
    await until('the commit clock', async () => {
      const { rows } = await is.mara.call(slaApi.inboxDue, {})
      return rows.some(row => row.kind === 'commit' && row.subject.id === mine.id)
    })
    const [third = ''] = weeks().slice(2, 3)
    const committed = await is.mara.call(forecastsApi.commit, {
      params: { supplierReleaseId: mine.id },
      body: {
        all: true,
        cells: [{ lineId: mine.lines[0]?.id ?? '', start: third, quantity: '60', reason: 'Anodizing is down' }],
      },
    })
    expect(committed).toMatchObject({ commitStatus: 'short', asked: 0 })
    await is.iker.call(forecastsApi.commit, {
      params: { supplierReleaseId: (await shareOf('iker')).id },
      body: { all: true },
    })
    const release = await is.petra.call(forecastsApi.release, { params: { releaseId: published.id } })
    expect(release).toMatchObject({ short: 1, committed: 1, awaiting: 0 })
    const seen = await is.petra.call(forecastsApi.get, { params: { supplierReleaseId: mine.id } })
    expect(seen.lines[0]?.committed[2]).toBe('60')
    expect(seen.lines[0]?.reasons).toEqual({ [third]: 'Anodizing is down' })
    const { rows: clocks } = await is.petra.call(slaApi.clocksOf, { query: { subjectIds: mine.id } })
    expect(clocks).toMatchObject([{ state: 'met' }])
  })

  test('the X12 supplier fetches an 830 with every week of it', async () => {
    const { place, wheelworks } = stage().world
    const sent = await until('the 830', async () =>
      (await waiting(place.url, wheelworks.key)).find(({ set }) => set === '830'),
    )
    const [interchange] = readInterchanges(sent.bytes).interchanges
    const [group] = interchange?.groups ?? []
    const [set] = group?.sets ?? []
    if (!group || !set) throw new Error('the 830 holds no set')
    const fst = loops(set, group)
      .loops('LIN')
      .flatMap(lin => [...lin.loops('FST').map(loop => loop.segment), ...lin.all('FST')])
    expect(fst.map(each => each.el(1))).toEqual(Array(8).fill('500'))
    expect(fst.map(each => each.el(2))).toEqual(['C', 'C', 'D', 'D', 'D', 'D', 'D', 'D'])
    await until('taken over', async () => (await systemOf(stage().world, 'wheelworks').step()).collected > 0)
  })

  test('the next release keeps what stands and asks again only for what changed', async () => {
    const { is } = stage().world
    await is.petra.call(forecastsApi.publish, {
      body: { lines: [line('10042', week => (week === 5 ? 250 : 100 + week)), line('10051', () => 40)] },
    })
    const mine = await shareOf('mara')
    expect(mine).toMatchObject({ number: 2, asked: 1, commitStatus: 'awaiting' })
    expect(mine.lines[0]?.committed[2]).toBe('60')
    expect(mine.lines[0]?.origins[5]).toBe('carried')
    const other = await shareOf('iker')
    expect(other.asked).toBe(0)
    await until('the notice of release 2', async () => {
      const { rows } = await is.mara.call(noticesApi.mine, {})
      return rows.some(row => row.title.includes('2') && row.link?.includes('/forecasts/'))
    })
  })
})
