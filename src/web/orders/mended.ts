// Which refusals of fields still stand: a field that was changed since it was sent has lost its own. Pure.

/** What stands at a path such as `lines.0.quantity`. */
const at = (body: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (part, key) => (part === null || part === undefined ? part : (part as Record<string, unknown>)[key]),
      body,
    )

/** Of what the server refused of `sent`, that whose field is `now` as it was then. */
export const unmended = <F extends { path: string }>(refused: readonly F[], sent: unknown, now: unknown): F[] =>
  refused.filter(({ path }) => JSON.stringify(at(sent, path)) === JSON.stringify(at(now, path)))
