// As much of MIME as a report on a mail needs: fields, and the parts of a multipart (RFC 5322, 2045, 2046). Pure, and strict:
// what it does not know it refuses. Texts hold bytes, a character each (Latin-1), and end their lines by LF.

/** It is not written as the standard says; the message says where. */
export class Malformed extends Error {}

const limits = { fields: 1_000, parts: 3 } as const

export interface Entity {
  fields: Fields
  body: string
}

export class Fields {
  readonly #values = new Map<string, string[]>()

  add(name: string, value: string): void {
    const values = this.#values.get(name.toLowerCase())
    if (values) values.push(value)
    else this.#values.set(name.toLowerCase(), [value])
  }

  all(name: string): readonly string[] {
    return this.#values.get(name) ?? []
  }

  /** Undefined when it is not there. Throws Malformed when there are several: nobody could say which counts. */
  one(name: string): string | undefined {
    const [value, ...others] = this.all(name)
    if (others.length > 0) throw new Malformed(`it has several fields ${name}`)
    return value
  }
}

export const textOf = (bytes: Buffer): string => bytes.toString('latin1').replaceAll('\r\n', '\n')

export function readEntity(text: string): Entity {
  if (text.startsWith('\n')) return { fields: new Fields(), body: text.slice(1) }
  const end = text.indexOf('\n\n')
  return end < 0
    ? { fields: readFields(text), body: '' }
    : { fields: readFields(text.slice(0, end)), body: text.slice(end + 2) }
}

/** One block of fields, unfolded. */
export function readFields(block: string): Fields {
  const unfolded: [name: string, parts: string[]][] = []
  for (const line of block.split('\n')) {
    if (line === '') continue
    if (line.startsWith(' ') || line.startsWith('\t')) {
      const last = unfolded.at(-1)
      if (!last) throw new Malformed('its header begins with half a field')
      last[1].push(line.trim())
      continue
    }
    const colon = line.indexOf(':')
    const name = line.slice(0, Math.max(colon, 0)).trimEnd()
    // RFC 5322 2.2: printable characters but the colon.
    if (!/^[!-9;-~]{1,100}$/.test(name)) throw new Malformed('a line of its header is no field')
    if (unfolded.length === limits.fields) throw new Malformed(`it has more than ${limits.fields} fields`)
    unfolded.push([name, [line.slice(colon + 1).trim()]])
  }
  const fields = new Fields()
  for (const [name, parts] of unfolded) fields.add(name, parts.join(' ').trim())
  return fields
}

export interface ContentType {
  /** `multipart/report`, in lower case. */
  type: string
  parameters: ReadonlyMap<string, string>
}

const typeForm = /^([\w!#$&^.+-]{1,60}\/[\w!#$&^.+-]{1,60})[ \t]*/
const parameterForm =
  /;[ \t]*(?:([\w!#$%&'*+.^`{|}~-]{1,60})[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.){0,998})"|([^\s;"]{1,998}))[ \t]*)?/y

/** RFC 2045 5.2: what says nothing is plain text. */
export function contentTypeOf(fields: Fields): ContentType {
  const value = fields.one('content-type') ?? 'text/plain'
  const [whole = '', type = ''] = typeForm.exec(value) ?? []
  if (type === '') throw new Malformed('its Content-Type names no type')
  const parameters = new Map<string, string>()
  parameterForm.lastIndex = whole.length
  while (parameterForm.lastIndex < value.length) {
    const match = parameterForm.exec(value)
    if (!match) throw new Malformed('its Content-Type cannot be read')
    const [, name, quoted, bare] = match
    if (!name) continue
    if (parameters.has(name.toLowerCase())) throw new Malformed(`its Content-Type says ${name} twice`)
    parameters.set(name.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? bare ?? '')
  }
  return { type: type.toLowerCase(), parameters }
}

/** The parts of a multipart, whole; what stands before the first and behind the last is left out. */
export function partsOf(body: string, { parameters }: ContentType): Entity[] {
  const boundary = parameters.get('boundary') ?? ''
  // RFC 2046 5.1.1
  if (boundary.length === 0 || boundary.length > 70) throw new Malformed('its boundary is missing or too long')
  const parts: string[][] = []
  for (const line of body.split('\n')) {
    // A boundary within a part may begin as ours does: the whole line counts, but for the blanks behind it.
    const isOurs = line.startsWith(`--${boundary}`)
    if (isOurs && line.trimEnd() === `--${boundary}--`) return parts.map(lines => readEntity(lines.join('\n')))
    if (!isOurs || line.trimEnd() !== `--${boundary}`) parts.at(-1)?.push(line)
    else if (parts.length === limits.parts) throw new Malformed(`it has more than ${limits.parts} parts`)
    else parts.push([])
  }
  throw new Malformed('it ends before its last part does')
}

/** What a part holds, as it was before it was made fit for the way. */
export function decoded({ fields, body }: Entity): string {
  const encoding = (fields.one('content-transfer-encoding') ?? '7bit').toLowerCase()
  switch (encoding) {
    case '7bit':
    case '8bit':
    case 'binary':
      return body
    case 'quoted-printable':
      return body
        .replace(/=[ \t]*\n/g, '')
        .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
        .replaceAll('\r\n', '\n')
    case 'base64':
      if (!/^[a-z0-9+/]*={0,2}$/i.test(body.replace(/\s+/g, '')))
        throw new Malformed('a part is not the base64 that it says')
      return textOf(Buffer.from(body, 'base64'))
    default:
      throw new Malformed('a part is encoded in an unknown way')
  }
}

/** What people read of a value: UTF-8 (RFC 6532), or, where it is none, what the bytes are in Latin-1. */
export function readable(value: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(value, 'latin1'))
  } catch {
    return value
  }
}
