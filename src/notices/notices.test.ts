// Telling people: the right ones, once, by mail and in the portal, whatever the mail server does.
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bring, type House, openHouse, settle, type Visitor } from '../../test/door.ts'
import { type MailServer, openMailServer } from '../../test/mail-server.ts'
import { accountsApi, type TellingBody } from '../accounts/api.ts'
import { freePort } from '../kernel/embedded-server.ts'
import { perform } from '../kernel/work.ts'
import { noticesApi } from './api.ts'
import { instantFor, type Notice, noticesWork, notify } from './index.ts'
import { openPost } from './post.ts'

let house: House
let anna: Visitor
let lena: Visitor
let orgId: string
let smtp: MailServer
let smtpUrl: string
let port: number

beforeAll(async () => {
  house = await openHouse()
  anna = await settle(house)
  lena = await bring(house, anna, { email: 'lena@velowerk.example', name: 'Lena Vogt', role: 'planner' })
  await bring(house, anna, { email: 'lars@velowerk.example', name: 'Lars Holm', role: 'planner' })
  orgId = (await anna.asks(accountsApi.me)).value.organization?.id ?? ''
  port = await freePort()
  smtp = await openMailServer(port)
  smtpUrl = `smtp://127.0.0.1:${port}`
})
afterAll(async () => {
  await smtp.close()
  await house.close()
})

const tell = (notice: Omit<Notice, 'orgId'>) =>
  house.db.withTenant({ orgId, personId: null, name: 'Pullwire', channel: 'system' }, tx =>
    notify(tx, { orgId, ...notice }),
  )

const late = (key: string): Omit<Notice, 'orgId'> => ({
  to: { roles: ['planner'] },
  key,
  title: 'Order 4711 has no answer',
  text: 'Nordlicht has not answered.\n\nIt was due <at noon> & is late.',
  link: '/orders/4711',
  subject: { kind: 'order', id: crypto.randomUUID() },
})

/** As `house.work`, with mails going to the mail server. */
async function workBySmtp(): Promise<string[]> {
  const handlers = handlersBySmtp()
  const outcomes: string[] = []
  for (let ids = await due(); ids.length > 0; ids = await due())
    for (const id of ids) outcomes.push((await perform(house.worker, handlers, id)).outcome)
  return outcomes
}

const handlersBySmtp = (gatherMs = 0) => {
  const settings = { smtpUrl, from: 'Pullwire <pullwire@velowerk.example>', folder: '' }
  return new Map(
    noticesWork({ mail: settings, publicUrl: 'https://portal.example', gatherMs }).map(one => [one.kind, one]),
  )
}

const idsOf = async (kind: string): Promise<string[]> =>
  (
    await house.worker.pool.query<{ id: string }>('select id from work where done_at is null and kind = $1', [kind])
  ).rows.map(({ id }) => id)

async function due(): Promise<string[]> {
  const { rows } = await house.worker.pool.query<{ id: string }>(
    `select id from work where done_at is null and failed_at is null and due_at <= kernel.now() order by due_at`,
  )
  return rows.map(row => row.id)
}

