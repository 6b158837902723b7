// The part of SQL that the clocks' engine speaks, as a tree.

export type Expr =
  | { is: 'value'; value: unknown }
  | { is: 'param'; index: number }
  | { is: 'column'; of: string | undefined; name: string }
  | { is: 'call'; name: string; args: Expr[] }
  | { is: 'cast'; expr: Expr; type: string }
  | { is: 'not'; expr: Expr }
  | { is: 'and' | 'or'; parts: Expr[] }
  | { is: 'binary'; sign: string; left: Expr; right: Expr }
  | { is: 'null'; expr: Expr; not: boolean }
  | { is: 'in'; expr: Expr; list: Expr[] | Select; not: boolean }
  | { is: 'any'; expr: Expr; array: Expr }
  | { is: 'case'; of: Expr | undefined; when: { if: Expr; is: Expr }[]; else: Expr | undefined }
  | { is: 'exists'; select: Select }
  | { is: 'scalar'; select: Select }
  /** The first column of all rows, as a list. */
  | { is: 'collected'; select: Select }
  /** All of it, as the product knows it. */
  | { is: 'row'; of: string }

export interface Item {
  expr: Expr
  as: string
}

/** `optional`: joined by this condition, or as a row of nothing where none meets it. */
export type Source = { optional?: Expr | undefined } & (
  | { is: 'table'; name: string; as: string }
  | { is: 'records'; expr: Expr; as: string; columns: { name: string; type: string }[] }
  | { is: 'elements'; expr: Expr; as: string }
  | { is: 'select'; select: Select; as: string }
)

export interface Select {
  is: 'select'
  items: Item[]
  from: Source[]
  where: Expr | undefined
  /** One row for all that are alike in these. */
  groupBy: Expr[]
  orderBy: { expr: Expr; descending: boolean }[]
  limit: Expr | undefined
  lock: 'wait' | 'skip' | undefined
}

export interface Insert {
  is: 'insert'
  table: string
  columns: string[]
  /** What a parameter holds, or what is selected. */
  rows: Expr | Select
  doNothing: boolean
  returning: Item[]
}

export interface Update {
  is: 'update'
  table: string
  as: string
  set: { column: string; to: Expr }[]
  from: Source[]
  where: Expr | undefined
  returning: Item[]
}

export type Statement = Select | Insert | Update
/** The parts of a `with` before the last. */
export type Script = Statement[]

/** Facts are counted by nobody here: what is inserted is dropped. */
export const sinks = new Set(['events'])
