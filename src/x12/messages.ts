/**
 * Every finding in words, for someone who never read the standard: what is wrong, what to do, who has to act. Texts are
 * templates with named fields (wording.ts), so that a translator is handed strings: `wordsFor` takes another catalogue.
 */
import type { Expectation, Place, Severity, X12Codes } from './model.ts'
import { fill, type Phrases, Wording } from './wording.ts'

export interface Message {
  readonly severity: Severity
  /** Who has to act; for a note that asks for nothing, who has done what there was to do. */
  readonly who: 'sender' | 'receiver' | 'us'
  readonly x12: X12Codes
  /** Template of a sentence. */
  readonly text: string
  /** Template of what to do; where `expects`, what would have been right is told instead when it is known. */
  readonly remedy: string
  readonly expects?: true
}

/** The words of one language: `english` here, others from its translators, with the same codes and the same fields. */
export interface Catalogue {
  readonly phrases: Phrases
  readonly messages: Readonly<Record<FindingCode, Pick<Message, 'text' | 'remedy'>>>
  /** What would have been right. */
  readonly expectations: Readonly<Record<ExpectationCode, string | Counted>>
}

/** Words that follow the number `n` given with them. */
interface Counted {
  readonly one: string
  readonly other: string
}

const phrases: Phrases = {
  input: 'The input',
  segmentAt: 'Segment {position}',
  element: 'element {element}',
  component: 'component {component}',
  repetition: 'repetition {repetition}',
  named: '{what} ({name})',
  someSegment: 'A segment',
  inside: ' in {loop}',
  held: 'is "{value}"',
  empty: 'is empty',
  expected: 'Send {expected}.',
}

/** Behind "Send" and within messages; what stands between braces is given with each. */
export const expectations = {
  bytes: '{n} bytes',
  times: { one: 'once', other: '{n} times' },
  characters: { one: 'one character', other: '{n} characters' },
  'characters-where': '{n} characters where {width} stand',
  'characters-from-to': '{from} to {to} characters',
  'characters-at-most': { one: 'at most one character', other: 'at most {n} characters' },
  elements: { one: 'at most one element', other: 'at most {n} elements' },
  parts: { one: 'at most one part', other: 'at most {n} parts' },
  codes: 'one of {codes}',
  'codes-and-more': 'one of {codes} and {n} more',
  digits: 'digits only',
  decimal: 'digits with at most one point and a leading minus',
  date: 'a date of the calendar as YYYYMMDD',
  'group-date': 'a date as YYYYMMDD',
  time: 'HHMM, HHMMSS or HHMMSSDD',
  'group-time': 'a time as HHMM',
  'two-letters': 'two letters',
  'no-control-characters': 'no control characters',
  'basic-characters': 'characters of the X12 basic set',
  'extended-characters': 'characters of the X12 extended set',
  'latin-1-characters': 'characters of Latin-1',
  'all-together': '{elements} go together',
  'one-of-them': 'one of {elements} has to be sent',
  'only-one-of-them': 'only one of {elements} may be sent',
  'needed-by': '{element} needs it',
  'needs-one-of': '{element} needs one of {elements}',
  'in-loop': 'the {loop} group',
  'later-part': 'a later part of the document',
  'group-of-kind': 'a group of kind {group} (GS01) for document {set}',
  'guide-of': 'that of {release}',
} as const
export type ExpectationCode = keyof typeof expectations

const say = (severity: Severity, x12: X12Codes, text: string, remedy: string): Message => ({
  severity,
  who: 'sender',
  x12,
  text,
  remedy,
})
const error = (x12: X12Codes, text: string, remedy: string) => say('error', x12, text, remedy)
/** What would have been right, when it is known, else this remedy. */
const expecting = (x12: X12Codes, text: string, remedy: string): Message => ({
  ...error(x12, text, remedy),
  expects: true,
})
const note = (text: string, remedy: string) => say('note', {}, text, remedy)
/** Read as it was meant: no one has anything to do. */
const passed = (text: string): Message => ({ ...note(text, 'Nothing has to be done.'), who: 'us' })
const isaField = (ta105: string, what: string, remedy: string) =>
  error({ ta105 }, `The interchange header's ${what} {held}, {expected|which is not allowed}.`, remedy)

