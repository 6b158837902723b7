// Mails that come back: found by their own name, taken once by however many workers, and nothing else is believed.
import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { cameBack, type Maildir, messageIdOf, openMaildir, type Sample } from '../../test/bounced-mail.ts'
import { type House, openHouse, settle, type Visitor } from '../../test/door.ts'
import { type MailServer, openMailServer } from '../../test/mail-server.ts'
import { runDueWork } from '../../test/run-due-work.ts'
import { until } from '../../test/until.ts'
import { accountsApi } from '../accounts/api.ts'
import { openDatabase, systemOf } from '../kernel/db.ts'
import { freePort } from '../kernel/embedded-server.ts'
import { noticesApi } from './api.ts'
import { noticesReactions, noticesWork, notify, watchBounces } from './index.ts'
import { notices } from './tables.ts'

const bounceAddress = 'bounces@portal.example'
const host = 'portal.example'
let house: House
let anna: Visitor
let orgId: string
let owner: pg.Client
let smtp: MailServer
let smtpUrl: string
let box: Maildir
let warnings: string[]

beforeAll(async () => {
  house = await openHouse()
  anna = await settle(house)
  orgId = (await anna.asks(accountsApi.me)).value.organization?.id ?? ''
  owner = new pg.Client({ connectionString: house.database.ownerUrl })
  await owner.connect()
  const port = await freePort()
  smtp = await openMailServer(port)
  smtpUrl = `smtp://127.0.0.1:${port}`
})
beforeEach(() => {
  box?.remove()
  box = openMaildir()
  warnings = []
})
afterAll(async () => {
  box?.remove()
  await owner.end()
  await smtp.close()
  await house.close()
})

const log = {
  warn: (said: object) => void warnings.push((said as { why?: string }).why ?? ''),
  error: (said: object, text: string) => void warnings.push(`${text}: ${String((said as { err?: unknown }).err)}`),
}
const watch = (db = house.worker) => watchBounces({ db, maildir: box.path, host, bounceAddress, log, pollMs: 20 })

let letters = 0

interface Sent {
  messageId: string
  to: string
  /** Where its bounce goes. */
  returnsTo: string
}

const mailsLeave = async (address: string | undefined = bounceAddress) => {
  const mail = { smtpUrl, from: 'Pullwire <pullwire@velowerk.example>', folder: '', bounceAddress: address }
  await runDueWork(house.worker, noticesWork({ mail, publicUrl: `https://${host}`, gatherMs: 0 }))
}

/** Tells somebody new by one mail, accepted by the mail server. */
async function send({ of = orgId, to = `mara${++letters}@nordlicht.example`, times = 1 } = {}): Promise<Sent> {
  for (let n = 1; n <= times; n++)
    await house.db.withTenant(systemOf(of), tx =>
      notify(tx, {
        ...{ orgId: of, to: { email: to, name: 'Mara' }, key: `late ${++letters}` },
        ...{ title: `Order ${n} has no answer`, text: 'It was due.', link: '/orders/4711' },
      }),
    )
  await mailsLeave()
  return sentTo(to)
}

function sentTo(to: string): Sent {
  const mail = smtp.mails.findLast(one => one.to[0] === to)
  return { messageId: messageIdOf(mail?.text ?? ''), to, returnsTo: mail?.from ?? '' }
}

const mailTo = async (to: string) => (await anna.asks(noticesApi.mails, { query: { search: to } })).value.rows
const factsOf = async (type: string, email: string) =>
  (await owner.query(`select from events where type = $1 and data->>'email' = $2`, [type, email])).rowCount

/**
 * The worker looks until a bounce that was put behind all others has been taken: what lies before it was looked at by
 * then, and so often as there were rounds.
 */
async function look({ rounds = 1 } = {}): Promise<void> {
  const watching = watch()
  for (let round = 1; round <= rounds; round++) {
    const name = box.put(cameBack('exim', await send()))
    await until('the last bounce to be taken', async () => box.taken().some(one => one.startsWith(name)))
  }
  await watching.stop()
}

