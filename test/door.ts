// Accounts and notices served on a database of their own, with visitors who keep their cookies and read their mail.
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { accountsApi } from '../src/accounts/api.ts'
import { accountsRoutes, type Doors, ensureInstallation, openDoors } from '../src/accounts/index.ts'
import { type Database, openDatabase } from '../src/kernel/db.ts'
import type { BodyOf, Endpoint, ParamsOf, QueryOf, ResponseOf } from '../src/kernel/endpoint.ts'
import { createHttp } from '../src/kernel/http.ts'
import { openLog } from '../src/kernel/log.ts'
import { perform } from '../src/kernel/work.ts'
import { noticesReactions, noticesRoutes, noticesWork } from '../src/notices/index.ts'
import { isOver } from '../src/sla/index.ts'
import { type FreshDatabase, freshDatabase } from './database.ts'

export interface Answered<E> {
  status: number
  /** The problem's code, when it is one. */
  code: string | undefined
  detail: string | undefined
  text: string
  value: ResponseOf<E>
}

interface Given<E> {
  params?: ParamsOf<E>
  query?: QueryOf<E>
  body?: BodyOf<E>
}

export interface Visitor {
  cookie: string | undefined
  bearer: string | undefined
  address: string
  asks<E extends Endpoint>(endpoint: E, given?: Given<E>): Promise<Answered<E>>
}

export interface House {
  app: FastifyInstance
  db: Database
  worker: Database
  doors: Doors
  database: FreshDatabase
  /** The one-time secret of the first start. */
  setUpToken: string
  visitor(): Visitor
  /** Does all due work; says what each came to. */
  work(): Promise<string[]>
  /** All mails so far to an address, decoded, oldest first. */
  mailsTo(email: string): string[]
  /** Moves the database's clock ahead of the real one. */
  shift(interval: string): Promise<void>
  close(): Promise<void>
}

export const passphrase = 'correct horse on a bicycle'

export async function openHouse({ smtpUrl }: { smtpUrl?: string } = {}): Promise<House> {
  const database = await freshDatabase()
  const db = openDatabase({ url: database.webUrl, reactions: noticesReactions })
  const worker = openDatabase({ url: database.workerUrl, reactions: noticesReactions })
  const doors = openDoors({ db, cookie: { name: 'sid', secure: false } })
  const log = openLog(process.env.TEST_LOG ?? 'silent')
  const app = await createHttp({ db, door: doors.doorkeeper, log, origins: [], trustProxy: false, secure: false })
  const folder = mkdtempSync(join(tmpdir(), 'pullwire-mail-'))
  const mail = { smtpUrl, from: 'Pullwire <pullwire@localhost>', folder }
  accountsRoutes(app, { doors, config: { plainHttpBanner: false, mail } })
  noticesRoutes(app, { mail, isOver })
  const handlers = new Map(
    noticesWork({ mail, publicUrl: 'https://portal.example', gatherMs: 0 }).map(handler => [handler.kind, handler]),
  )
  let addresses = 0
  return {
    app,
    db,
    worker,
    doors,
    database,
    setUpToken: (await ensureInstallation(db)) ?? '',
    visitor: () => newVisitor(app, `10.0.${Math.floor(addresses / 250)}.${(addresses++ % 250) + 1}`),
    work: async () => {
      const outcomes: string[] = []
      for (let due = await dueWork(worker); due.length > 0; due = await dueWork(worker))
        for (const id of due) outcomes.push((await perform(worker, handlers, id)).outcome)
      return outcomes
    },
    mailsTo: email =>
      readdirSync(folder)
        .filter(name => name.includes(email.replace('@', '-')))
        .sort()
        .map(name => unfold(readFileSync(join(folder, name), 'utf8'))),
    shift: async interval => {
      const { Client } = await import('pg')
      const client = new Client({ connectionString: database.ownerUrl })
      await client.connect()
      await client.query('delete from kernel.clock_shift')
      await client.query('insert into kernel.clock_shift values ($1)', [interval])
      await client.end()
      doors.forget()
    },
    close: async () => {
      await app.close()
      await db.close()
      await worker.close()
      await database.drop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function dueWork(worker: Database): Promise<string[]> {
  const { rows } = await worker.pool.query<{ id: string }>(
    `select id from work where done_at is null and failed_at is null and due_at <= kernel.now()
      and (lease_until is null or lease_until < kernel.now()) order by due_at, id`,
  )
  return rows.map(row => row.id)
}

/** Quoted-printable undone, so that links can be read. */
const unfold = (raw: string): string =>
  raw
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))

/** The secret of the last link of this kind in a mail. */
export const linkIn = (mail: string | undefined, kind: 'invitation' | 'reset'): string =>
  mail?.match(new RegExp(`/${kind}/([\\w-]{43})`))?.[1] ?? ''

function newVisitor(app: FastifyInstance, address: string): Visitor {
  const visitor: Visitor = {
    cookie: undefined,
    bearer: undefined,
    address,
    asks: async (endpoint, { params, query, body } = {}) => {
      const url = endpoint.path.replace(/:(\w+)/g, (_, name: string) =>
        String((params as Record<string, unknown> | undefined)?.[name]),
      )
      const answer = await app.inject({
        method: endpoint.method,
        url,
        remoteAddress: visitor.address,
        headers: {
          ...(visitor.bearer ? { authorization: `Bearer ${visitor.bearer}` } : {}),
          ...(visitor.cookie ? { cookie: `sid=${visitor.cookie}` } : {}),
        },
        ...(query ? { query: query as Record<string, string> } : {}),
        ...(body === undefined ? {} : { payload: body as object }),
      })
      const given = answer.cookies.find(cookie => cookie.name === 'sid')
      if (given) visitor.cookie = given.value || undefined
      const value = answer.body === '' ? undefined : answer.json()
      return { status: answer.statusCode, code: value?.code, detail: value?.detail, text: answer.body, value }
    },
  }
  return visitor
}

/** The installation's administrator, signed in for the first buyer organization. */
export async function settle(house: House, zone?: string): Promise<Visitor> {
  const anna = house.visitor()
  const { status, text } = await anna.asks(accountsApi.setUp, {
    body: {
      token: house.setUpToken,
      name: 'Anna Berg',
      email: 'anna@velowerk.example',
      password: passphrase,
      organization: 'Velowerk AG',
      ...(zone ? { zone } : {}),
    },
  })
  if (status !== 204) throw new Error(text)
  return anna
}

/** Somebody new, invited by mail into the inviter's organization, signed in. */
export async function bring(
  house: House,
  inviter: Visitor,
  { zone, ...body }: BodyOf<typeof accountsApi.invite> & { zone?: string },
): Promise<Visitor> {
  const invited = await inviter.asks(accountsApi.invite, { body })
  if (invited.status !== 200) throw new Error(invited.text)
  await house.work()
  const guest = house.visitor()
  const token = linkIn(house.mailsTo(body.email).at(-1), 'invitation')
  const accepted = await guest.asks(accountsApi.acceptInvitation, {
    body: { token, password: passphrase, ...(zone ? { zone } : {}) },
  })
  if (accepted.status !== 204) throw new Error(accepted.text)
  return guest
}