export const messages = {
  // The input as a whole: nobody can be answered, so no acknowledgment code.
  'input.empty': error({}, 'The input is empty.', 'Send the document again.'),
  'input.no-interchange': error(
    {},
    'No X12 interchange was found: nothing in the input begins with a readable header (ISA).',
    'Check that the right file was sent and that it is X12.',
  ),
  'input.edifact': error(
    {},
    'The input is EDIFACT (it begins with UNA or UNB), and only X12 is read.',
    'Send the document as X12, beginning with its header (ISA).',
  ),
  'input.utf-16': error(
    {},
    'The input is written in UTF-16, two bytes a character, which X12 is never.',
    'Send it with one byte a character: as ASCII, Latin-1 or UTF-8.',
  ),
  'input.isa-unreadable': error(
    {},
    'An interchange header (ISA) begins here, but its sixteen fields cannot be told apart.',
    'Send the header with all sixteen fields and its usual 106 characters.',
  ),
  'input.noise': say(
    'warning',
    {},
    'Text that belongs to no interchange was passed over: "{value}".',
    'Send interchanges only.',
  ),
  'input.byte-order-mark': passed('The input begins with a byte order mark, which was passed over.'),
  'input.wrapped': passed('The input comes in records of 80 characters; they were joined.'),
  'input.too-many-interchanges': error(
    {},
    'The input holds more than {expected|the allowed number of} interchanges; the rest was not read.',
    'Send fewer interchanges in one file.',
  ),

  // ISA: TA105.
  'isa.element-separator': error(
    { ta105: '026' },
    'The element separator {held}: a letter, digit or blank cannot separate.',
    'Use a character that never stands in your values, like "*".',
  ),
  'isa.component-separator': error(
    { ta105: '027' },
    'The component separator {held}: it must be neither letter, digit nor blank, and differ from the other separators.',
    'Use a character of its own, like ">".',
  ),
  'isa.terminator': error(
    { ta105: '004' },
    'The segment terminator {held}: it must be neither letter, digit nor blank, and differ from the other separators.',
    'Use a character of its own, like "~".',
  ),
  'isa.repetition-separator': error(
    { ta105: '016' },
    'The repetition separator {held}, the same as another separator.',
    'Use a character of its own, like "^".',
  ),
  'isa.standards-id': passed(
    'The standards id of the header (ISA11) {held} where "U" is usual for this version; no repetition separator is assumed.',
  ),
  'isa.standards-id-invalid': isaField('016', 'standards id (ISA11)', 'Send U.'),
  'isa.authorization-qualifier': isaField('010', 'authorization qualifier (ISA01)', 'Send 00 unless agreed otherwise.'),
  'isa.authorization': isaField('011', 'authorization information (ISA02)', 'Send ten characters, blanks when unused.'),
  'isa.security-qualifier': isaField('012', 'security qualifier (ISA03)', 'Send 00 unless agreed otherwise.'),
  'isa.security': isaField('013', 'security information (ISA04)', 'Send ten characters, blanks when unused.'),
  'isa.sender-qualifier': isaField(
    '005',
    'sender qualifier (ISA05)',
    'Send the qualifier agreed for your id, like 01 or ZZ.',
  ),
  'isa.sender': isaField('006', 'sender id (ISA06)', 'Send your id, filled with blanks to fifteen characters.'),
  'isa.receiver-qualifier': isaField('007', 'receiver qualifier (ISA07)', 'Send the qualifier agreed for our id.'),
  'isa.receiver': isaField('008', 'receiver id (ISA08)', 'Send our id, filled with blanks to fifteen characters.'),
  'isa.receiver-unknown': error(
    { ta105: '009' },
    'The interchange is addressed to "{value}" (ISA07 and ISA08), which is not our id with this partner.',
    'Send it to the id and qualifier that were agreed.',
  ),
  'isa.date': isaField('014', 'date (ISA09)', 'Send a real date as YYMMDD.'),
  'isa.time': isaField('015', 'time (ISA10)', 'Send a real time as HHMM.'),
  'isa.version': isaField('017', 'version (ISA12)', 'Send five digits, like 00401.'),
  'isa.version-unsupported': isaField('003', 'version (ISA12)', 'Send a version that is in use, like 00401.'),
  'isa.control': isaField('018', 'control number (ISA13)', 'Send nine digits.'),
  'isa.ack-requested': isaField('019', 'acknowledgment wish (ISA14)', 'Send 0 or 1.'),
  'isa.usage': isaField('020', 'usage (ISA15)', 'Send P for production or T for test.'),
  'isa.duplicate': error(
    { ta105: '025' },
    'An interchange with control number {value|as it has} was received before, with other content.',
    'Give every interchange a control number of its own.',
  ),

  // The interchange around its groups: TA105.
  'interchange.no-trailer': error(
    { ta105: '023' },
    'The interchange has no end: its trailer (IEA) is missing. Part of it may have been lost.',
    'Send the whole interchange again.',
  ),
  'interchange.truncated': error(
    { ta105: '023' },
    'The input ends in the middle of segment {tag|it was reading}: the rest of it may have been lost on the way.',
    'Send the whole interchange again.',
  ),
  'interchange.control-differs': error(
    { ta105: '001' },
    'The interchange trailer (IEA) repeats the control number as "{value|nothing}", the header said "{expected|another}".',
    'Send the same control number in the header (ISA13) and the trailer (IEA02).',
  ),
  'interchange.count-wrong': error(
    { ta105: '021' },
    'The interchange trailer (IEA) counts "{value|nothing}" groups, but {expected|others} came.',
    'Send the number of groups in the trailer (IEA01).',
  ),
  'interchange.stray-segment': error(
    { ta105: '022' },
    '{segment} stands outside of any document.',
    'Send every segment inside a document, between its first (ST) and its last (SE).',
  ),
  'interchange.set-outside-group': error(
    { ta105: '022' },
    'A document (ST) begins outside of any group.',
    'Send a group header (GS) before the first document.',
  ),
  'interchange.empty': error(
    { ta105: '024' },
    'The interchange holds neither a group nor an acknowledgment.',
    'Send interchanges only when there is something in them.',
  ),
  'interchange.too-large': error(
    { ta105: '024' },
    'The interchange is larger than {expected|allowed}; the rest was not read.',
    'Split the documents over several interchanges.',
  ),
  'interchange.too-many-groups': error(
    { ta105: '024' },
    'The interchange has more than {expected|the allowed number of} groups; the rest was not read.',
    'Split the documents over several interchanges.',
  ),
  'interchange.ta1-invalid': say(
    'warning',
    {},
    'An interchange acknowledgment (TA1) here is not complete: its element {element|of five} {held}.',
    'Send it with its five elements: control number, date, time, code and note.',
  ),

  // GS and GE: AK905, and TA105 where the header cannot be used at all.
  'group.field': expecting(
    { ta105: '024' },
    'The group header (GS) is wrong in element {element|one of eight} ({name|a field}): it {held}.',
    'Send a valid group header.',
  ),
  'group.not-supported': error(
    { ak905: '1' },
    'The kind of the group (GS01) {held}; no document of that kind is known here.',
    'Agree the document first, or correct the kind of the group (GS01).',
  ),
  'group.version': error(
    { ak905: '2' },
    'The version of the group (GS08) {held}, which cannot be read here.',
    'Send 004010 or 005010.',
  ),
  'group.no-trailer': error(
    { ak905: '3' },
    'The group has no end: its trailer (GE) is missing.',
    'Send the trailer (GE) after the last document of the group.',
  ),
  'group.control-differs': error(
    { ak905: '4' },
    'The group trailer (GE) repeats the control number as "{value|nothing}", the header said "{expected|another}".',
    'Send the same number in the header (GS06) and the trailer (GE02).',
  ),
  'group.count-wrong': error(
    { ak905: '5' },
    'The group trailer (GE) counts "{value|nothing}" documents, but {expected|others} came.',
    'Send the number of documents in the trailer (GE01).',
  ),
  'group.control-syntax': error(
    { ak905: '6' },
    'The group control number (GS06) {held}, which is not a number of one to nine digits.',
    'Send one to nine digits.',
  ),
  'group.control-repeated': error(
    { ak905: '19' },
    'The group control number {value|it has} (GS06) occurs twice in this interchange.',
    'Give every group a number of its own.',
  ),
  'group.too-many-sets': error(
    { ak905: '5' },
    'The group holds more than {expected|the allowed number of} documents; the rest was not read.',
    'Split the documents over several groups.',
  ),

  // ST and SE: AK502.
  'set.not-supported': error(
    { ak502: '1' },
    'Documents of type {value|that is sent here} are not taken here.',
    'Agree the document with your partner first.',
  ),
  'set.no-trailer': error(
    { ak502: '2' },
    'The document has no end: its trailer (SE) is missing.',
    'Send the trailer (SE) as the last segment.',
  ),
  'set.control-differs': error(
    { ak502: '3' },
    'The document trailer (SE) repeats the control number as "{value|nothing}", the header said "{expected|another}".',
    'Send the same number in the header (ST02) and the trailer (SE02).',
  ),
  'set.count-wrong': error(
    { ak502: '4' },
    'The document trailer (SE) counts "{value|nothing}" segments, but {expected|others} came, header and trailer included.',
    'Count all segments, from the header (ST) to the trailer (SE) itself, in the trailer (SE01).',
  ),
  'set.id-invalid': error(
    { ak502: '6' },
    'The document type (ST01) {held}, which is not a type of three digits.',
    'Send the three digits of the document type, like 850.',
  ),
  'set.wrong-group': expecting(
    { ak502: '6' },
    'A document of type {value|unknown} came in a group for other documents.',
    'Put it into a group of its own kind.',
  ),
  'set.control-invalid': error(
    { ak502: '7' },
    'The document control number (ST02) {held}, which is not four to nine characters without blanks.',
    'Send four to nine characters.',
  ),
  'set.control-repeated': error(
    { ak502: '23' },
    'The document control number {value|it has} (ST02) was used before in this group.',
    'Give every document of a group a number of its own.',
  ),
  'set.too-many-segments': error(
    { ak502: '5' },
    'The document has more than {expected|the allowed number of} segments; the rest was not read.',
    'Split the document.',
  ),
  'set.nearest-guide': passed(
    'No guide for version {value|that was sent} exists; {expected|the nearest} was used to read it.',
  ),
  'set.more-findings': note(
    'Not listed are {value|some} further findings in this document.',
    'Correct what is listed, then send again.',
  ),

  // Segments: AK304.
  'segment.unknown': error(
    { ak304: '1' },
    'Segment {position|here} begins with "{tag|something else}", which is no segment of the standard.',
    'Send {expected|a segment of the standard} in its place, or remove it. The separators before it may be wrong.',
  ),
  'segment.unexpected': error(
    { ak304: '2' },
    '{placed}, cannot stand here: it belongs to {expected|a group of segments} that has not begun.',
    'Send it in its place.',
  ),
  'segment.missing': error(
    { ak304: '3' },
    '{segment} is missing{inside}: it belongs before segment {position|at the end}.',
    'Send {tag|it} there.',
  ),
  'segment.loop-too-often': error(
    { ak304: '4' },
    'The {tag|same} group of segments repeats more often than {expected|allowed}{inside}.',
    'Send fewer of them.',
  ),
  'segment.too-often': error(
    { ak304: '5' },
    '{placed}, repeats more often than {expected|allowed}{inside}.',
    'Send fewer of them.',
  ),
  'segment.not-in-set': error({ ak304: '6' }, '{placed}, is not used in this document.', 'Remove it.'),
  'segment.out-of-order': expecting(
    { ak304: '7' },
    '{placed}, comes too late: its place is before what was sent already.',
    'Send the segments in the order of the guide.',
  ),
  // What the standard allows and a partner's guide does not. A segment that was agreed not to be sent is unexpected.
  'segment.not-agreed': error({ ak304: '2', ik304: 'I4' }, '{placed}, is not used{inside}.', 'Leave it away.'),
  'segment.rule-missing': error(
    { ak304: '3', ik304: 'I6' },
    '{segment} is missing{inside}: {expected|it is always wanted}.',
    'Send it there.',
  ),
  'segment.binary-length': error(
    { ak304: '8' },
    '{where} says it holds {value|some} bytes, but its end is elsewhere.',
    'Send the length of the binary data in bytes.',
  ),
  'segment.too-long': error(
    { ak304: '8' },
    '{where} is longer than {expected|allowed}.',
    'Check the segment terminators: one may be missing.',
  ),
  'segment.empty': note(
    'Empty segments (two terminators in a row) were passed over.',
    'Send one terminator after each segment.',
  ),
  'segment.trailing-separators': note(
    '{where} ends in separators with nothing behind them.',
    'Leave empty elements at the end away.',
  ),

  // Elements: AK403.
  'element.missing': error({ ak403: '1' }, '{where} is missing.', 'Send it.'),
  'element.condition-paired': error(
    { ak403: '2' },
    '{where} is missing: {expected|it goes together with another}.',
    'Send both or neither.',
  ),
  'element.condition-one-of': error(
    { ak403: '2' },
    '{where} is missing: {expected|one of several has to be sent}.',
    'Send at least one of them.',
  ),
  'element.condition-needs': error(
    { ak403: '2' },
    '{where} is missing: {expected|another element needs it}.',
    'Send it, or leave the other away.',
  ),
  'element.too-many': expecting(
    { ak403: '3' },
    '{where} is one too many: the segment ends before it.',
    'Leave it away.',
  ),
  'element.too-short': expecting({ ak403: '4' }, '{where} {held}, which is too short.', 'Send the whole value.'),
  'element.too-long': expecting({ ak403: '5' }, '{where} {held}, which is too long.', 'Shorten it.'),
  'element.bad-character': expecting(
    { ak403: '6' },
    '{where} {held}, which holds a character that is not allowed here.',
    'Remove it.',
  ),
  'element.not-a-number': expecting({ ak403: '6' }, '{where} {held}, which is not a number.', 'Send digits.'),
  'element.bad-code': expecting(
    { ak403: '7' },
    '{where} {held}, which is no code of its list.',
    'Send a code of the list.',
  ),
  'element.bad-date': expecting({ ak403: '8' }, '{where} {held}, which is not a date.', 'Send the date as YYYYMMDD.'),
  'element.bad-time': expecting(
    { ak403: '9' },
    '{where} {held}, which is not a time of day.',
    'Send the time as HHMM.',
  ),
  'element.exclusive': error(
    { ak403: '10' },
    '{where} must not be sent here: {expected|it excludes another}.',
    'Send only one of them.',
  ),
  // What the standard allows and a partner's guide does not. 997 has no code for an element that was agreed not to be
  // sent: 3, more elements than there may be, says it; 10 would blame a condition between elements that is none.
  'element.not-agreed': error({ ak403: '3', ik403: 'I10' }, '{where} {held}, but is not used.', 'Leave it empty.'),
  'element.rule-needs': error(
    { ak403: '2', ik403: 'I9' },
    '{where} is missing: {expected|another element needs it}.',
    'Send it.',
  ),
  'element.rule-excludes': error(
    { ak403: '10', ik403: 'I13' },
    '{where} must not be sent here: {expected|another element excludes it}.',
    'Leave it empty.',
  ),
  'element.rule-value': expecting(
    { ak403: '7', ik403: 'I6' },
    '{where} {held}, which does not go with the rest of the segment.',
    'Send the value that was agreed.',
  ),
  'element.too-many-repetitions': error(
    { ak403: '12' },
    '{where} is repeated more often than allowed.',
    'Send it once.',
  ),
  'element.too-many-components': error(
    { ak403: '13' },
    '{where} {held} and has more parts than allowed.',
    'Leave the parts away, or keep the component separator out of values.',
  ),
  'element.six-digit-date': note(
    '{where} {held}: a date of six digits, read as the nearest century.',
    'Send the date as YYYYMMDD.',
  ),
  'element.only-blanks': say('warning', {}, '{where} holds only blanks.', 'Leave it empty.'),
} satisfies Record<string, Message>

