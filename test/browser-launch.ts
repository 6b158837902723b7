// Starts the Chromium that Debian installs, for the browser tests.
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium } from 'playwright-core'

const usualPaths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Debian's path, unless CHROMIUM names another. */
export const chromiumPath: string =
  process.env.CHROMIUM ?? usualPaths.find(path => existsSync(path)) ?? '/usr/bin/chromium'

// Quiet and self-contained: no update checks, no sandbox (tests may run as root), no call home.
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-dev-shm-usage']
flags.push('--disable-background-networking', '--disable-component-update', '--disable-sync')

export interface LaunchedBrowser {
  context: BrowserContext
  /** Closes it and removes its profile. */
  close(): Promise<void>
}

type ContextOptions = NonNullable<Parameters<typeof chromium.launchPersistentContext>[1]>

/** A headless browser with a profile of its own: one signed-in person. */
export async function launchBrowser(options: ContextOptions = {}): Promise<LaunchedBrowser> {
  const profile = mkdtempSync(join(tmpdir(), 'pullwire-browser-'))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath,
    headless: true,
    args: flags,
    viewport: { width: 1280, height: 900 },
    ...options,
  })
  return {
    context,
    close: async () => {
      await context.close()
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
