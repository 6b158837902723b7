// The environment, read once into a frozen Config; whatever is wrong with it is said at once, in one message.
import { accessSync, constants, existsSync, readFileSync } from 'node:fs'
import { BlockList, isIP } from 'node:net'
import { join, resolve } from 'node:path'

export type Role = 'all' | 'web' | 'worker'

export interface Config {
  role: Role
  demo: boolean
  /** Absolute. Holds the embedded Postgres, unsent mail and partner folders. */
  dataDir: string
  /** Undefined: start, or join, the embedded Postgres of `dataDir`. */
  database: { webUrl: string | undefined; workerUrl: string | undefined; ownerUrl: string | undefined } | undefined
  /** Undefined: the queue runs on Postgres. */
  redisUrl: string | undefined
  /** Without `smtpUrl` mails are written to `folder`; what comes back to `bounceAddress` lies in `bounceMaildir`. */
  mail: {
    smtpUrl: string | undefined
    from: string
    folder: string
    bounceMaildir: string | undefined
    bounceAddress: string | undefined
  }
  /** No slash at the end. Every link in a mail begins with it. */
  publicUrl: string
  /** Origins a browser may act from, on sockets and unsafe methods. */
  origins: readonly string[]
  cookie: { name: string; secure: boolean }
  /** Say on every page that what is typed here crosses the network unprotected. */
  plainHttpBanner: boolean
  host: string
  port: number
  /** Where a worker alone says how it is; undefined: nowhere. */
  workerPort: number | undefined
  /** Private hosts and networks webhooks may reach: names, addresses, CIDR blocks. */
  egressAllow: readonly string[]
  /** Fastify's `trustProxy`: how many hops, or which addresses. */
  trustProxy: false | number | string[]
  logLevel: (typeof logLevels)[number]
  /** Where partners' in and out folders are. */
  folderRoot: string
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
const roles = ['all', 'web', 'worker'] as const

/** Every variable there is. `.env.example` explains each, and a test holds the two together. */
export const variables = [
  ...['ALLOW_HTTP', 'BOUNCE_ADDRESS', 'BOUNCE_MAILDIR', 'DATA_DIR', 'EDI_FOLDER', 'EGRESS_ALLOW', 'HOST', 'LOG_LEVEL'],
  ...['MAIL_FROM', 'PORT', 'PUBLIC_URL', 'ROLE', 'TRUST_PROXY', 'WORKER_PORT'],
  // These may also be given as NAME_FILE, a file that holds the value.
  ...['DATABASE_URL', 'DATABASE_WORKER_URL', 'DATABASE_OWNER_URL', 'REDIS_URL', 'SMTP_URL'],
] as const

export type Environment = Record<string, string | undefined>

/** Thrown with every complaint; the message is meant for people and names no secret. */
export class ConfigError extends Error {
  readonly complaints: readonly string[]
  constructor(complaints: readonly string[]) {
    super(`The environment is not right:\n${complaints.map(complaint => `  - ${complaint}`).join('\n')}`)
    this.name = 'ConfigError'
    this.complaints = complaints
  }
}

/** process.env, and below it the `.env` file of the folder we were started in. */
export function readEnvironment(): Environment {
  if (existsSync('.env')) process.loadEnvFile('.env')
  return process.env
}

/**
 * Reads everything or throws a ConfigError. `demo` accepts both loopback names and lets webhooks reach loopback;
 * `migrating` wants the owner's login in place of the others.
 */
export function readConfig(env: Environment, { demo = false, migrating = false } = {}): Config {
  const read = new Reader(env)
  const role = read.oneOf('ROLE', roles, 'all')
  const dataDir = resolve(read.text('DATA_DIR') ?? '.data')
  const host = read.text('HOST') ?? '127.0.0.1'
  const port = read.port('PORT', 3900)
  const database = readDatabase(read, role, migrating)
  const config: Config = {
    role,
    demo,
    dataDir,
    database,
    redisUrl: read.url('REDIS_URL', ['redis:', 'rediss:']),
    mail: readMail(read, { dataDir, watches: role !== 'web' && !migrating }),
    ...readAddress(read, { demo, host, port }),
    host,
    port,
    workerPort: read.text('WORKER_PORT') === undefined ? undefined : read.port('WORKER_PORT', 3901),
    egressAllow: [...(demo ? ['localhost', '127.0.0.0/8', '::1'] : []), ...readEgress(read)],
    trustProxy: readTrustProxy(read),
    logLevel: read.oneOf('LOG_LEVEL', logLevels, 'info'),
    folderRoot: resolve(read.text('EDI_FOLDER') ?? join(dataDir, 'folders')),
  }
  if (read.complaints.length > 0) throw new ConfigError(read.complaints)
  return deepFreeze(config)
}

const logins: Record<string, string> = {
  DATABASE_URL: 'the login of the web process (or set ROLE=worker)',
  DATABASE_WORKER_URL: 'the login of the worker (or set ROLE=web)',
  DATABASE_OWNER_URL: 'the login that owns the tables',
}

function readDatabase(read: Reader, role: Role, migrating: boolean): Config['database'] {
  const webUrl = read.url('DATABASE_URL', ['postgres:', 'postgresql:'])
  const workerUrl = read.url('DATABASE_WORKER_URL', ['postgres:', 'postgresql:'])
  const ownerUrl = read.url('DATABASE_OWNER_URL', ['postgres:', 'postgresql:'])
  if (!webUrl && !workerUrl && !ownerUrl) return undefined
  const needed = migrating
    ? { DATABASE_OWNER_URL: ownerUrl }
    : {
        ...(role === 'worker' ? {} : { DATABASE_URL: webUrl }),
        ...(role === 'web' ? {} : { DATABASE_WORKER_URL: workerUrl }),
      }
  for (const [name, url] of Object.entries(needed)) {
    if (!url && !read.complained(name)) read.complain(`${name}: ${logins[name]} is missing beside the other one given`)
  }
  if (webUrl && (webUrl === workerUrl || webUrl === ownerUrl)) {
    read.complain('DATABASE_URL: the web process needs a login of its own, neither the worker’s nor the owner’s')
  }
  return { webUrl, workerUrl, ownerUrl }
}

/** RFC 5321 4.5.3.1.1 allows 64 characters before the @; a plus and 32 of ours come behind these. */
const localPartMax = 31

/** @param watches whether this process looks for what came back */
function readMail(read: Reader, { dataDir, watches }: { dataDir: string; watches: boolean }): Config['mail'] {
  const smtpUrl = read.url('SMTP_URL', ['smtp:', 'smtps:'])
  const from = read.text('MAIL_FROM')
  if (smtpUrl && !from) read.complain('MAIL_FROM: say who mails come from, as in "Pullwire <pullwire@example.com>"')
  if (from && !/^[^\r\n]*[^\s@<>]+@[^\s@<>]+>?$/.test(from)) read.complain(`MAIL_FROM: ${from} holds no mail address`)
  const maildir = read.text('BOUNCE_MAILDIR')
  if (maildir && watches && !['new', 'cur'].every(name => isWritable(join(maildir, name))))
    read.complain(`BOUNCE_MAILDIR: ${maildir} is no Maildir that we may change: its folders new and cur are wanted`)
  const bounceAddress = read.text('BOUNCE_ADDRESS')
  const [local = ''] = bounceAddress?.split('@') ?? []
  if (bounceAddress && !/^[a-z0-9._-]+@[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(bounceAddress))
    read.complain(`BOUNCE_ADDRESS: ${bounceAddress} is no bare mail address, as in bounces@example.com`)
  else if (local.length > localPartMax)
    read.complain(
      `BOUNCE_ADDRESS: at most ${localPartMax} characters before the @, for the name of the mail comes behind them`,
    )
  return {
    smtpUrl,
    from: from ?? 'Pullwire <pullwire@localhost>',
    folder: join(dataDir, 'mail'),
    bounceMaildir: maildir && resolve(maildir),
    bounceAddress,
  }
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
    return true
  } catch {
    return false
  }
}

const isLoopback = (host: string) => host === 'localhost' || host === '[::1]' || host === '::1' || /^127\./.test(host)

type Address = Pick<Config, 'publicUrl' | 'origins' | 'cookie' | 'plainHttpBanner'>

function readAddress(read: Reader, { demo, host, port }: { demo: boolean; host: string; port: number }): Address {
  const given = read.url('PUBLIC_URL', ['http:', 'https:'])
  const allowHttp = read.flag('ALLOW_HTTP')
  if (!given && !isLoopback(host)) {
    read.complain(
      `PUBLIC_URL: with HOST=${host} say the address people reach it at, as in https://pullwire.example.com`,
    )
  }
  const url = new URL(given ?? `http://localhost:${port}`)
  if (url.pathname !== '/' || url.search || url.hash || url.username) {
    read.complain(`PUBLIC_URL: only scheme, host and port, as in ${url.origin}`)
  }
  const secure = url.protocol === 'https:'
  const exposed = !secure && !isLoopback(url.hostname)
  if (exposed && !allowHttp) {
    read.complain(
      `PUBLIC_URL: ${url.origin} is plain http beyond this machine, where passwords and sessions can be read on the way. ` +
        'Use https, or set ALLOW_HTTP=1 to accept that',
    )
  }
  const local = demo || !given ? [`http://localhost:${port}`, `http://127.0.0.1:${port}`] : []
  return {
    publicUrl: url.origin,
    origins: [...new Set([url.origin, ...local])],
    // Browsers take the prefix only together with Secure, and Secure on plain http only, some of them, on localhost.
    cookie: secure ? { name: '__Host-sid', secure } : { name: 'sid', secure },
    plainHttpBanner: exposed,
  }
}

function readEgress(read: Reader): string[] {
  const entries = read.list('EGRESS_ALLOW')
  for (const entry of entries) {
    if (!isHost(entry) && !isBlock(entry)) {
      read.complain(`EGRESS_ALLOW: ${entry} is neither a host name, an address nor a block like 10.0.0.0/8`)
    }
  }
  return entries
}

const isHost = (text: string) =>
  isIP(text) !== 0 || (/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(text) && /[a-z]/i.test(text))

function isBlock(text: string): boolean {
  const [address = '', bits = ''] = text.split('/')
  const family = isIP(address)
  if (family === 0 || !/^\d+$/.test(bits)) return false
  try {
    new BlockList().addSubnet(address, Number(bits), family === 4 ? 'ipv4' : 'ipv6')
    return true
  } catch {
    return false
  }
}

function readTrustProxy(read: Reader): Config['trustProxy'] {
  const entries = read.list('TRUST_PROXY')
  const [only] = entries
  if (only === undefined) return false
  if (entries.length === 1 && /^\d{1,2}$/.test(only)) return Number(only) === 0 ? false : Number(only)
  for (const entry of entries) {
    if (isIP(entry) === 0 && !isBlock(entry)) {
      read.complain(`TRUST_PROXY: ${entry} is neither a number of hops nor the address of a proxy`)
    }
  }
  return entries
}

/** Takes values out of the environment and collects what is wrong with them. An empty value counts as none. */
class Reader {
  readonly complaints: string[] = []
  readonly #env: Environment
  constructor(env: Environment) {
    this.#env = env
  }

