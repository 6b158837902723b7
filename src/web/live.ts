// The live feed in the page: a change of a subject makes the queries that watch it fetch again.
import type { QueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { LiveSocket, type LiveState, type Wire, type WireEvents } from './live-socket.ts'
import { serverClock } from './server-clock.ts'

/** What a query shows, as subject kinds (`order`) or single subjects (`order:17`). Stands in a query's `meta.watch`. */
export type Watch = readonly string[]

/** True when a query with this watch list shows the subject. */
export function watches(watch: Watch | undefined, kind: string, id: string): boolean {
  return watch?.some(name => name === kind || name === `${kind}:${id}`) ?? false
}

/** Changes gather this long before pages fetch again: a burst of 200 answers is one fetch, not 200. */
const gatherMs = 120

/** A server that says "sign in" to somebody who is signed in is not asked again at once, and again. */
const signedOutAgainMs = 1_000

let state: LiveState = { at: 'connecting' }
const listeners = new Set<() => void>()
let sayChanged: (counts: ReadonlyMap<string, number>) => void = () => undefined

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Whether the page is connected, and if not since when. */
export function useLiveState(): LiveState {
  return useSyncExternalStore(subscribe, () => state)
}

/** Hands summaries of what changed (subject kind -> how many subjects) to whoever reads them aloud. */
export function onChanged(say: (counts: ReadonlyMap<string, number>) => void): () => void {
  sayChanged = say
  return () => {
    sayChanged = () => undefined
  }
}

/** Marks as stale, and fetches again where shown, all that watches any of these subjects. */
export function refetch(queries: QueryClient, subjects: Iterable<{ kind: string; id: string }>): Promise<void> {
  const list = [...subjects]
  return queries.invalidateQueries({
    predicate: query => {
      const watch = query.meta?.watch as Watch | undefined
      return list.some(subject => watches(watch, subject.kind, subject.id))
    },
  })
}

function dial(events: WireEvents): Wire {
  const socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/live`)
  socket.onopen = () => events.open()
  socket.onmessage = message => events.heard(String(message.data))
  socket.onclose = closed => events.closed(closed.code)
  return {
    send: text => {
      if (socket.readyState === WebSocket.OPEN) socket.send(text)
    },
    close: () => {
      socket.onclose = null
      socket.close()
    },
  }
}

export interface LivePage {
  queries: QueryClient
  /** The numbers of the feed from which on the page wants to be told; what it shows was fetched later than these. */
  heads: Readonly<Record<string, number>>
  stillSignedIn(): Promise<boolean>
}

/**
 * Opens the live connection of the signed-in page; answers how to close it. A server that ends it with "sign in" is asked
 * again who we are: the session may be over, or only act for another organization now.
 */
export function goLive({ queries, heads, stillSignedIn }: LivePage): () => void {
  let closed = false
  const waiting = new Map<string, { kind: string; id: string }>()
  let timer: ReturnType<typeof setTimeout> | undefined
  const flush = () => {
    timer = undefined
    const subjects = [...waiting.values()]
    waiting.clear()
    void refetch(queries, subjects)
    const counts = new Map<string, number>()
    for (const { kind } of subjects) counts.set(kind, (counts.get(kind) ?? 0) + 1)
    sayChanged(counts)
  }
  const live = new LiveSocket({
    heads,
    dial,
    nowMs: () => Date.now(),
    chance: () => Math.random(),
    after: (ms, run) => {
      const id = setTimeout(run, ms)
      return () => clearTimeout(id)
    },
    onState: next => {
      state = next
      for (const listener of listeners) listener()
    },
    onChange: ({ subject }) => {
      waiting.set(`${subject.kind}:${subject.id}`, subject)
      // The first change of a quiet moment is shown at once; those right behind it gather.
      if (timer === undefined) {
        if (waiting.size === 1) queueMicrotask(flush)
        timer = setTimeout(flush, gatherMs)
      }
    },
    onResync: () => void queries.invalidateQueries(),
    onSignedOut: () => {
      void stillSignedIn().then(yes => {
        const again = () => closed || live.start()
        if (yes) setTimeout(again, signedOutAgainMs)
      })
    },
    onTime: now => serverClock.learnBeat(now, performance.now()),
  })
  const nudge = () => live.nudge()
  const woke = () => {
    if (document.visibilityState === 'visible') live.nudge()
  }
  window.addEventListener('online', nudge)
  document.addEventListener('visibilitychange', woke)
  live.start()
  return () => {
    closed = true
    window.removeEventListener('online', nudge)
    document.removeEventListener('visibilitychange', woke)
    clearTimeout(timer)
    live.stop()
    // From now on nobody tells us what changes: what is kept must be asked again before it is shown again.
    void queries.invalidateQueries({ refetchType: 'none' })
  }
}