describe('people in a role', () => {
  it('are each told once, however often it is asked and the work is run', async () => {
    for (let i = 0; i < 3; i++) await tell(late('late-1'))
    await workBySmtp()
    const { rows } = await house.worker.pool.query<{ id: string }>('select id from work')
    const settings = { smtpUrl, from: 'Pullwire <p@velowerk.example>', folder: '' }
    const handlers = new Map(noticesWork({ mail: settings, publicUrl: 'https://x.example' }).map(h => [h.kind, h]))
    await Promise.all(rows.flatMap(({ id }) => [1, 2].map(() => perform(house.worker, handlers, id))))
    // In a lane of their own, so that partners who do not answer hold no mail up.
    const { rows: lanes } = await house.worker.pool.query("select distinct lane from work where kind like 'notice.%'")
    expect(lanes).toEqual([{ lane: 'notice' }])
    expect(new Set([...handlers.values()].map(({ lane }) => lane))).toEqual(new Set(['notice']))
    const told = smtp.mails.map(mail => mail.to[0]).toSorted()
    expect(told).toEqual(['lars@velowerk.example', 'lena@velowerk.example'])
    expect(smtp.mails[0]?.text).toContain('https://portal.example/orders/4711')
    expect(smtp.mails[0]?.text).toContain('&lt;at noon&gt; &amp; is late')
  })

  it('see it in the portal, until they have read it; others see nothing of it', async () => {
    const { value } = await lena.asks(noticesApi.mine)
    expect(value).toMatchObject({ unread: 1, rows: [{ title: 'Order 4711 has no answer', link: '/orders/4711' }] })
    expect((await anna.asks(noticesApi.mine)).value).toEqual({ rows: [], total: 0, unread: 0 })
    await anna.asks(noticesApi.markRead, { body: {} })
    expect((await lena.asks(noticesApi.mine)).value.unread).toBe(1)
    await lena.asks(noticesApi.markRead, { body: { ids: [value.rows[0]?.id ?? ''] } })
    expect((await lena.asks(noticesApi.mine)).value.unread).toBe(0)
  })

  it('are named to whoever wants to know who was told', async () => {
    const { rows } = await house.worker.pool.query<{ data: { key: string; recipients: { name: string }[] } }>(
      `select data from events where type = 'notice.raised' and data->>'key' = 'late-1'`,
    )
    expect(rows.map(row => row.data.recipients.map(one => one.name))).toEqual([['Lars Holm', 'Lena Vogt']])
  })

  it('who do not exist are announced as nobody', async () => {
    await tell({ ...late('nobody'), to: { roles: ['operator'] } })
    await workBySmtp()
    const { rows } = await house.worker.pool.query<{ data: { recipients: unknown[] } }>(
      `select data from events where type = 'notice.raised' and data->>'key' = 'nobody'`,
    )
    expect(rows.map(row => row.data.recipients)).toEqual([[]])
  })
})

describe('a mail', () => {
  it('waits while the mail server is down, says why, and leaves when it is back', async () => {
    await smtp.close()
    await tell({ ...late('down'), to: { email: 'out@nordlicht.example', name: 'Mara' } })
    expect(await workBySmtp()).toContain('failed')
    const find = async () => (await anna.asks(noticesApi.mails, { query: { search: 'out@nordlicht' } })).value.rows[0]
    expect(await find()).toMatchObject({ status: 'queued', error: expect.stringContaining('ECONNREFUSED') })
    smtp = await openMailServer(port)
    await house.shift('10 seconds')
    await workBySmtp()
    expect(smtp.mails.map(mail => mail.to)).toEqual([['out@nordlicht.example']])
    expect(await find()).toMatchObject({ status: 'sent', error: null })
    await house.shift('0')
  })

  it('to an address that the server refuses for good is tried once, and again when somebody says so', async () => {
    await tell({ ...late('gone'), to: { email: 'gone@nordlicht.example', name: 'Gone' } })
    await workBySmtp()
    const { value } = await anna.asks(noticesApi.mails, { query: { status: 'bounced' } })
    expect(value.rows).toMatchObject([{ email: 'gone@nordlicht.example', error: expect.stringContaining('no such') }])
    await anna.asks(noticesApi.mailAgain, { params: { noticeId: value.rows[0]?.id ?? '' } })
    expect((await anna.asks(noticesApi.mails, { query: { status: 'queued' } })).value.total).toBe(1)
    await workBySmtp()
    expect((await anna.asks(noticesApi.mails, { query: { status: 'bounced' } })).value.total).toBe(1)
  })

  it('keeps its headers whatever a form put into its title', async () => {
    await tell({
      ...late('inject'),
      to: { email: 'mara@nordlicht.example', name: 'Mara "M"\r\nBcc: evil@evil.example' },
      title: 'Hello\r\nBcc: evil@evil.example\r\n\r\nbody',
    })
    await workBySmtp()
    const mail = smtp.mails.at(-1)
    expect(mail?.to).toEqual(['mara@nordlicht.example'])
    expect(mail?.text.split('\r\n\r\n')[0]).not.toMatch(/^Bcc:/im)
  })

  it('shows to operators of its organization only, and never the secret of a personal link', async () => {
    expect((await lena.asks(noticesApi.mails)).status).toBe(403)
    const { value } = await anna.asks(noticesApi.mails, { query: { search: 'lena', sort: 'createdAt' } })
    expect(value).toMatchObject({ total: 2, via: 'folder' })
    expect(value.rows[0]?.title).toContain('invites you')
    expect(JSON.stringify(value)).not.toContain('/invitation/')
    const created = await anna.asks(accountsApi.createBuyerOrganization, {
      body: { name: 'Cargo Bikes BV', administratorEmail: 'eva@cargobikes.example', administratorName: 'Eva' },
    })
    expect(created.status).toBe(200)
  })

  it('goes out under the same message id when it has to be sent again', async () => {
    const settings = { smtpUrl, from: 'Pullwire <p@velowerk.example>', folder: '' }
    const post = openPost(settings)
    const letter = {
      to: { name: 'Mara', address: 'twice@nordlicht.example' },
      subject: 'Twice',
      text: 'a',
      html: '<p>a</p>',
      messageId: '<1@portal.example>',
      date: new Date('2026-11-23T18:30:00Z'),
      id: '1',
    }
    await post(letter)
    await post(letter)
    await pause(20)
    const ids = smtp.mails.slice(-2).map(mail => mail.text.match(/^Message-ID: (.*)$/im)?.[1])
    expect(ids).toEqual(['<1@portal.example>', '<1@portal.example>'])
  })
})