export type FindingCode = keyof typeof messages

export const english: Catalogue = { phrases, messages, expectations }

/** What would have been right, in the words of a catalogue. */
export function expectedIn(catalogue: Catalogue, { phrase, with: fields = {} }: Expectation): string {
  const words = catalogue.expectations[phrase]
  if (typeof words === 'string') return fill(words, fields)
  return fill(fields.n === '1' ? words.one : words.other, fields)
}

/** What is wrong and what to do, in the words of a catalogue. A finding is a place: it can be told again in any. */
export function wordsFor(
  code: FindingCode,
  place: Place,
  catalogue: Catalogue = english,
): { text: string; remedy: string } {
  const { phrases, messages: words } = catalogue
  const wording = wordingOf(phrases)
  const { expects }: Message = messages[code]
  const told = place.expects ? { ...place, expected: expectedIn(catalogue, place.expects) } : place
  const remedy = expects && told.expected ? phrases.expected : words[code].remedy
  return { text: wording.render(words[code].text, told), remedy: wording.render(remedy, told) }
}

const wordings = new WeakMap<Phrases, Wording>()

function wordingOf(phrases: Phrases): Wording {
  const ready = wordings.get(phrases) ?? new Wording(phrases)
  wordings.set(phrases, ready)
  return ready
}
