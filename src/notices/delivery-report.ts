// What a mail server reports on a mail (RFC 3464, in UTF-8 by RFC 6533): about which one, and how it stands with whom. Pure.
import {
  type ContentType,
  contentTypeOf,
  decoded,
  type Entity,
  type Fields,
  Malformed,
  partsOf,
  readable,
  readEntity,
  readFields,
  textOf,
} from './mime.ts'

/** RFC 3464 2.3.3 */
const actions = ['failed', 'delayed', 'delivered', 'relayed', 'expanded'] as const

export interface Standing {
  /** Whom it was for, at last: another address where the mail was sent on. */
  address: string
  action: (typeof actions)[number]
  /** RFC 3463, as in `5.1.1`. */
  status: string
  /** The name of the server that said so. */
  server: string | undefined
  /** In its own words. */
  said: string | undefined
  /** Of a delay: how long it is going to be tried. */
  until: Date | undefined
}

export interface DeliveryReport {
  /** Of the mail that came back; undefined when nothing of it is enclosed. */
  messageId: string | undefined
  /** To where the report was sent, in every spelling that it bears. */
  sentTo: readonly string[]
  /** At least one. */
  standings: readonly Standing[]
}

const standingsMax = 50
const returnedTypes = ['message/rfc822', 'text/rfc822-headers', 'message/global', 'message/global-headers']
const reportTypes = ['message/delivery-status', 'message/global-delivery-status']

/** Undefined: a mail of another kind. Throws Malformed when it says that it is a report and cannot be read as one. */
export function readReport(bytes: Buffer): DeliveryReport | undefined {
  const text = textOf(bytes)
  const entity = reportIn(text)
  if (!entity) return undefined
  const [, report, returned] = partsOf(entity.body, entity)
  if (!report || !reportTypes.includes(contentTypeOf(report.fields).type))
    throw new Malformed('its second part is not the report')
  return {
    messageId: returned && messageIdOf(returned),
    sentTo: ['to', 'delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to'].flatMap(name =>
      entity.fields.all(name),
    ),
    standings: standingsOf(decoded(report)),
  }
}

/** A mail that is not even a mail is none of our business. */
function reportIn(text: string): (Entity & ContentType) | undefined {
  try {
    const entity = readEntity(text)
    const content = contentTypeOf(entity.fields)
    const isReport = content.parameters.get('report-type')?.toLowerCase() === 'delivery-status'
    return content.type === 'multipart/report' && isReport ? { ...entity, ...content } : undefined
  } catch (error) {
    if (error instanceof Malformed) return undefined
    throw error
  }
}

function messageIdOf(returned: Entity): string | undefined {
  if (!returnedTypes.includes(contentTypeOf(returned.fields).type))
    throw new Malformed('its third part is not the mail that came back')
  return readEntity(decoded(returned).replace(/^\n+/, '')).fields.one('message-id')
}

/** Fields of the mail, then, behind an empty line each, those of everybody it was for. */
function standingsOf(body: string): Standing[] {
  const blocks = body.split(/\n[ \t]*(?=\n)/).filter(block => block.trim() !== '')
  const [ofMail = '', ...ofPeople] = blocks
  if (ofPeople.length === 0) throw new Malformed('it says nothing of whom the mail was for')
  if (ofPeople.length > standingsMax) throw new Malformed(`it tells of more than ${standingsMax} addresses`)
  const reporter = serverOf(readFields(ofMail).one('reporting-mta'))
  return ofPeople.map(block => standingOf(readFields(block), reporter))
}

function standingOf(fields: Fields, reporter: string | undefined): Standing {
  const wanted = (name: string): string => {
    const value = fields.one(name)
    if (value === undefined) throw new Malformed(`it lacks the field ${name}`)
    return value
  }
  const said = withoutComment(wanted('action')).toLowerCase()
  const action = actions.find(one => one === said)
  if (!action) throw new Malformed('it tells of an action that is not in the standard')
  const status = withoutComment(wanted('status'))
  if (!/^[245]\.\d{1,3}\.\d{1,3}$/.test(status)) throw new Malformed('its status is none of the standard')
  if (action === 'failed' && status.startsWith('2')) throw new Malformed('it says both failed and well')
  const diagnostic = fields.one('diagnostic-code')
  return {
    address: behindType(wanted('final-recipient')),
    action,
    status,
    server: serverOf(fields.one('remote-mta')) ?? reporter,
    said: diagnostic === undefined ? undefined : behindType(diagnostic),
    until: instantIn(fields.one('will-retry-until')),
  }
}

const withoutComment = (value: string): string => (value.split('(', 1)[0] ?? '').trim()

/** `rfc822; gone@example.com`, `smtp; 550 …`, `dns; mx.example.com`: what stands behind the type. */
function behindType(value: string): string {
  const at = value.indexOf(';')
  return readable((/^[\w.-]{1,40}$/.test(value.slice(0, Math.max(at, 0)).trim()) ? value.slice(at + 1) : value).trim())
}

function serverOf(value: string | undefined): string | undefined {
  // Some write it with the dot of the root.
  const name = (behindType(value ?? '').split(/\s/, 1)[0] ?? '').replace(/\.$/, '')
  return /^[a-z0-9.:_[\]-]{1,255}$/i.test(name) ? name : undefined
}

function instantIn(value: string | undefined): Date | undefined {
  const at = new Date(value ?? Number.NaN)
  const year = at.getUTCFullYear()
  return year >= 2000 && year < 2200 ? at : undefined
}