  complain(complaint: string): void {
    this.complaints.push(complaint)
  }

  /** Has this variable been found wrong already? */
  complained(name: string): boolean {
    return this.complaints.some(complaint => complaint.startsWith(name))
  }

  text(name: string): string | undefined {
    return this.#env[name]?.trim() || undefined
  }

  /** The value, or what the file named by NAME_FILE holds. Complaints name no password. */
  url(name: string, protocols: readonly string[]): string | undefined {
    const text = this.text(name) ?? this.#fromFile(name)
    if (text === undefined) return undefined
    const wanted = protocols.map(protocol => `${protocol}//`).join(' or ')
    if (URL.canParse(text) && protocols.includes(new URL(text).protocol)) return text
    this.complain(`${name}: not a URL that begins with ${wanted}`)
    return undefined
  }

  #fromFile(name: string): string | undefined {
    const path = this.text(`${name}_FILE`)
    if (path === undefined) return undefined
    try {
      return readFileSync(path, 'utf8').trim()
    } catch {
      this.complain(`${name}_FILE: ${path} cannot be read`)
      return undefined
    }
  }

  port(name: string, fallback: number): number {
    const text = this.text(name)
    if (text === undefined) return fallback
    const port = Number(text)
    if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port
    this.complain(`${name}: ${text} is no port; a whole number from 1 to 65535`)
    return fallback
  }

  oneOf<const T extends string>(name: string, allowed: readonly T[], fallback: T): T {
    const text = this.text(name)
    if (text === undefined) return fallback
    const found = allowed.find(value => value === text)
    if (found === undefined) this.complain(`${name}: ${text} is none of ${allowed.join(', ')}`)
    return found ?? fallback
  }

  flag(name: string): boolean {
    const text = this.text(name)
    if (text === undefined || text === '0' || text === 'false') return false
    if (text !== '1' && text !== 'true') this.complain(`${name}: ${text} is neither 1 nor 0`)
    return true
  }

  list(name: string): string[] {
    const parts = this.text(name)?.split(',') ?? []
    return parts.map(part => part.trim()).filter(part => part !== '')
  }
}

function deepFreeze<T extends object>(value: T): T {
  for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) deepFreeze(inner)
  return Object.freeze(value)
}