describe('several mails at once to one person', () => {
  const to = { email: 'flood@nordlicht.example', name: 'Mara' }
  const mailsToHer = () => smtp.mails.filter(mail => mail.to[0] === to.email)
  const breach = (n: number, level: string) => ({
    ...late(`clock:${n}:${level}`),
    to,
    title: `${level}: call-off ${n}`,
    link: `/orders/${n}`,
    overtakes: `clock:${n}`,
  })

  it('are one: forty breaches, each with its link, told by several workers', async () => {
    for (let n = 1; n <= 40; n++) await tell(breach(n, 'Late'))
    const raises = await idsOf('notice.raise')
    await Promise.all(raises.map(id => perform(house.worker, handlersBySmtp(), id)))
    await workBySmtp()
    const [mail, ...others] = mailsToHer()
    expect(others).toEqual([])
    expect(mail?.text).toMatch(/^Subject: Late: call-off \d+ \(and 39 more\)$/m)
    for (let n = 1; n <= 20; n++) expect(mail?.text).toMatch(new RegExp(`\\d+\\. Late: call-off ${n}\\b`))
    expect(mail?.text.match(/https:\/\/portal\.example\/orders\/\d+\s/g)?.length).toBeGreaterThanOrEqual(20)
    const { value } = await anna.asks(noticesApi.mails, { query: { search: to.email, limit: 200 } })
    expect(value.rows.map(row => [row.status, row.together])).toEqual(Array(40).fill(['sent', 40]))
  })

  it('tell of one clock once: the last step counts', async () => {
    await tell(breach(41, 'Reminder'))
    await tell(breach(41, 'Late'))
    await workBySmtp()
    expect(mailsToHer().at(-1)?.text).toMatch(/^Subject: Late: call-off 41$/m)
    expect(mailsToHer()).toHaveLength(2)
  })

  it('are all told where none says what another said, though they are about the same order', async () => {
    const subject = { kind: 'order', id: crypto.randomUUID() }
    await tell({ ...late('issued'), to, title: '3 orders want your answer', subject })
    await tell({ ...late('decided'), to, title: 'Order 1: not accepted', subject })
    await workBySmtp()
    expect(mailsToHer().at(-1)?.text).toMatch(/^Subject: 3 orders want your answer \(and 1 more\)$/m)
  })

  it('say first what is late, however early the news came', async () => {
    await tell({ ...late('news-45'), to, title: '4 orders want your answer' })
    await tell({ ...breach(45, 'Late'), isAlert: true })
    await workBySmtp()
    expect(mailsToHer().at(-1)?.text).toMatch(/^Subject: Late: call-off 45 \(and 1 more\)$/m)
  })

  it('wait for each other some seconds, no longer, and one that is on its way takes nothing more', async () => {
    await tell(breach(42, 'Late'))
    const [raised = ''] = await idsOf('notice.raise')
    await perform(house.worker, handlersBySmtp(5_000), raised)
    expect(await workBySmtp()).toEqual([])
    await house.shift('5 seconds')
    await workBySmtp()
    await house.shift('0')
    await tell(breach(43, 'Late'))
    await workBySmtp()
    const subjects = mailsToHer().map(mail => /^Subject: (.*)$/m.exec(mail.text)?.[1]?.trim())
    expect(subjects.slice(-2)).toEqual(['Late: call-off 42', 'Late: call-off 43'])
  })

  it('go on waiting while others come, a minute at the most', async () => {
    const told = async (n: number) => {
      await tell(breach(n, 'Late'))
      const [raised = ''] = await idsOf('notice.raise')
      await perform(house.worker, handlersBySmtp(5_000), raised)
    }
    const before = mailsToHer().length
    await told(46)
    for (let n = 0; n < 15; n++) {
      await house.shift(`${n * 4} seconds`)
      await told(50 + n)
      for (const id of await due()) await perform(house.worker, handlersBySmtp(5_000), id)
      expect(mailsToHer()).toHaveLength(before)
    }
    await house.shift('60 seconds')
    for (const id of await due()) await perform(house.worker, handlersBySmtp(5_000), id)
    await house.shift('0')
    expect(mailsToHer().at(-1)?.text).toMatch(/^Subject: Late: call-off 46 \(and 15 more\)$/m)
  })

  it('and one with a secret link waits for none of them', async () => {
    const { id } = (await lena.asks(accountsApi.me)).value.person
    await tell({ ...late('forgotten'), to: { personId: id }, personalLink: { kind: 'password', id } })
    const [raised = ''] = await idsOf('notice.raise')
    await perform(house.worker, handlersBySmtp(5_000), raised)
    for (const sent of await due()) await perform(house.worker, handlersBySmtp(5_000), sent)
    expect(smtp.mails.at(-1)?.text).toContain('Choose a new password')
  })

  it('and one with a secret link goes alone, at once', async () => {
    await tell(breach(44, 'Late'))
    await bring(house, anna, { email: to.email, name: 'Mara Lind', role: 'read-only' })
    const mails = house.mailsTo(to.email)
    expect(mails.filter(mail => mail.includes('/invitation/')).every(mail => !mail.includes('call-off 44'))).toBe(true)
  })
})

