// The bells of the publisher, heard over LISTEN: whose feed has grown. Connects again when Postgres goes away.
import pg from 'pg'

interface BellsOptions {
  url: string
  log: { warn(o: object, text: string): void }
}

/** Tells `heard` which organizations have news, one call at a time; bells that ring meanwhile are gathered into the next. */
export function listenForBells(
  { url, log }: BellsOptions,
  everyone: () => string[],
  heard: (orgs: string[]) => Promise<void>,
): { stop(): Promise<void> } {
  let stopping = false
  let client: pg.Client | undefined
  const waiting = new Set<string>()
  let busy = false
  const pump = async () => {
    if (busy) return
    busy = true
    while (waiting.size > 0) {
      const orgs = [...waiting]
      waiting.clear()
      await heard(orgs)
    }
    busy = false
  }
  const connect = async (): Promise<void> => {
    if (stopping) return
    const next = new pg.Client({ connectionString: url, keepAlive: true })
    client = next
    let gone = false
    const again = () => {
      if (gone) return
      gone = true
      void next.end().catch(() => undefined)
      if (!stopping) setTimeout(() => void connect(), 1_000)
    }
    next.on('error', again)
    next.on('end', again)
    next.on('notification', ({ payload = '' }) => {
      for (const org of payload.split(',')) if (org) waiting.add(org)
      void pump()
    })
    try {
      await next.connect()
      await next.query('listen pullwire_feed')
      // Bells that rang while nobody listened.
      for (const org of everyone()) waiting.add(org)
      void pump()
    } catch (error) {
      log.warn({ err: error }, 'the live bell is disconnected, trying again')
      again()
    }
  }
  void connect()
  return {
    async stop() {
      stopping = true
      await client?.end().catch(() => undefined)
    },
  }
}
