// What all benches share: a product on a database of its own, a small world in it, medians.
import { chmodSync, mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { accountsApi } from '#product/accounts/api'
import { calendarsApi } from '#product/calendars/api'
import { readConfig } from '#product/config'
import type { Client } from '#product/demo/client'
import { type Place, setUp } from '#product/demo/set-up'
import type { Caller } from '#product/kernel/db'
import { freePort } from '#product/kernel/embedded-server'
import { openLog } from '#product/kernel/log'
import { type Started, start } from '#product/main'

export interface Result {
  what: string
  unit: string
  median: number
  low: number
  high: number
  target?: number
  /** Against a peer measured in the same run. */
  ratio?: { value: number; of: string }
}

export interface Bench {
  runs: number
  say(text: string): void
}
export type Claim = (bench: Bench) => Promise<Result[]>

export function summed(what: string, unit: string, figures: readonly number[], more: Partial<Result> = {}): Result {
  const sorted = figures.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
  return { what, unit, median: at(0.5), low: at(0), high: at(1), ...more }
}

/** The value below which this share of all values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}

export interface Ground {
  started: Started
  folderRoot: string
  place: Place
  anna: Client
  buyer: Caller
  siteId: string
  calendarId: string
  stop(): Promise<void>
}

/** A product as `npm start` runs it, Postgres with its usual durability, and a buyer who has set it up. */
export async function openGround(env: Record<string, string> = {}): Promise<Ground> {
  const port = await freePort()
  const dataDir = mkdtempSync(join(tmpdir(), 'pullwire-bench-'))
  chmodSync(dataDir, 0o755) // As root, Postgres runs as nobody, and would keep its files elsewhere.
  const config = readConfig({ DATA_DIR: dataDir, PORT: String(port), PUBLIC_URL: `http://127.0.0.1:${port}`, ...env })
  const started = await start(config, openLog('error', join(dataDir, 'log')))
  const place = { url: config.publicUrl, mailFolder: config.mail.folder }
  const person = { name: 'Anna Berg', email: 'anna@bench.example', password: 'measure twice, cut once' }
  const anna = await setUp(place, started.setUpLink?.split('/').at(-1) ?? '', person, 'Bench')
  const { person: who, organization } = await anna.call(accountsApi.me, {})
  const buyer: Caller = { orgId: organization?.id ?? '', personId: who.id, name: who.name, channel: 'portal' }
  const site = await anna.call(calendarsApi.addSite, {
    body: {
      code: 'P1',
      name: 'Plant',
      zone: 'Europe/Berlin',
      street: 'Weg 1',
      city: 'Ulm',
      region: 'BW',
      postalCode: '89073',
      country: 'DE',
    },
  })
  const calendar = await anna.call(calendarsApi.add, {
    body: {
      name: 'Day and night',
      zone: 'Europe/Berlin',
      always: true,
      week: {},
      holidays: [],
      halfDays: [],
      shutdowns: [],
      extra: [],
      cutOff: {},
    },
  })
  return {
    started,
    folderRoot: config.folderRoot,
    place,
    anna,
    buyer,
    siteId: site.id,
    calendarId: calendar.id,
    stop: async () => {
      await started.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
