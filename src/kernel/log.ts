// The log: one JSON object a line, secrets left out.
import { destination, type LogFn, type Logger, pino } from 'pino'
import { tellable } from './tellable.ts'

const secrets = ['password', 'token', 'secret', 'apiKey', 'authorization', 'cookie', 'connectionString', 'url']

function withoutValues(logged: unknown): unknown {
  if (logged instanceof Error) return tellable(logged)
  const error = (logged as { err?: unknown } | undefined)?.err
  return error instanceof Error ? { ...(logged as object), err: tellable(error) } : logged
}

/** @param file instead of standard output. */
export const openLog = (level: string, file?: string): Logger =>
  pino(
    {
      level,
      hooks: {
        // Before pino makes a message of an error that is logged without one.
        logMethod([first, ...rest], log) {
          log.apply(this, [withoutValues(first), ...rest] as Parameters<LogFn>)
        },
      },
      redact: {
        paths: [
          ...secrets.flatMap(name => [name, `*.${name}`, `*.*.${name}`]),
          'req.headers',
          'err.config',
          'err.params',
        ],
        censor: '[left out]',
      },
    },
    destination(file ? { dest: file, mkdir: true, sync: false } : { dest: 1, sync: false }),
  )
