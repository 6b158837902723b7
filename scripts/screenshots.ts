// Photographs a running demo: every page, light and dark, desktop and phone. `npx tsx scripts/screenshots.ts [FOLDER] [PAGE …]`
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { type PersonKey, people } from '../src/demo/world.ts'
import { launchBrowser } from '../test/browser-launch.ts'

const url = process.env.PUBLIC_URL ?? `http://localhost:${process.env.PORT ?? 3900}`
const [folder = 'screenshots', ...only] = process.argv.slice(2)

interface Shot {
  name: string
  who: PersonKey | null
  path: string
  /** Pages of one thing: opens the first link of this list whose address begins so. */
  first?: string
}

const shots: Shot[] = [
  { name: 'sign-in', who: null, path: '/sign-in' },
  { name: 'forgotten', who: null, path: '/forgotten' },
  { name: 'board', who: 'anna', path: '/board' },
  { name: 'lanes', who: 'anna', path: '/board?view=lanes' },
  { name: 'wall', who: 'anna', path: '/wall' },
  { name: 'clock', who: 'anna', path: '/board', first: '/clocks/' },
  { name: 'responses', who: 'anna', path: '/responses' },
  { name: 'responses-clocks', who: 'anna', path: '/responses/clocks?figure=answers' },
  { name: 'orders', who: 'anna', path: '/orders' },
  { name: 'order', who: 'anna', path: '/orders?status=to-decide', first: '/orders/' },
  { name: 'order-new', who: 'anna', path: '/orders/new' },
  { name: 'order-import', who: 'anna', path: '/orders/import' },
  { name: 'ship-notices', who: 'anna', path: '/ship-notices' },
  { name: 'ship-notice', who: 'anna', path: '/ship-notices', first: '/ship-notices/' },
  { name: 'ship', who: 'mara', path: '/inbox?kind=ship-notice', first: '/orders/' },
  { name: 'forecasts', who: 'petra', path: '/forecasts' },
  { name: 'forecast', who: 'petra', path: '/forecasts', first: '/forecasts/releases/' },
  { name: 'forecast-upload', who: 'petra', path: '/forecasts/upload' },
  { name: 'forecast-grid', who: 'petra', path: '/forecasts/edit' },
  { name: 'items', who: 'anna', path: '/items' },
  { name: 'supplier-items', who: 'anna', path: '/supplier-items' },
  { name: 'items-import', who: 'anna', path: '/items/import' },
  { name: 'partners', who: 'anna', path: '/suppliers' },
  { name: 'partner', who: 'anna', path: '/suppliers', first: '/partners/' },
  { name: 'sites', who: 'anna', path: '/sites' },
  { name: 'calendars', who: 'anna', path: '/calendars' },
  { name: 'calendar', who: 'anna', path: '/calendars', first: '/calendars/' },
  { name: 'policies', who: 'anna', path: '/policies' },
  { name: 'policy', who: 'anna', path: '/policies', first: '/policies/0' },
  { name: 'named-contacts', who: 'anna', path: '/policies/contacts' },
  { name: 'webhooks', who: 'anna', path: '/policies/webhooks' },
  { name: 'people', who: 'anna', path: '/people' },
  { name: 'organization', who: 'anna', path: '/organization' },
  { name: 'installation', who: 'anna', path: '/installation' },
  { name: 'account', who: 'anna', path: '/account' },
  { name: 'interchanges', who: 'emil', path: '/gateway/interchanges' },
  { name: 'interchange', who: 'emil', path: '/gateway/interchanges?direction=in', first: '/gateway/interchanges/' },
  { name: 'attention', who: 'emil', path: '/gateway/attention' },
  { name: 'work', who: 'emil', path: '/work' },
  { name: 'mails', who: 'emil', path: '/mails' },
  { name: 'notices', who: 'anna', path: '/notices' },
  { name: 'inbox', who: 'iker', path: '/inbox' },
  { name: 'answer', who: 'mara', path: '/inbox', first: '/orders/' },
  { name: 'supplier-forecasts', who: 'mara', path: '/forecasts' },
  { name: 'supplier-forecast', who: 'mara', path: '/forecasts', first: '/forecasts/' },
  { name: 'customers', who: 'iker', path: '/customers' },
]

const looks = [
  { name: 'light', colorScheme: 'light', viewport: { width: 1280, height: 900 } },
  { name: 'dark', colorScheme: 'dark', viewport: { width: 1280, height: 900 } },
  { name: 'phone', colorScheme: 'light', viewport: { width: 390, height: 844 } },
  { name: 'phone-dark', colorScheme: 'dark', viewport: { width: 390, height: 844 } },
] as const

mkdirSync(folder, { recursive: true })
const wanted = shots.filter(shot => only.length === 0 || only.includes(shot.name))
for (const who of new Set(wanted.map(shot => shot.who))) {
  const browser = await launchBrowser({})
  const page = browser.context.pages()[0] ?? (await browser.context.newPage())
  page.on('console', message => {
    if (message.type() === 'error') process.stderr.write(`  console: ${message.text()}\n`)
  })
  page.on('pageerror', error => process.stderr.write(`  page: ${error.message}\n`))
  if (who) await signIn(page, who)
  for (const shot of wanted.filter(one => one.who === who)) await photograph(page, shot)
  await browser.close()
}

async function signIn(page: Page, who: PersonKey): Promise<void> {
  await page.goto(`${url}/sign-in`)
  await page.locator('input[type=email], input[name=email]').first().fill(people[who].email)
  await page.locator('input[type=password]').first().fill(people[who].password)
  await page.keyboard.press('Enter')
  await page.waitForURL(address => !address.pathname.startsWith('/sign-in'))
}

async function photograph(page: Page, { name, path, first }: Shot): Promise<void> {
  for (const { name: look, colorScheme, viewport } of looks) {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize(viewport)
    await page.goto(url + path)
    await settle(page)
    if (first) {
      const link = page.locator(
        `main a[href^="${first}"]:not([href$="/new"]):not([href$="/import"]):not([href$="/upload"]):not([href$="/edit"])`,
      )
      const href = await link
        .first()
        .getAttribute('href', { timeout: 3_000 })
        .catch(() => null)
      if (!href) {
        process.stderr.write(`  ${name}: nothing to open on ${path}\n`)
        return
      }
      await page.goto(url + href)
      await settle(page)
    }
    await page.screenshot({ path: join(folder, `${name}-${look}.png`), fullPage: look.startsWith('phone') })
  }
  process.stdout.write(`${name}\n`)
}

async function settle(page: Page): Promise<void> {
  await page.waitForLoadState('load')
  await page
    .locator('main')
    .first()
    .waitFor({ timeout: 5_000 })
    .catch(() => undefined)
  await page.waitForTimeout(700)
}
