// The list of transports. A new one is a file with `watch` and `deliver`, and a line here.
import type { Database } from '../../kernel/db.ts'
import type { PushSettings } from '../../kernel/push.ts'
import type { Relationship } from '../contract.ts'
import type { Deliver } from '../deliver.ts'
import { watchFolders } from './folder.ts'
import { byFolder } from './folder-out.ts'
import { byWebhook } from './webhook.ts'

export interface TransportSettings extends PushSettings {
  folderRoot: string
}

export interface WatchSettings {
  db: Database
  folderRoot: string
  log: { warn(o: object, text: string): void; error(o: object, text: string): void }
  pollMs?: number
  unfinishedMs?: number
}

export interface Transport {
  name: Relationship['transport']
  /** Looks for what partners left, in the worker, until stopped. What comes by request is a route (`https.ts`). */
  watch?(settings: WatchSettings): { stop(): Promise<void> }
  /** How what we wrote is handed over; without it, it waits to be collected. */
  deliver?(settings: TransportSettings): Deliver
}

export const transports: readonly Transport[] = [
  { name: 'https', deliver: byWebhook },
  { name: 'folder', watch: watchFolders, deliver: byFolder },
]

/** Starts every transport that looks by itself. */
export async function openTransports(settings: WatchSettings): Promise<{ stop(): Promise<void> }> {
  const watchers = transports.flatMap(one => (one.watch ? [one.watch(settings)] : []))
  return {
    async stop() {
      await Promise.all(watchers.map(watcher => watcher.stop()))
    },
  }
}

export function deliverBy(settings: TransportSettings): (relationship: Relationship) => Deliver | undefined {
  const byName = new Map(transports.map(one => [one.name, one.deliver?.(settings)]))
  return ({ transport }) => byName.get(transport)
}
