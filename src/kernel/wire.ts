// Shapes that many endpoints share: ids, dates, pages of a list. Schemas only.
import Type, { type Static } from 'typebox'

export const Id = Type.String({ format: 'uuid' })
/** An instant, ISO 8601. */
export const InstantText = Type.String()
/** YYYY-MM-DD */
export const DateText = Type.String({ maxLength: 10 })
/** An exact decimal; what it may be is judged by the verb, in words. */
export const DecimalText = Type.String({ maxLength: 40 })
/** One line of text typed by a person. */
export const Line = (maxLength = 200) => Type.String({ maxLength })
/** A choice of words. */
export const OneOf = <const T extends readonly string[]>(words: T) =>
  Type.Unsafe<T[number]>({ type: 'string', enum: [...words] })
export const OrNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
/** A closed object: what is not named is refused. */
export const Closed = <T extends Type.TProperties>(properties: T, options: Type.TObjectOptions = {}) =>
  Type.Object(properties, { additionalProperties: false, ...options })

export const LIST_LIMIT_MAX = 200

/** What every list may be asked, besides its own filters. `sort` is a column, `-` before it for descending. */
export const listQuery = {
  search: Type.Optional(Line(100)),
  sort: Type.Optional(Line(40)),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: LIST_LIMIT_MAX })),
  offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
}

export const listOf = <T extends Type.TSchema>(row: T) => Type.Object({ rows: Type.Array(row), total: Type.Integer() })

/** Where something is wrong in a file that was uploaded. */
export const RowError = Type.Object({
  /** As a text editor counts, the header being line 1. */
  line: Type.Integer(),
  column: Type.String(),
  problem: Type.String(),
  remedy: Type.String(),
})
export type RowError = Static<typeof RowError>

/** Characters of CSV in one body. */
export const CSV_CHARS_MAX = 4_000_000
