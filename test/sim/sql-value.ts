// Values as the store keeps them: instants are milliseconds since 1970, JSON is what it says, unknown is null.

export const isInstant = (type: string | undefined): boolean =>
  type === 'timestamp with time zone' || type === 'timestamptz'
const isJson = (type: string) => type === 'jsonb' || type === 'json'

export function msOf(value: unknown): number | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'number') return value
  return value instanceof Date ? value.getTime() : Date.parse(String(value))
}

/** Into the shape of a column, or of a cast. */
export function shaped(value: unknown, type: string): unknown {
  if (value === null || value === undefined) return null
  if (isInstant(type)) return msOf(value)
  if (isJson(type)) return typeof value === 'string' ? JSON.parse(value) : value
  if (type.endsWith('[]')) return typeof value === 'string' ? JSON.parse(`[${value.slice(1, -1)}]`) : value
  if (/^int/.test(type)) return Math.round(Number(value))
  return type === 'text' ? String(value) : value
}

/** As Postgres compares: null when either is unknown; text beside a number or an instant is read as one. */
export function order(a: unknown, b: unknown): number | null {
  if (a == null || b == null) return null
  if (typeof a === typeof b) return (a as number) < (b as number) ? -1 : (a as number) > (b as number) ? 1 : 0
  return order(numeric(a), numeric(b))
}

function numeric(value: unknown): number {
  if (typeof value === 'number') return value
  if (value instanceof Date) return value.getTime()
  const number = Number(value)
  return Number.isNaN(number) ? Date.parse(String(value)) : number
}

/** `date_trunc('milliseconds', …)`, `make_interval(secs => …)` and the other functions asked for. */
export const functions: Record<string, (...args: unknown[]) => unknown> = {
  coalesce: (...args) => args.find(each => each != null) ?? null,
  greatest: (...args) => Math.max(...args.map(Number)),
  lower: text => (text == null ? null : String(text).toLowerCase()),
  ceil: value => Math.ceil(Number(value)),
  make_interval: seconds => Number(seconds) * 1_000,
  date_trunc: (_unit, at) => (at == null ? null : Math.floor(at as number)),
  // Of an instant or of the time between two.
  extract: at => (at == null ? null : (at as number) / 1_000),
  set_config: (_name, value) => value,
  pg_notify: () => '',
  hashtextextended: text => text,
}

export const signs: Record<string, (a: unknown, b: unknown) => unknown> = {
  '=': (a, b) => ifKnown(order(a, b), way => way === 0),
  '<>': (a, b) => ifKnown(order(a, b), way => way !== 0),
  '<': (a, b) => ifKnown(order(a, b), way => way < 0),
  '<=': (a, b) => ifKnown(order(a, b), way => way <= 0),
  '>': (a, b) => ifKnown(order(a, b), way => way > 0),
  '>=': (a, b) => ifKnown(order(a, b), way => way >= 0),
  same: (a, b) => (a ?? null) === (b ?? null),
  '+': (a, b) => (a == null || b == null ? null : (a as number) + (b as number)),
  '-': (a, b) => (a == null || b == null ? null : (a as number) - (b as number)),
  '*': (a, b) => (a == null || b == null ? null : (a as number) * (b as number)),
  '->>': (a, b) => (a as Record<string, unknown> | null)?.[String(b)] ?? null,
  '||': (a, b) => (a == null || b == null ? null : `${a}${b}`),
}

const ifKnown = (way: number | null, test: (way: number) => boolean) => (way === null ? null : test(way))
