// A supplier's system says by 856 what is on its way: the clock of the ship notice is met, and what does not fit waits in words.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { agree } from '../../src/demo/set-up.ts'
import { gatewayApi } from '../../src/gateway/api.ts'
import { ordersApi } from '../../src/orders/api.ts'
import { partnersApi } from '../../src/partners/api.ts'
import { shipmentsApi } from '../../src/shipments/api.ts'
import { slaApi } from '../../src/sla/api.ts'
import { post, said856 } from '../edi.ts'
import { until } from '../until.ts'
import { openWorld, type SmallWorld, systemOf } from '../world.ts'

let world: SmallWorld
beforeAll(async () => {
  world = await openWorld()
  const { anna } = world.is
  const { relationshipId } = world.wheelworks
  const { targets, documents } = await anna.call(partnersApi.get, { params: { relationshipId } })
  await agree(
    anna,
    { id: relationshipId },
    {
      documents: { ...documents, shipNotice: '856' },
      targets: { ...targets, shipNotice: { kind: 'before-delivery', days: 2, by: '16:00' } },
    },
  )
}, 120_000)
afterAll(() => world?.close())

test('answered by 855, shipped by 856 in two parts, taken back, and too much of it left to a person', async () => {
  const { jonas, emil } = world.is
  const { id, number } = await world.callOff(world.wheelworks)
  const system = systemOf(world, 'wheelworks', { line: { act: 'accept' } })
  await until('the 850 collected and answered', async () => (await system.step()).answered > 0)
  const standing = async () => {
    const { rows } = await jonas.call(slaApi.clocksOf, { query: { subjectIds: id } })
    return rows.filter(({ kind }) => kind === 'ship-notice').map(({ state, lines }) => [state, lines])
  }
  const shipped = async () => (await jonas.call(shipmentsApi.ofOrder, { params: { orderId: id } })).lines[0]?.shipped
  await until('the ship notice is due', async () => (await standing()).length > 0)
  expect(await standing()).toEqual([['pending', [1]]])

  const sends = async (bytes: Buffer) => {
    const answer = await post(world.place.url, world.wheelworks.key, bytes)
    expect(answer.status).toBe(202)
  }
  await sends(said856(number, 'SN-1', '40', world.inDays(1)))
  await until('a part is on its way', async () => (await shipped()) === '40')
  expect(await standing()).toEqual([['pending', [1]]])
  await sends(said856(number, 'SN-2', '60', world.inDays(2)))
  await until('all is on its way', async () => (await shipped()) === '100')
  expect(await standing()).toEqual([['met', [1]]])
  const { documents } = await jonas.call(ordersApi.get, { params: { orderId: id } })
  expect(documents.filter(({ setId }) => setId === '856').length).toBe(2)

  await sends(said856(number, 'SN-2', '60', world.inDays(2), '01'))
  await until('it is taken back', async () => (await shipped()) === '40')
  expect(await standing()).toEqual([['pending', [1]]])

  await sends(said856(number, 'SN-3', '61', world.inDays(2)))
  const waits = await until('it waits for a person', async () => {
    const { rows } = await emil.call(gatewayApi.attention, {})
    return rows.find(({ reason }) => reason?.includes('61 EA is more than the 60 EA still to be shipped'))
  })
  expect(waits).toMatchObject({ kind: 'document', setId: '856' })
  expect(await standing()).toEqual([['pending', [1]]])

  const other = await world.callOff(world.wheelworks)
  await until('the other 850 answered', async () => (await system.step()).answered > 0)
  await sends(said856([number, other.number], 'SN-4', '61', world.inDays(2)))
  const page = async () => (await jonas.call(ordersApi.get, { params: { orderId: other.id } })).documents
  const shown = await until('it stands on the page of the second order', async () =>
    (await page()).find(({ setId }) => setId === '856'),
  )
  expect(shown.status).toBe('needs-attention')
}, 120_000)
