// An error as it may be told to logs, operators and partners: what the database said, without the values it was given.
import { DrizzleQueryError } from 'drizzle-orm'
import pg from 'pg'

/**
 * Drizzle writes every parameter into its message ("Failed query … params: …"), and the driver quotes values in
 * `detail`, `where` and some messages. Among them are password hashes, keys and the text of mails. What is left is the
 * database's own sentence, its names for things, and where in our code it happened.
 */
export function tellable(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error))
  if (error instanceof DrizzleQueryError) {
    const said = error.cause ? tellable(error.cause) : new Error('A query failed')
    return Object.assign(said, { stack: `${said.name}: ${said.message}${framesOf(error)}` })
  }
  if (error instanceof pg.DatabaseError) return databaseSaid(error)
  if (!(error.cause instanceof Error)) return error
  const told = new Error(error.message, { cause: tellable(error.cause) })
  return Object.assign(told, error, { name: error.name, stack: error.stack })
}

function databaseSaid(error: pg.DatabaseError): Error {
  const { code, schema, table, column, constraint, routine } = error
  // Class 22, data exceptions, quote the value: invalid input syntax for type uuid: "…"
  const message = code?.startsWith('22') ? error.message.replaceAll(/".*"/gs, '"…"') : error.message
  const told = new Error(message)
  told.stack = `${told.name}: ${message}${framesOf(error)}`
  return Object.assign(told, { code, schema, table, column, constraint, routine })
}

/** The stack below the message. */
function framesOf({ stack = '', message }: Error): string {
  const at = stack.indexOf(message)
  return at < 0 ? '' : stack.slice(at + message.length)
}
