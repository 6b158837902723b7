/** Every finding in words, for someone who never read the standard: what is wrong, what to do, who has to act. */
import type { Place, Severity, X12Codes } from './model.ts'

export interface Message {
  readonly severity: Severity
  readonly who: 'sender' | 'receiver' | 'us'
  readonly x12: X12Codes
  readonly text: (place: Place) => string
  readonly remedy: (place: Place) => string
}

const say = (
  severity: Severity,
  x12: X12Codes,
  text: Message['text'],
  remedy: string | Message['remedy'],
): Message => ({
  severity,
  who: 'sender',
  x12,
  text,
  remedy: typeof remedy === 'string' ? () => remedy : remedy,
})
const error = (x12: X12Codes, text: Message['text'], remedy: string | Message['remedy']) =>
  say('error', x12, text, remedy)
const note = (text: Message['text'], remedy = 'Nothing has to be done.') => say('note', {}, text, remedy)

/** "Segment 7 (PO1), element 3 (unit)" */
function where(p: Place): string {
  const segment =
    p.position === undefined ? (p.tag ?? 'The input') : `Segment ${p.position}${p.tag ? ` (${p.tag})` : ''}`
  const parts = [segment]
  if (p.element !== undefined) parts.push(`element ${p.element}${p.name ? ` (${p.name})` : ''}`)
  if (p.component !== undefined) parts.push(`component ${p.component}`)
  if (p.repetition !== undefined) parts.push(`repetition ${p.repetition}`)
  return parts.join(', ')
}
const segmentNamed = (p: Place) => `${p.tag ?? 'A segment'}${p.name ? ` (${p.name})` : ''}`
const inLoop = (p: Place) => (p.loop ? ` in ${p.loop}` : '')
const held = (p: Place) => (p.value === undefined || p.value === '' ? 'is empty' : `is "${p.value}"`)
const expect = (p: Place, otherwise: string) => (p.expected ? `Expected: ${p.expected}.` : otherwise)
const isaField = (ta105: string, what: string, remedy: string) =>
  error({ ta105 }, p => `The interchange header's ${what} ${held(p)}, which is not allowed.`, remedy)