describe('a person', () => {
  const usual = { zone: null, quiet: null, away: null, mailAlertsOnly: false }
  const set = (who: Visitor, body: Partial<TellingBody>) =>
    who.asks(accountsApi.changeTelling, { body: { ...usual, ...body } })
  const subjectsTo = (email: string) =>
    smtp.mails
      .filter(mail => mail.to[0] === email)
      .map(mail => /^Subject: (.*)$/m.exec(mail.text.replace(/\r\n /g, ' '))?.[1]?.trim())
  const toLena = (key: string, more: Partial<Notice> = {}) =>
    tell({ ...late(key), title: key, to: { personId: lenaId }, ...more })
  let lenaId: string
  beforeAll(async () => {
    lenaId = (await lena.asks(accountsApi.me)).value.person.id
  })
  afterAll(async () => {
    await set(lena, {})
    await lena.asks(noticesApi.markRead, { body: {} })
  })

  it('in quiet hours gets the mail when they end, and sees it in the portal at once', async () => {
    const zone = 'Pacific/Auckland'
    const wallIn = (hours: number) =>
      new Date(Date.now() + hours * 3_600_000).toLocaleTimeString('en-GB', {
        timeZone: zone,
        hour: '2-digit',
        minute: '2-digit',
      })
    expect((await set(lena, { zone, quiet: { from: wallIn(-1), to: wallIn(2) } })).status).toBe(200)
    await toLena('by night')
    await toLena('by night too', { isAlert: true })
    await workBySmtp()
    expect((await lena.asks(noticesApi.mine, { query: { search: 'by night' } })).value.total).toBe(2)
    await house.shift('119 minutes')
    await workBySmtp()
    expect(subjectsTo('lena@velowerk.example')).not.toContain('by night too (and 1 more)')
    await house.shift('2 hours')
    await workBySmtp()
    expect(subjectsTo('lena@velowerk.example')).toContain('by night too (and 1 more)')
    await house.shift('0')
  })

  it('who is away is stood in for, once, and finds it in the portal', async () => {
    const lars = (await lena.asks(accountsApi.telling)).value.colleagues.find(({ name }) => name === 'Lars Holm')
    const until = new Date(Date.now() + 86_400_000).toISOString()
    await set(lena, { away: { until, delegateId: lars?.id ?? null } })
    await toLena('on leave')
    await tell({ ...late('both'), title: 'both planners', to: { roles: ['planner'] } })
    await workBySmtp()
    expect(subjectsTo('lena@velowerk.example')).not.toContain('on leave')
    expect(subjectsTo('lars@velowerk.example').filter(one => one?.includes('on leave'))).toHaveLength(1)
    const told = smtp.mails.findLast(mail => mail.to[0] === 'lars@velowerk.example')
    expect(told?.text).toContain('In place of Lena Vogt, who is away.')
    expect(told?.text.match(/both planners/g)?.length).toBe(2)
    // Meant himself, he knows all the same that she has no mail of it.
    expect(told?.text).toContain('To you, and in place of Lena Vogt, who is away.')
    expect((await lena.asks(noticesApi.mine, { query: { search: 'on leave' } })).value.total).toBe(1)
    await house.shift('25 hours')
    await toLena('back')
    await workBySmtp()
    expect(subjectsTo('lena@velowerk.example')).toContain('back')
    await house.shift('0')
  })

  it('whose stand-in is taken out is told so, and may save the rest again', async () => {
    await bring(house, anna, { email: 'nils@velowerk.example', name: 'Nils Dahl', role: 'planner' })
    const { colleagues } = (await lena.asks(accountsApi.telling)).value
    const nils = colleagues.find(({ name }) => name === 'Nils Dahl')?.id ?? ''
    const until = new Date(Date.now() + 86_400_000).toISOString()
    await set(lena, { away: { until, delegateId: nils } })
    await anna.asks(accountsApi.removePerson, { params: { personId: nils } })
    await workBySmtp()
    expect((await lena.asks(accountsApi.telling)).value.away).toEqual({ until, delegateId: null })
    expect(subjectsTo('lena@velowerk.example').at(-1)).toBe('Nobody stands in for you any more')
    expect((await set(lena, { away: { until, delegateId: null } })).status).toBe(200)
  })

  it('may do without mails of news, never without those of what is late', async () => {
    await set(lena, { mailAlertsOnly: true })
    await toLena('news')
    await toLena('late', { isAlert: true })
    await workBySmtp()
    expect(subjectsTo('lena@velowerk.example').slice(-1)).toEqual(['late'])
    const { value } = await anna.asks(noticesApi.mails, { query: { status: 'portal' } })
    expect(value.rows.map(({ title }) => title)).toContain('news')
  })

  it('reads due instants in the zone of the contract, and in the own one where its clock differs', async () => {
    const due = instantFor(new Date('2027-03-01T10:00:00Z'), 'Europe/Berlin')
    await set(lena, { zone: 'Asia/Taipei' })
    await toLena('zones', { title: `Late since ${due}` })
    await workBySmtp()
    await set(lena, { zone: 'Europe/Paris' })
    await toLena('zones alike', { title: `Due ${due}` })
    await workBySmtp()
    const { rows } = (await lena.asks(noticesApi.mine, { query: { search: 'Berlin' } })).value
    expect(rows.map(({ title }) => title).toSorted()).toEqual([
      'Due Mon 1 Mar 11:00 Berlin (CET)',
      'Late since Mon 1 Mar 11:00 Berlin (CET), Mon 1 Mar 18:00 Taipei (GMT+8)',
    ])
  })

  it.each([
    ['Asia/Taipei', 'Due Mon 1 Mar 11:00 Berlin (CET), Mon 1 Mar 18:00 Taipei (GMT+8)'],
    ['Mars/Olympus', 'Due Mon 1 Mar 11:00 Berlin (CET)'],
  ])('who accepted the invitation in a browser in %s reads: %s', async (zone, title) => {
    const email = `${zone.slice(0, 4).toLowerCase()}@velowerk.example`
    const guest = await bring(house, anna, { email, zone, name: 'Lin Chen', role: 'read-only' })
    const { person } = (await guest.asks(accountsApi.me)).value
    const due = instantFor(new Date('2027-03-01T10:00:00Z'), 'Europe/Berlin')
    await tell({ ...late(`in ${zone}`), title: `Due ${due}`, to: { personId: person.id } })
    await workBySmtp()
    expect((await guest.asks(noticesApi.mine)).value.rows.map(row => row.title)).toEqual([title])
  })

  it('is refused hours without a zone, a stand-in from elsewhere, and a day that has passed', async () => {
    const quiet = { from: '20:00', to: '07:00' }
    const until = new Date(Date.now() + 86_400_000).toISOString()
    expect((await set(lena, { quiet })).code).toBe('quiet-without-zone')
    expect((await set(lena, { zone: 'Mars/Olympus' })).code).toBe('zone-unknown')
    expect((await set(lena, { zone: 'UTC', quiet: { from: '20:00', to: '20:00' } })).code).toBe('quiet-hours')
    expect((await set(lena, { away: { until: '2020-01-01T00:00:00.000Z', delegateId: null } })).code).toBe('away-until')
    for (const delegateId of [lenaId, crypto.randomUUID()])
      expect((await set(lena, { away: { until, delegateId } })).code).toBe('delegate-unknown')
  })
})

