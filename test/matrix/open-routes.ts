// Routes that stand outside the matrix, each with the reason why whoever asks may have it. A route that is not here fails.

const open: readonly [route: RegExp, reason: string][] = [
  [/^GET \/healthz\/(live|ready)$/, 'an orchestrator asks; says up or down and nothing else'],
  [/^GET \/metrics$/, 'figures without names, for the local network only (src/kernel/health.ts)'],
  [/^GET \/api\/live$/, 'a socket: asks who it is by cookie before it says a word (src/kernel/live.test.ts)'],
  [/^GET \/api\/docs(\/.*)?$/, 'the API reference: shapes, no data'],
  [/^GET \/(assets\/|index\.html$|[\w-]+\.(svg|png|ico|webmanifest|txt)$)/, 'the portal’s own files'],
]

/** Why this route (`GET /metrics`) is open to all, or undefined. */
export const openTo = (route: string): string | undefined =>
  open.find(([pattern]) => pattern.test(route.replace(/^HEAD /, 'GET ')))?.[1]
