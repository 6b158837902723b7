// The log: one JSON object a line, secrets left out.
import { destination, type Logger, pino } from 'pino'

const secrets = ['password', 'token', 'secret', 'apiKey', 'authorization', 'cookie', 'connectionString', 'url']

/** @param file instead of standard output. */
export const openLog = (level: string, file?: string): Logger =>
  pino(
    {
      level,
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