describe('notices', () => {
  it('are found by those who were told: searched, sorted, page by page, each only their own', async () => {
    for (const n of [1, 2, 3])
      await tell({ ...late(`many-${n}`), title: `Release ${n} waits`, text: `100 % of it, ${n}` })
    await workBySmtp()
    const ask = async (query: object) => (await lena.asks(noticesApi.mine, { query })).value
    const titles = async (query: object) => (await ask(query)).rows.map(({ title }) => title)
    expect(await titles({ search: 'release', sort: 'title' })).toEqual([
      'Release 1 waits',
      'Release 2 waits',
      'Release 3 waits',
    ])
    expect(await titles({ search: 'release', sort: '-title', limit: 1, offset: 1 })).toEqual(['Release 2 waits'])
    expect(await ask({ search: 'release', limit: 1 })).toMatchObject({ total: 3, unread: 3 })
    expect(await titles({ search: '100 %' })).toHaveLength(3)
    expect((await ask({ unread: true })).total).toBe(3)
    expect((await anna.asks(noticesApi.mine, { query: { search: 'release' } })).value.total).toBe(0)
    expect((await lena.asks(noticesApi.mine, { query: { sort: 'password' } })).status).toBeGreaterThanOrEqual(400)
    await lena.asks(noticesApi.markRead, { body: {} })
  })
})
