// What a profile may not say: values that cannot travel, and agreements that contradict each other. Pure; the form asks the same.
import { cmp, decimal, isNegative, readDecimal } from '../kernel/decimal.ts'
import { isRefusal, type Refusal, refusal } from '../kernel/errors.ts'
import { isLocalTime } from '../kernel/time.ts'
import { isWebAddress } from '../kernel/web-address.ts'
import type { ProfileBody } from './api.ts'
import type { BeforeDelivery, Delimiters, EdiIdentity, Target } from './profile.ts'

const no = (code: string, where: string, detail: string, remedy: string): Refusal =>
  refusal(code, detail, { where, remedy })

/** Everything that is wrong, all at once. */
export function refuseProfile(profile: ProfileBody): Refusal[] {
  return [
    ...refuseWords(profile),
    ...refuseTolerance(profile),
    ...refuseTargets(profile),
    ...refuseDelimiters(profile.delimiters),
    ...refuseIdentities(profile),
    ...refuseDocuments(profile),
    ...refuseVendorNumber(profile),
    ...refuseTransport(profile),
  ]
}

function refuseWords({ vendorNumber, supplierName, contactName }: ProfileBody): Refusal[] {
  const missing = (text: string, where: string, what: string) =>
    text.trim() === '' ? [no('missing', where, `${what} is missing.`, 'Fill it in.')] : []
  return [
    ...missing(vendorNumber, '/vendorNumber', 'The vendor number'),
    ...missing(supplierName, '/supplierName', "The supplier's name"),
    ...missing(contactName, '/contactName', "The contact's name"),
  ]
}

function refuseTolerance({ tolerance }: ProfileBody): Refusal[] {
  const percent = (name: 'quantityPercentUnder' | 'quantityPercentOver', most: number): Refusal[] => {
    const read = readDecimal(tolerance[name])
    if (!isRefusal(read) && !isNegative(read) && cmp(read, decimal(most)) <= 0) return []
    const remedy = `Write a number from 0 to ${most}, for example 2.5.`
    return [no('percent', `/tolerance/${name}`, `"${tolerance[name]}" is not a percentage.`, remedy)]
  }
  return [...percent('quantityPercentUnder', 100), ...percent('quantityPercentOver', 1000)]
}

function refuseTargets({ targets, documents }: ProfileBody): Refusal[] {
  const timed = (name: 'order' | 'callOff' | 'commit' | 'decision'): Refusal[] => {
    const target: Target = targets[name]
    if (!('by' in target) || isLocalTime(target.by)) return []
    return [no('not-a-time', `/targets/${name}/by`, `"${target.by}" is not a time.`, 'Write a time like 12:00.')]
  }
  const { warnHours, alarmHours } = targets.acknowledgment
  const early =
    warnHours < alarmHours
      ? []
      : [
          no(
            'warning-after-alarm',
            '/targets/acknowledgment/warnHours',
            `A warning after ${warnHours} h comes too late for an alarm after ${alarmHours} h.`,
            'Warn sooner than the alarm.',
          ),
        ]
  return [
    ...[...timed('order'), ...timed('callOff'), ...timed('commit'), ...timed('decision'), ...early],
    ...refuseNoticeTarget(targets.shipNotice ?? null, documents),
  ]
}

function refuseNoticeTarget(
  target: BeforeDelivery | null,
  { shipNotice = 'none' }: ProfileBody['documents'],
): Refusal[] {
  if (!target) return []
  const where = '/targets/shipNotice'
  if (!isLocalTime(target.by))
    return [no('not-a-time', `${where}/by`, `"${target.by}" is not a time.`, 'Write a time like 16:00.')]
  if (shipNotice !== 'none') return []
  return [
    no(
      'target-without-notice',
      where,
      'It is said until when ship notices are due, and none are agreed.',
      'Agree on ship notices among the documents, or ask for none.',
    ),
  ]
}

/** Signs that values are full of: numbers have points and minus signs, everything has blanks. */
const NEVER_DELIMITERS = ' .-'