export const messages = {
  // The input as a whole: nobody can be answered, so no acknowledgment code.
  'input.empty': error({}, () => 'The input is empty.', 'Send the document again.'),
  'input.no-interchange': error(
    {},
    () => 'No X12 interchange was found: nothing in the input begins with a readable ISA header.',
    'Check that the right file was sent and that it is X12.',
  ),
  'input.isa-unreadable': error(
    {},
    () => 'An ISA header begins here, but its sixteen fields cannot be told apart.',
    'Send the header with all sixteen fields and its usual 106 characters.',
  ),
  'input.noise': say(
    'warning',
    {},
    p => `Text that belongs to no interchange was passed over: "${p.value ?? ''}".`,
    'Send interchanges only.',
  ),
  'input.byte-order-mark': note(() => 'The input begins with a byte order mark, which was passed over.'),
  'input.wrapped': note(() => 'The input comes in records of 80 characters; they were joined.'),
  'input.too-many-interchanges': error(
    {},
    p => `The input holds more than ${p.expected ?? 'the allowed number of'} interchanges; the rest was not read.`,
    'Send fewer interchanges in one file.',
  ),

  // ISA: TA105.
  'isa.element-separator': error(
    { ta105: '026' },
    p => `The element separator ${held(p)}: a letter, digit or blank cannot separate.`,
    'Use a character that never stands in your values, like "*".',
  ),
  'isa.component-separator': error(
    { ta105: '027' },
    p =>
      `The component separator ${held(p)}: it must be neither letter, digit nor blank, and differ from the other separators.`,
    'Use a character of its own, like ">".',
  ),
  'isa.terminator': error(
    { ta105: '004' },
    p =>
      `The segment terminator ${held(p)}: it must be neither letter, digit nor blank, and differ from the other separators.`,
    'Use a character of its own, like "~".',
  ),
  'isa.repetition-separator': error(
    { ta105: '016' },
    p => `The repetition separator ${held(p)}, the same as another separator.`,
    'Use a character of its own, like "^".',
  ),
  'isa.standards-id': note(
    p => `ISA11 ${held(p)} where "U" is usual for this version; no repetition separator is assumed.`,
  ),
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
  'isa.receiver-unknown': isaField('009', 'receiver id (ISA08)', 'Send it to the id that was agreed.'),
  'isa.date': isaField('014', 'date (ISA09)', 'Send a real date as YYMMDD.'),
  'isa.time': isaField('015', 'time (ISA10)', 'Send a real time as HHMM.'),
  'isa.version': isaField('017', 'version (ISA12)', 'Send five digits, like 00401.'),
  'isa.version-unsupported': isaField('003', 'version (ISA12)', 'Send a version that is in use, like 00401.'),
  'isa.control': isaField('018', 'control number (ISA13)', 'Send nine digits.'),
  'isa.ack-requested': isaField('019', 'acknowledgment wish (ISA14)', 'Send 0 or 1.'),
  'isa.usage': isaField('020', 'usage (ISA15)', 'Send P for production or T for test.'),
  'isa.duplicate': error(
    { ta105: '025' },
    p => `An interchange with control number ${p.value ?? ''} was received before, with other content.`,
    'Give every interchange a control number of its own.',
  ),

  // The interchange around its groups: TA105.
  'interchange.no-trailer': error(
    { ta105: '023' },
    () => 'The interchange has no end: its trailer IEA is missing. Part of it may have been lost.',
    'Send the whole interchange again.',
  ),
  'interchange.truncated': error(
    { ta105: '023' },
    p => `The input ends in the middle of a segment${p.tag ? ` (${p.tag})` : ''}.`,
    'Send the whole interchange again.',
  ),
  'interchange.control-differs': error(
    { ta105: '001' },
    p => `The trailer IEA repeats the control number as "${p.value ?? ''}", the header said "${p.expected ?? ''}".`,
    'Send the same control number in ISA13 and IEA02.',
  ),
  'interchange.count-wrong': error(
    { ta105: '021' },
    p => `The trailer IEA counts "${p.value ?? ''}" groups, ${p.expected ?? ''} were found.`,
    'Count the GS segments in IEA01.',
  ),
  'interchange.stray-segment': error(
    { ta105: '022' },
    p => `Segment ${p.tag ?? ''} stands outside of any transaction set.`,
    'Send every segment between ST and SE.',
  ),
  'interchange.set-outside-group': error(
    { ta105: '022' },
    () => 'A transaction set begins outside of any functional group.',
    'Send GS before the first ST.',
  ),
  'interchange.empty': error(
    { ta105: '024' },
    () => 'The interchange holds neither a group nor an acknowledgment.',
    'Send interchanges only when there is something in them.',
  ),
  'interchange.too-large': error(
    { ta105: '024' },
    p => `The interchange is larger than ${p.expected ?? 'allowed'}; the rest was not read.`,
    'Split the documents over several interchanges.',
  ),
  'interchange.too-many-groups': error(
    { ta105: '024' },
    p => `The interchange has more than ${p.expected ?? 'the allowed number of'} groups; the rest was not read.`,
    'Split the documents over several interchanges.',
  ),
  'interchange.ta1-invalid': say(
    'warning',
    {},
    p => `A TA1 acknowledgment here is not complete: element ${p.element ?? '?'} ${held(p)}.`,
    'Send TA1 with its five elements.',
  ),

  // GS and GE: AK905, and TA105 where the header cannot be used at all.
  'group.field': error(
    { ta105: '024' },
    p =>
      `The group header's element ${p.element ?? '?'}${p.name ? ` (${p.name})` : ''} ${held(p)}, which is not allowed.`,
    p => expect(p, 'Send a valid group header.'),
  ),
  'group.not-supported': error(
    { ak905: '1' },
    p => `The functional id of the group ${held(p)}; no document of that kind is known here.`,
    'Agree the document first, or correct GS01.',
  ),
  'group.version': error(
    { ak905: '2' },
    p => `The version of the group (GS08) ${held(p)}, which cannot be read here.`,
    'Send 004010 or 005010.',
  ),
  'group.no-trailer': error(
    { ak905: '3' },
    () => 'The functional group has no end: its trailer GE is missing.',
    'Send GE after the last set of the group.',
  ),
  'group.control-differs': error(
    { ak905: '4' },
    p => `The trailer GE repeats the control number as "${p.value ?? ''}", the header said "${p.expected ?? ''}".`,
    'Send the same number in GS06 and GE02.',
  ),
  'group.count-wrong': error(
    { ak905: '5' },
    p => `The trailer GE counts "${p.value ?? ''}" sets, ${p.expected ?? ''} were found.`,
    'Count the ST segments in GE01.',
  ),
  'group.control-syntax': error(
    { ak905: '6' },
    p => `The group control number (GS06) ${held(p)}.`,
    'Send one to nine digits.',
  ),
  'group.control-repeated': error(
    { ak905: '19' },
    p => `The group control number ${p.value ?? ''} occurs twice in this interchange.`,
    'Give every group a number of its own.',
  ),
  'group.too-many-sets': error(
    { ak905: '5' },
    p => `The group holds more than ${p.expected ?? 'the allowed number of'} sets; the rest was not read.`,
    'Split the documents over several groups.',
  ),

  // ST and SE: AK502.
  'set.not-supported': error(
    { ak502: '1' },
    p => `Document ${p.value ?? ''} is not taken here.`,
    'Agree the document with your partner first.',
  ),
  'set.no-trailer': error(
    { ak502: '2' },
    () => 'The document has no end: its trailer SE is missing.',
    'Send SE as the last segment.',
  ),
  'set.control-differs': error(
    { ak502: '3' },
    p => `The trailer SE repeats the control number as "${p.value ?? ''}", the header ST said "${p.expected ?? ''}".`,
    'Send the same number in ST02 and SE02.',
  ),
  'set.count-wrong': error(
    { ak502: '4' },
    p => `The trailer SE counts "${p.value ?? ''}" segments, ${p.expected ?? ''} were found (ST and SE included).`,
    'Count all segments from ST to SE in SE01.',
  ),
  'set.id-invalid': error(
    { ak502: '6' },
    p => `The document type (ST01) ${held(p)}.`,
    'Send the three digits of the document type.',
  ),
  'set.wrong-group': error(
    { ak502: '6' },
    p => `Document ${p.value ?? ''} came in a group for other documents.`,
    p => expect(p, 'Put it into a group of its own kind.'),
  ),
  'set.control-invalid': error(
    { ak502: '7' },
    p => `The document's control number (ST02) ${held(p)}.`,
    'Send four to nine characters.',
  ),
  'set.control-repeated': error(
    { ak502: '23' },
    p => `The control number ${p.value ?? ''} was used before in this group.`,
    'Give every document of a group a number of its own.',
  ),
  'set.too-many-segments': error(
    { ak502: '5' },
    p => `The document has more than ${p.expected ?? 'the allowed number of'} segments; the rest was not read.`,
    'Split the document.',
  ),
  'set.nearest-guide': note(
    p => `No guide for version ${p.value ?? ''} exists; ${p.expected ?? 'the nearest'} was used.`,
  ),
  'set.more-findings': note(
    p => `${p.value ?? 'More'} further findings in this document are not listed.`,
    'Correct what is listed, then send again.',
  ),

  // Segments: AK304.
  'segment.unknown': error(
    { ak304: '1' },
    p => `Segment ${p.position ?? ''} begins with "${p.tag ?? ''}", which is no segment of the standard.`,
    'Remove it, or correct the name and the separators before it.',
  ),
  'segment.unexpected': error(
    { ak304: '2' },
    p =>
      `Segment ${p.position ?? ''}, ${segmentNamed(p)}, cannot stand here: it belongs to ${p.expected ?? 'a group of segments'} that has not begun.`,
    'Send it in its place.',
  ),
  'segment.missing': error(
    { ak304: '3' },
    p => `${segmentNamed(p)} is missing${inLoop(p)}: it belongs before segment ${p.position ?? 'the end'}.`,
    p => `Send ${p.tag ?? 'it'} there.`,
  ),
  'segment.loop-too-often': error(
    { ak304: '4' },
    p => `The ${p.tag ?? ''} group of segments repeats more often than ${p.expected ?? 'allowed'}${inLoop(p)}.`,
    'Send fewer of them.',
  ),
  'segment.too-often': error(
    { ak304: '5' },
    p =>
      `Segment ${p.position ?? ''}, ${segmentNamed(p)}, repeats more often than ${p.expected ?? 'allowed'}${inLoop(p)}.`,
    'Send fewer of them.',
  ),
  'segment.not-in-set': error(
    { ak304: '6' },
    p => `Segment ${p.position ?? ''}, ${segmentNamed(p)}, is not used in this document.`,
    'Remove it.',
  ),
  'segment.out-of-order': error(
    { ak304: '7' },
    p => `Segment ${p.position ?? ''}, ${segmentNamed(p)}, comes too late: its place is before what was sent already.`,
    p => expect(p, 'Send the segments in the order of the guide.'),
  ),
  // What the standard allows and a partner's guide does not. A segment that was agreed not to be sent is unexpected.
  'segment.not-agreed': error(
    { ak304: '2', ik304: 'I4' },
    p => `Segment ${p.position ?? ''}, ${segmentNamed(p)}, is not used${inLoop(p)}.`,
    'Leave it away.',
  ),
  'segment.rule-missing': error(
    { ak304: '3', ik304: 'I6' },
    p => `${segmentNamed(p)} is missing${inLoop(p)}: ${p.expected ?? 'it is always wanted'}.`,
    'Send it there.',
  ),
  'segment.binary-length': error(
    { ak304: '8' },
    p =>
      `Segment ${p.position ?? ''} (${p.tag ?? ''}) says it holds ${p.value ?? '?'} bytes, but its end is elsewhere.`,
    'Send the length of the binary data in bytes.',
  ),
  'segment.too-long': error(
    { ak304: '8' },
    p => `Segment ${p.position ?? ''} (${p.tag ?? ''}) is longer than ${p.expected ?? 'allowed'}.`,
    'Check the segment terminators.',
  ),
  'segment.empty': note(
    () => 'Empty segments (two terminators in a row) were passed over.',
    'Send one terminator after each segment.',
  ),
  'segment.trailing-separators': note(
    p => `Segment ${p.position ?? ''} (${p.tag ?? ''}) ends in separators with nothing behind them.`,
    'Leave empty elements at the end away.',
  ),

  // Elements: AK403.
  'element.missing': error({ ak403: '1' }, p => `${where(p)} is missing.`, 'Send it.'),
  'element.condition-paired': error(
    { ak403: '2' },
    p => `${where(p)} is missing: ${p.expected ?? 'it goes together with another'}.`,
    'Send both or neither.',
  ),
  'element.condition-one-of': error(
    { ak403: '2' },
    p => `${where(p)} is missing: ${p.expected ?? 'one of several has to be sent'}.`,
    'Send at least one of them.',
  ),
  'element.condition-needs': error(
    { ak403: '2' },
    p => `${where(p)} is missing: ${p.expected ?? 'another element needs it'}.`,
    'Send it, or leave the other away.',
  ),
  'element.too-many': error(
    { ak403: '3' },
    p => `${where(p)} is one too many: the segment ends before it.`,
    p => expect(p, 'Leave it away.'),
  ),
  'element.too-short': error(
    { ak403: '4' },
    p => `${where(p)} ${held(p)}, which is too short.`,
    p => expect(p, 'Send the whole value.'),
  ),
  'element.too-long': error(
    { ak403: '5' },
    p => `${where(p)} ${held(p)}, which is too long.`,
    p => expect(p, 'Shorten it.'),
  ),
  'element.bad-character': error(
    { ak403: '6' },
    p => `${where(p)} ${held(p)}, which holds a character that is not allowed here.`,
    p => expect(p, 'Remove it.'),
  ),
  'element.not-a-number': error(
    { ak403: '6' },
    p => `${where(p)} ${held(p)}, which is not a number.`,
    p => expect(p, 'Send digits.'),
  ),
  'element.bad-code': error(
    { ak403: '7' },
    p => `${where(p)} ${held(p)}, which is no code of its list.`,
    p => expect(p, 'Send a code of the list.'),
  ),
  'element.bad-date': error(
    { ak403: '8' },
    p => `${where(p)} ${held(p)}, which is not a date.`,
    p => expect(p, 'Send the date as YYYYMMDD.'),
  ),
  'element.bad-time': error(
    { ak403: '9' },
    p => `${where(p)} ${held(p)}, which is not a time of day.`,
    p => expect(p, 'Send the time as HHMM.'),
  ),
  'element.exclusive': error(
    { ak403: '10' },
    p => `${where(p)} must not be sent here: ${p.expected ?? 'it excludes another'}.`,
    'Send only one of them.',
  ),
  // What the standard allows and a partner's guide does not. 997 has no code for an element that was agreed not to be
  // sent: 3, more elements than there may be, says it; 10 would blame a condition between elements that is none.
  'element.not-agreed': error(
    { ak403: '3', ik403: 'I10' },
    p => `${where(p)} ${held(p)}, but is not used.`,
    'Leave it empty.',
  ),
  'element.rule-needs': error(
    { ak403: '2', ik403: 'I9' },
    p => `${where(p)} is missing: ${p.expected ?? 'another element needs it'}.`,
    'Send it.',
  ),
  'element.rule-excludes': error(
    { ak403: '10', ik403: 'I13' },
    p => `${where(p)} must not be sent here: ${p.expected ?? 'another element excludes it'}.`,
    'Leave it empty.',
  ),
  'element.rule-value': error(
    { ak403: '7', ik403: 'I6' },
    p => `${where(p)} ${held(p)}, which does not go with the rest of the segment.`,
    p => expect(p, 'Send the value that was agreed.'),
  ),
  'element.too-many-repetitions': error(
    { ak403: '12' },
    p => `${where(p)} is repeated more often than allowed.`,
    'Send it once.',
  ),
  'element.too-many-components': error(
    { ak403: '13' },
    p => `${where(p)} ${held(p)} has more parts than allowed.`,
    'Leave the parts away, or keep the component separator out of values.',
  ),
  'element.six-digit-date': say(
    'note',
    {},
    p => `${where(p)} ${held(p)}: a date of six digits, read as the nearest century.`,
    'Send the date as YYYYMMDD.',
  ),
  'element.only-blanks': say('warning', {}, p => `${where(p)} holds only blanks.`, 'Leave it empty.'),
} satisfies Record<string, Message>

export type FindingCode = keyof typeof messages
