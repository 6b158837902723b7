// How a verb says no. A refusal is returned; only what should never happen is thrown.

/** The business says no: what, and what to do about it. Becomes 409 (or 422 for a field) on the wire. */
export class Refusal {
  readonly code: string
  readonly detail: string
  /** JSON pointer or `line 4, column quantity`: where in the input. */
  readonly where: string | undefined
  readonly remedy: string | undefined
  constructor(code: string, detail: string, more: { where?: string | undefined; remedy?: string | undefined } = {}) {
    this.code = code
    this.detail = detail
    this.where = more.where
    this.remedy = more.remedy
  }
}

export const refusal = (code: string, detail: string, more?: { where?: string; remedy?: string }): Refusal =>
  new Refusal(code, detail, more)

export const isRefusal = (value: unknown): value is Refusal => value instanceof Refusal

/** Thrown to leave a transaction with nothing done when a verb deep inside refuses. */
export class Refused extends Error {
  readonly refusals: Refusal[]
  constructor(refusals: Refusal[]) {
    super(refusals.map(r => r.detail).join(' '))
    this.refusals = refusals
  }
}

/** Nothing here with this id, or not for you: the two are never told apart. */
export class Unknown extends Error {
  constructor() {
    super('unknown')
  }
}

/** The caller may not do this act in this role. */
export class Forbidden extends Error {}

/** The value, or `Unknown` thrown: for rows looked up by an id from outside. */
export function known<T>(value: T | undefined | null): T {
  if (value === undefined || value === null) throw new Unknown()
  return value
}

/** The value of something that cannot be missing unless we have a bug. */
export function sure<T>(value: T | undefined | null, what = 'value'): T {
  if (value === undefined || value === null) throw new Error(`missing ${what}`)
  return value
}
