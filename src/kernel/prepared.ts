// A connection that has Postgres keep the plans of what it is asked again and again: with row-level security, planning
// a statement costs more than running it.
import pg from 'pg'

/** Statements kept on a connection; a plan takes some tens of kilobytes of its backend's memory. */
const keptMax = 200
/** Statements remembered as seen once. Lists of changing length make ever new texts. */
const seenMax = 1_000
const textLengthMax = 10_000

interface Query {
  text: string
  name?: string
}

/** Names a statement from the second time on, so that Postgres prepares it once for the life of the connection. */
export class PreparingClient extends pg.Client {
  readonly #kept = new Map<string, string>()
  readonly #seen = new Set<string>()

  // biome-ignore lint/suspicious/noExplicitAny: the overloads of pg's own query, passed through
  override query(...given: any[]): any {
    const [query, values] = given as [Query | string, unknown]
    // Without values it may be several statements in one, which Postgres does not prepare.
    if (typeof query === 'object' && query.name === undefined && Array.isArray(values) && values.length > 0) {
      const name = this.#nameOf(query.text)
      if (name) given[0] = { ...query, name }
    }
    return super.query(...(given as Parameters<pg.Client['query']>))
  }

  #nameOf(text: string): string | undefined {
    const known = this.#kept.get(text)
    if (known || this.#kept.size >= keptMax || text.length > textLengthMax) return known
    if (!this.#seen.has(text)) {
      if (this.#seen.size >= seenMax) this.#seen.clear()
      this.#seen.add(text)
      return undefined
    }
    this.#seen.delete(text)
    const name = `kept-${this.#kept.size}`
    this.#kept.set(text, name)
    return name
  }
}
