// The portal as people use it: a browser for each person, fields found by their labels, nothing waited for by the clock.
import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Locator, Page } from 'playwright-core'
import { type LaunchedBrowser, launchBrowser } from '../browser-launch.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const building = join(tmpdir(), 'pullwire-builds-portal')
const buildMs = 180_000

/** The portal as it stands in the source; two test files never build at once. */
export async function buildPortal(): Promise<void> {
  while (!takeTurn()) await pause(200)
  try {
    const { status, stderr } = spawnSync('npx', ['tsx', 'scripts/build-if-stale.ts', 'web'], { cwd: root })
    if (status !== 0) throw new Error(`The portal does not build: ${stderr.toString()}`)
  } finally {
    rmSync(building, { recursive: true, force: true })
  }
}

function takeTurn(): boolean {
  try {
    mkdirSync(building)
    return true
  } catch {
    const madeAt = statSync(building, { throwIfNoEntry: false })?.mtimeMs ?? 0
    // Left behind by a run that was killed.
    if (performance.timeOrigin + performance.now() - madeAt > buildMs)
      rmSync(building, { recursive: true, force: true })
    return false
  }
}

export interface Seat {
  page: Page
  browser: LaunchedBrowser
  /** What the pages complained of in the console, or threw. */
  complaints: string[]
}

export interface SeatOptions {
  width?: number
  /** The address this person comes from: limits of one are not limits of all. */
  from?: string
  /** IANA name of the zone that their browser is in. */
  zone?: string
}

/** Somebody sits down at a browser of their own. */
export async function sitDown({ width = 1280, from, zone }: SeatOptions = {}): Promise<Seat> {
  const browser = await launchBrowser({
    viewport: { width, height: width < 600 ? 844 : 900 },
    reducedMotion: 'reduce',
    ...(zone ? { timezoneId: zone } : {}),
    ...(from ? { extraHTTPHeaders: { 'x-forwarded-for': from } } : {}),
  })
  browser.context.setDefaultTimeout(45_000)
  const complaints: string[] = []
  const listen = (page: Page) => {
    page.on('console', message => {
      if (message.type() === 'error') complaints.push(`${page.url()}: ${message.text()} ${message.location().url}`)
    })
    page.on('pageerror', error => complaints.push(`${page.url()}: ${error.message}`))
  }
  browser.context.on('page', listen)
  const page = browser.context.pages()[0] ?? (await browser.context.newPage())
  if (browser.context.pages().length === 1) listen(page)
  return { page, browser, complaints }
}

type Scope = Page | Locator
const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** An input by the label that stands beside it. */
export const field = (scope: Scope, label: string): Locator =>
  scope.getByLabel(new RegExp(`^${escaped(label)}( \\*)?$`)).and(scope.locator('input, textarea'))

export const button = (scope: Scope, name: string): Locator => scope.getByRole('button', { name, exact: true })

/** Fills a form, label by label. */
export async function fill(scope: Scope, values: Record<string, string>): Promise<void> {
  for (const [label, value] of Object.entries(values)) await field(scope, label).fill(value)
}

/** Opens a list of choices by its label and takes the one that begins so. */
export async function choose(page: Page, scope: Scope, label: string, option: string): Promise<void> {
  const input = field(scope, label)
  await input.click()
  // Long lists are searched by typing, as a person would.
  if (await input.isEditable()) await input.fill(option)
  await page.getByRole('option', { name: new RegExp(`^${escaped(option)}`) }).click()
}

export async function signIn(page: Page, url: string, who: { email: string; password: string }): Promise<void> {
  await page.goto(`${url}/sign-in`)
  await fill(page, { 'E-mail': who.email, Password: who.password })
  await button(page, 'Sign in').click()
  await page.waitForURL(address => address.pathname !== '/sign-in')
}

/** Whether the page must be pushed sideways to be read. */
export const wider = ({ page }: Seat) =>
  page.evaluate<boolean>('document.documentElement.scrollWidth > document.documentElement.clientWidth')

/** Remembers the document that is shown; what is asked later says whether it is still the same, not reloaded. */
export async function untouched(page: Page): Promise<() => Promise<boolean>> {
  const shown = page.locator('html')
  await shown.evaluate(node => node.setAttribute('data-seen', 'yes'))
  return async () => (await shown.getAttribute('data-seen')) === 'yes'
}

/** Waits until something is to be read on the page. */
export async function reads(scope: Scope, text: string | RegExp): Promise<void> {
  await scope.getByText(text).first().waitFor()
}