describe('a mail that comes back', () => {
  it.each<Sample>(['postfix-unknown', 'exchange-online', 'gmail', 'exim', 'international'])(
    'by %s stands as refused, in words, and the bounce is put away',
    async sample => {
      const sent = await send()
      const name = box.put(cameBack(sample, sent))
      await look()
      expect(await mailTo(sent.to)).toMatchObject([{ status: 'bounced', error: expect.stringMatching(/^Came back: /) }])
      expect(await factsOf('notice.bounced', sent.to)).toBe(1)
      expect(box.waiting()).toEqual([])
      expect(box.taken()).toContain(`${name}:2,S`)
    },
  )

  it('takes along every notice that was in it', async () => {
    const sent = await send({ times: 3 })
    box.put(cameBack('postfix-unknown', sent))
    await look()
    expect((await mailTo(sent.to)).map(({ status }) => status)).toEqual(['bounced', 'bounced', 'bounced'])
  })

  it('with a link for one pair of eyes is found too, though each try of it has a name of its own', async () => {
    const to = 'new.planner@velowerk.example'
    await anna.asks(accountsApi.invite, { body: { email: to, name: 'Nia', role: 'planner' } })
    await mailsLeave()
    box.put(cameBack('exchange-online', sentTo(to)))
    await look()
    expect(await mailTo(to)).toMatchObject([{ status: 'bounced' }])
  })

  it('may be sent again, and comes back again', async () => {
    const sent = await send()
    box.put(cameBack('exim', sent))
    await look()
    await anna.asks(noticesApi.mailAgain, { params: { noticeId: (await mailTo(sent.to))[0]?.id ?? '' } })
    await mailsLeave()
    expect(await mailTo(sent.to)).toMatchObject([{ status: 'sent', error: null }])
    box.put(cameBack('exim', sent))
    await look()
    expect(await mailTo(sent.to)).toMatchObject([{ status: 'bounced' }])
    expect(await factsOf('notice.bounced', sent.to)).toBe(2)
  })

  it('late only is said to be late, and changes nothing', async () => {
    const sent = await send()
    box.put(cameBack('postfix-delayed', sent))
    await look()
    expect(await mailTo(sent.to)).toMatchObject([
      { status: 'sent', error: expect.stringMatching(/^Delayed: .* It is tried until Tue 1 Dec 2026, 09:15 UTC\.$/) },
    ])
    expect(await factsOf('notice.bounced', sent.to)).toBe(0)
  })

  it('because nobody tries any more stands as given up', async () => {
    const sent = await send()
    box.put(cameBack('postfix-expired', sent))
    await look()
    expect(await mailTo(sent.to)).toMatchObject([{ status: 'failed', error: expect.stringContaining('given up') }])
    expect(await factsOf('notice.failed', sent.to)).toBe(1)
  })

  it('before it is marked as sent is kept until it is', async () => {
    const sent = await send()
    const mark = (status: 'queued' | 'sent') =>
      house.db.withTenant(systemOf(orgId), tx => tx.update(notices).set({ status }).where(eq(notices.email, sent.to)))
    await mark('queued')
    const name = box.put(cameBack('exim', sent))
    await look()
    expect(box.waiting()).toEqual([name])
    await mark('sent')
    await look()
    expect(box.waiting()).toEqual([])
    expect(await mailTo(sent.to)).toMatchObject([{ status: 'bounced' }])
  })

  it('under a name that a relay gave it is known by the address it came back to, where there is one', async () => {
    const sent = await send()
    expect(sent.returnsTo).toBe(`bounces+${sent.messageId.slice(1, 33)}@portal.example`)
    const renamed = { ...sent, messageId: '<0102019359c1-5f0c1e8d-0000@relay.example>' }
    box.put(cameBack('postfix-unknown', { ...renamed, returnsTo: sent.returnsTo.toUpperCase() }))
    const other = await send()
    box.put(cameBack('gmail', { ...other, messageId: renamed.messageId, returnsTo: bounceAddress }))
    await look()
    expect(await mailTo(sent.to)).toMatchObject([{ status: 'bounced' }])
    expect(await mailTo(other.to)).toMatchObject([{ status: 'sent' }])
    expect(box.waiting()).toHaveLength(1)
  })

  it('goes out from the usual address where no other is set', async () => {
    const to = `mara${++letters}@nordlicht.example`
    await house.db.withTenant(systemOf(orgId), tx =>
      notify(tx, { orgId, to: { email: to, name: 'Mara' }, key: to, title: 'Late', text: 'It was due.' }),
    )
    const mail = { smtpUrl, from: 'Pullwire <pullwire@velowerk.example>', folder: '' }
    await runDueWork(house.worker, noticesWork({ mail, publicUrl: `https://${host}`, gatherMs: 0 }))
    expect(sentTo(to).returnsTo).toBe('pullwire@velowerk.example')
  })
})