export function refuseDelimiters(delimiters: Delimiters): Refusal[] {
  const refusals: Refusal[] = []
  const seen = new Map<string, string>()
  for (const name of ['element', 'component', 'repetition', 'terminator'] as const) {
    const sign = delimiters[name]
    const where = `/delimiters/${name}`
    const code = sign.codePointAt(0) ?? 0
    if (sign.length !== 1 || code === 0 || code > 0xff || /[\p{L}\p{N}]/u.test(sign) || NEVER_DELIMITERS.includes(sign))
      refusals.push(
        no('delimiter', where, `"${sign}" cannot separate anything.`, 'Use one sign that values never hold: * > ^ ~ |'),
      )
    const same = seen.get(sign)
    if (same !== undefined)
      refusals.push(no('delimiter-twice', where, `"${sign}" is the ${same} separator already.`, 'Give each its own.'))
    seen.set(sign, name)
  }
  if (delimiters.lineEnd !== '' && /[\r\n]/.test(delimiters.terminator))
    refusals.push(
      no(
        'line-end-twice',
        '/delimiters/lineEnd',
        'The terminator ends the line already.',
        'Choose no line end, or another terminator.',
      ),
    )
  return refusals
}

function refuseIdentities({ ourIdentity, theirIdentity, delimiters }: ProfileBody): Refusal[] {
  const refusals = [
    ...(ourIdentity ? refuseIdentity(ourIdentity, '/ourIdentity', delimiters) : []),
    ...(theirIdentity ? refuseIdentity(theirIdentity, '/theirIdentity', delimiters) : []),
  ]
  if (
    ourIdentity &&
    theirIdentity &&
    ourIdentity.qualifier === theirIdentity.qualifier &&
    ourIdentity.id === theirIdentity.id
  )
    refusals.push(
      no(
        'identities-equal',
        '/theirIdentity/id',
        'Both parties have the same interchange id.',
        'Ask the partner for its own.',
      ),
    )
  return refusals
}

/** What is too long is counted for the reader; it is never cut. */
const length = (id: string): string => (id.length > 15 ? `, with ${id.length} characters,` : '')

function refuseIdentity({ qualifier, id, groupId }: EdiIdentity, where: string, delimiters: Delimiters): Refusal[] {
  const refusals: Refusal[] = []
  if (!/^[0-9A-Z]{2}$/.test(qualifier))
    refusals.push(
      no(
        'qualifier',
        `${where}/qualifier`,
        `"${qualifier}" is not a qualifier.`,
        'Two characters: ZZ, 01 (DUNS), 12 …',
      ),
    )
  const separators = [delimiters.element, delimiters.component, delimiters.repetition, delimiters.terminator]
  const speakable = (text: string) => /^[\x21-\x7e]+$/.test(text) && !separators.some(sign => text.includes(sign))
  if (!speakable(id) || id.length > 15)
    refusals.push(
      no(
        'interchange-id',
        `${where}/id`,
        `"${id}"${length(id)} cannot be an interchange id.`,
        '1 to 15 letters, digits and signs: no blank, no separator.',
      ),
    )
  // X12 I05 01: Dun & Bradstreet.
  else if (qualifier === '01' && !/^\d{9}$/.test(id))
    refusals.push(no('duns', `${where}/id`, `"${id}" is not a DUNS number.`, 'A DUNS number has nine digits.'))
  // X12 element 142 has 2 to 15 characters.
  if (groupId !== '' && (!speakable(groupId) || groupId.length < 2 || groupId.length > 15))
    refusals.push(
      no(
        'group-id',
        `${where}/groupId`,
        `"${groupId}"${length(groupId)} cannot be a group id.`,
        '2 to 15 letters, digits and signs, no blank; or nothing.',
      ),
    )
  return refusals
}

