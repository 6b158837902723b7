// What the server says when it does not do as asked (RFC 9457): what is wrong, where, and how to mend it.

/** One field or row that was refused. */
export interface ProblemField {
  /** Path of the field as sent: `lines.0.quantity`. */
  path: string
  what: string
  how?: string
}

export interface ProblemDetails {
  status: number
  /** A stable name of the kind of problem, for code to compare. */
  code?: string
  title: string
  detail?: string
  where?: string
  how?: string
  fields: readonly ProblemField[]
}

export class Problem extends Error {
  readonly details: ProblemDetails

  constructor(details: ProblemDetails, options?: ErrorOptions) {
    super(details.detail ?? details.title, options)
    this.name = 'Problem'
    this.details = details
  }

  get status(): number {
    return this.details.status
  }

  /** True when asking again, unchanged, may help. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500
  }

  static unreachable(cause: unknown): Problem {
    return new Problem({ status: 0, code: 'unreachable', title: 'unreachable', fields: [] }, { cause })
  }

  static async from(response: Response): Promise<Problem> {
    const body: unknown = await response.json().catch(() => undefined)
    return new Problem(readProblem(response.status, body))
  }
}

/** Reads problem details leniently: an old or foreign proxy may answer with anything. */
export function readProblem(status: number, body: unknown): ProblemDetails {
  const from = isRecord(body) ? body : {}
  const optional: Partial<ProblemDetails> = {}
  for (const key of ['code', 'detail', 'where', 'how'] as const) {
    // The server's word for "how to mend it" is `remedy`.
    const value = from[key] ?? (key === 'how' ? from.remedy : undefined)
    if (typeof value === 'string' && value) optional[key] = value
  }
  if (optional.code === undefined && typeof from.type === 'string' && from.type !== 'about:blank') {
    optional.code = from.type.slice(from.type.lastIndexOf('/') + 1)
  }
  const listed = from.fields ?? from.errors ?? from.refusals
  const fields = Array.isArray(listed) ? listed.filter(isRecord).map(readField) : []
  return { status, title: typeof from.title === 'string' ? from.title : `HTTP ${status}`, ...optional, fields }
}

function readField(from: Record<string, unknown>): ProblemField {
  const path = String(from.path ?? from.field ?? from.where ?? '')
  const what = String(from.what ?? from.detail ?? from.message ?? '')
  // JSON pointers (`/lines/0/quantity`) and dotted paths both occur; forms use dots.
  const dotted = path.startsWith('/') ? path.slice(1).replaceAll('/', '.') : path
  const how = from.how ?? from.remedy
  return { path: dotted.replace(/^body\./, ''), what, ...(typeof how === 'string' ? { how } : {}) }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