describe('what is not believed', () => {
  it('is left where it lies, read once, and the mail stands as it was', async () => {
    const sent = await send()
    const [notice] = await mailTo(sent.to)
    const of = (messageId: string) => cameBack('postfix-unknown', { ...sent, messageId, returnsTo: bounceAddress })
    const names = [
      // Made of what others may know: the notice's id, the address, half a name, the name on another host.
      of(`<${notice?.id}@${host}>`),
      of(`<${notice?.id.replaceAll('-', '')}@${host}>`),
      of('<no-mail-of-ours@nordlicht.example>'),
      of(`${sent.messageId.slice(0, 20)}@${host}>`),
      of(sent.messageId.replace(host, 'evil.example')),
      of('').replace(/^Message-ID: $/m, 'X-Nothing: here'),
      // Ours, but not as a report says it.
      of('').replace(/^Message-ID: $/m, `Message-ID: ${sent.messageId}\nMessage-ID: <a@b.example>`),
      `In-Reply-To: ${sent.messageId}\nSubject: Re: Order 4711\n\nIt does not exist: 5.1.1 Action: failed\n`,
      `Subject: Out of office\nAuto-Submitted: auto-replied\nReferences: ${sent.messageId}\n\nBack on Monday.\n`,
      cameBack('exim', sent).slice(0, -50),
      Buffer.concat([Buffer.from(cameBack('exim', sent)), Buffer.alloc(1024 * 1024, 'a')]),
      Buffer.from([0, 1, 2, 255]),
    ].map(text => box.put(text))
    await look({ rounds: 2 })
    expect(box.waiting()).toEqual(names)
    expect(await mailTo(sent.to)).toMatchObject([{ status: 'sent', error: null }])
    // Six of no mail of ours, two that cannot be read, one too long; of the rest nothing is said. Each once.
    expect(warnings.filter(why => why.includes('no mail that was sent from here'))).toHaveLength(6)
    expect(warnings).toHaveLength(9)
  })

  it('is a link, a pipe or a folder: what lies behind is not read, and nobody waits for it', async () => {
    const sent = await send()
    const outside = join(tmpdir(), `bounce-${process.pid}.eml`)
    writeFileSync(outside, cameBack('exim', sent))
    symlinkSync(outside, join(box.path, 'new', '1.link'))
    execFileSync('mkfifo', [join(box.path, 'new', '1.pipe')])
    mkdirSync(join(box.path, 'new', '1.folder'))
    await look()
    expect(box.waiting()).toEqual(['1.folder', '1.link', '1.pipe'])
    expect(await mailTo(sent.to)).toMatchObject([{ status: 'sent' }])
  })

  it('is an address: the same person’s mail of another organization stands as it was', async () => {
    await anna.asks(accountsApi.createBuyerOrganization, {
      body: { name: 'Cargo Bikes BV', administratorEmail: 'eva@cargobikes.example', administratorName: 'Eva' },
    })
    const { rows } = await owner.query<{ id: string }>(`select id from organizations where name = 'Cargo Bikes BV'`)
    const theirs = await send({ of: rows[0]?.id ?? '' })
    const ours = await send({ to: theirs.to })
    box.put(cameBack('postfix-unknown', theirs))
    await look()
    expect(await mailTo(ours.to)).toMatchObject([{ status: 'sent' }])
    const { rows: told } = await owner.query(`select org_id, status from notices where email = $1 order by id`, [
      ours.to,
    ])
    expect(told).toEqual([
      { org_id: rows[0]?.id, status: 'bounced' },
      { org_id: orgId, status: 'sent' },
    ])
  })
})

describe('workers', () => {
  it('look one at a time: while one is at it another reads nothing', async () => {
    const other = new pg.Client({ connectionString: house.database.workerUrl })
    await other.connect()
    await other.query(`begin; select pg_advisory_xact_lock(hashtextextended('bounces', 0))`)
    const name = box.put(cameBack('exim', await send()))
    const watching = watch()
    await new Promise(resolve => setTimeout(resolve, 300))
    expect(box.waiting()).toEqual([name])
    await other.query('commit')
    await until('the bounce to be taken', async () => box.taken().length === 1)
    await watching.stop()
    await other.end()
  })

  it('take thirty bounces between them, each once; one that is left over after a crash changes nothing', async () => {
    const another = openDatabase({ url: house.database.workerUrl, reactions: noticesReactions })
    const sents: Sent[] = []
    for (let n = 0; n < 30; n++) sents.push(await send())
    for (const sent of sents) box.put(cameBack('postfix-unknown', sent))
    const watching = [watch(), watch(another), watch(another)]
    await until('all bounces to be taken', async () => box.taken().length === 30)
    // As it lies there when a worker is killed between its commit and the move.
    for (const sent of sents) box.put(cameBack('postfix-unknown', sent))
    await until('all of them once more', async () => box.taken().length === 60)
    for (const one of watching) await one.stop()
    for (const { to } of sents) expect(await factsOf('notice.bounced', to)).toBe(1)
    expect(warnings).toEqual([])
    await another.close()
  })

  it('show a mail by its name to nobody but who finds bounces', async () => {
    const { messageId } = await send()
    const seen = async (db: typeof house.db, naming: { messageId?: string }) =>
      await db.withNaming(naming, async tx => (await tx.select().from(notices)).length)
    expect(await seen(house.worker, { messageId })).toBe(1)
    expect(await seen(house.worker, {})).toBe(0)
    expect(await seen(house.db, { messageId })).toBe(0)
  })
})
