// Killed between what came back being on record and its file being put away: each is told once, none is left lying.
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { accountsApi } from '../../src/accounts/api.ts'
import { freePort } from '../../src/kernel/embedded-server.ts'
import { cameBack, messageIdOf, openMaildir } from '../bounced-mail.ts'
import { openMailServer } from '../mail-server.ts'
import { until } from '../until.ts'
import { type Chain, compile, openChain } from './chain.ts'
import { numbersWithoutGaps } from './oracle.ts'
import { pointsOf } from './points.ts'

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 })

let program: Awaited<ReturnType<typeof compile>>
beforeAll(async () => {
  program = await compile()
})
afterAll(() => program.remove())

type Letters = Awaited<ReturnType<typeof openMailServer>>['mails']

async function story({ world, ...chain }: Chain, box: ReturnType<typeof openMaildir>, mails: Letters): Promise<void> {
  await chain.live()
  const invited = [1, 2, 3, 4].map(n => `new${n}@velowerk.example`)
  for (const email of invited)
    await world.is.anna.call(accountsApi.invite, { body: { email, name: 'New', role: 'planner' } })
  await chain.settle()
  const told = async () =>
    (await world.rows<{ email: string }>(`select data->>'email' as email from events where type = 'notice.bounced'`))
      .map(({ email }) => email)
      .toSorted()
  for (const point of pointsOf('returns')) {
    await chain.dieAt(point, 2, async () => {
      for (const { text, to } of mails)
        box.put(cameBack('postfix-unknown', { messageId: messageIdOf(text), to: to[0] ?? '' }))
    })
    // One was put away, one more is on record.
    expect(box.waiting()).toHaveLength(3)
    expect(await told()).toHaveLength(2)
  }
  await chain.live()
  await until('every bounce to be taken', async () => box.waiting().length === 0)
  expect(await told()).toEqual(invited)
  expect(box.taken()).toHaveLength(4)
  await chain.settle()
  expect(await numbersWithoutGaps(world)).toEqual([])
}

test('killed over a bounce', async () => {
  const box = openMaildir()
  const port = await freePort()
  const smtp = await openMailServer(port)
  const mail = { SMTP_URL: `smtp://127.0.0.1:${port}`, MAIL_FROM: 'Pullwire <pullwire@localhost>' }
  const chain = await openChain(program.cli, async ({ product }) => {
    Object.assign(product.env, { ...mail, BOUNCE_MAILDIR: box.path })
  })
  try {
    await story(chain, box, smtp.mails)
  } finally {
    await chain.close()
    await smtp.close()
    box.remove()
  }
})