function refuseDocuments({ documents, transport, ourIdentity, theirIdentity }: ProfileBody): Refusal[] {
  const refusals: Refusal[] = []
  const { order, answer, forecast, shipNotice = 'none' } = documents
  if (answer === '855' && order === 'portal')
    refusals.push(
      no(
        'answer-without-order',
        '/documents/answer',
        'An 855 answers an 850 or 862, and orders stay in the portal.',
        'Send orders as 850 or 862, or take answers in the portal.',
      ),
    )
  if (answer === 'silence' && order !== '862')
    refusals.push(
      no(
        'silence-without-862',
        '/documents/answer',
        'Silence is an answer only to an 862, which refines a forecast and is obeyed.',
        'Choose 862 for orders, or another answer.',
      ),
    )
  const spoken = [order, answer, forecast, shipNotice].filter(each => /^\d/.test(each))
  if (spoken.length > 0 && transport === 'none')
    refusals.push(
      no(
        'documents-without-transport',
        '/transport',
        `${spoken.join(', ')} cannot travel: no transport is chosen.`,
        'Choose HTTPS or folder, or exchange everything in the portal.',
      ),
    )
  if (spoken.length > 0 && transport !== 'none' && (!ourIdentity || !theirIdentity))
    refusals.push(
      no(
        'documents-without-identities',
        ourIdentity ? '/theirIdentity' : '/ourIdentity',
        `${spoken.join(', ')} cannot be addressed: ${ourIdentity ? 'their' : 'our'} interchange id is missing.`,
        'Give both parties a qualifier and an id.',
      ),
    )
  return refusals
}

type Speaking = Pick<ProfileBody, 'vendorNumber' | 'documents' | 'delimiters'>

/** Every order and forecast names the supplier by it: N104 (element 67) takes 2 characters or more, REF02 of an 850 at most 30. */
export function refuseVendorNumber({ vendorNumber, documents, delimiters }: Speaking): Refusal[] {
  const spoken = [documents.order, documents.forecast].filter(each => each !== 'portal')
  const number = vendorNumber.trim()
  if (spoken.length === 0 || number === '') return []
  const most = documents.order === '850' ? 30 : 80
  const { element, component, repetition, terminator } = delimiters
  const separator = [element, component, repetition, terminator].find(sign => number.includes(sign))
  const why =
    separator !== undefined
      ? `it holds "${separator}", which separates`
      : /[^\x20-\x7e]/.test(number)
        ? 'X12 has only letters without accents, digits and signs'
        : number.length < 2 || number.length > most
          ? `it takes 2 to ${most} characters there`
          : undefined
  if (why === undefined) return []
  return [
    no(
      'vendor-number',
      '/vendorNumber',
      `The vendor number "${number}" cannot stand in the ${spoken.join(' and ')}: ${why}.`,
      number.length < 2 ? `Write it longer, for example ${number.padStart(4, '0')}.` : 'Write it otherwise.',
    ),
  ]
}

function refuseTransport({ transport, folderName, webhookUrl }: ProfileBody): Refusal[] {
  const refusals: Refusal[] = []
  if (transport === 'folder' && folderName === null)
    refusals.push(no('folder-missing', '/folderName', 'The folder has no name.', 'Give it one, for example nordlicht.'))
  if (folderName !== null && !/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/.test(folderName))
    refusals.push(
      no(
        'folder-name',
        '/folderName',
        `"${folderName}" cannot be a folder's name.`,
        'Small letters, digits and dashes.',
      ),
    )
  if (webhookUrl !== null && transport !== 'https')
    refusals.push(
      no(
        'webhook-without-https',
        '/webhookUrl',
        'Documents are pushed only over HTTPS, and another transport is chosen.',
        'Choose HTTPS, or leave the address empty.',
      ),
    )
  if (webhookUrl !== null && !isWebAddress(webhookUrl))
    refusals.push(
      no(
        'webhook-url',
        '/webhookUrl',
        `"${webhookUrl}" is not an address that can be pushed to.`,
        'Write it in full, without user or password: https://edi.partner.example/in',
      ),
    )
  return refusals
}
