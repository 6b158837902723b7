// What is read out of reports by several mail servers, and what is refused.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cameBack, type Sample } from '../../test/bounced-mail.ts'
import { readReport } from './delivery-report.ts'
import { Malformed } from './mime.ts'
import { verdictOn } from './report-words.ts'

const mail = { messageId: '<5f0c1e8d2a5f0c1e8d2a5f0c1e8d2a5f@portal.example>', to: 'mara@nordlicht.example' }
const bytes = (text: string) => Buffer.from(text)
const read = (sample: Sample) => readReport(bytes(cameBack(sample, mail)))
const told = (sample: Sample) => verdictOn(read(sample)?.standings ?? [], mail.to)
const samples: readonly Sample[] = [
  ...(['postfix-unknown', 'postfix-delayed', 'postfix-expired', 'exchange-online', 'gmail', 'exim'] as const),
  'international',
]

describe('a report', () => {
  it.each(samples)('by %s tells which mail it is about, with either end of line', sample => {
    expect(read(sample)?.messageId).toBe(mail.messageId)
    const crlf = cameBack(sample, mail).replaceAll('\n', '\r\n')
    expect(readReport(bytes(crlf))).toEqual(read(sample))
  })

  it.each<[Sample, string, string]>([
    [
      'postfix-unknown',
      'bounced',
      'Came back: there is no such mailbox (5.1.1). mx.nordlicht.example said: 550 5.1.1 <mara@nordlicht.example>: Recipient address rejected: User unknown in virtual mailbox table',
    ],
    [
      'exchange-online',
      'bounced',
      'Came back: there is no such mailbox, or its domain takes no mail (5.1.10). VI1PR04MB5678.eurprd04.prod.outlook.example said: 550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup',
    ],
    [
      'gmail',
      'bounced',
      "Came back: there is no such mailbox (5.1.1). mx.nordlicht.example said: 550-5.1.1 The email account that you tried to reach does not exist. Please try 550-5.1.1 double-checking the recipient's email address for typos or 550 5.1.1 unnecessary spaces. x12-20020a05 - gsmtp",
    ],
    ['exim', 'bounced', 'Came back: the mailbox is full (5.2.2). mx.nordlicht.example said: 552 5.2.2 mailbox full'],
    [
      'international',
      'bounced',
      'Came back: the mailbox is switched off (5.2.1) (sent on to mära@grün.example). mx.gruen.example said: 550 5.2.1 Postfach für mära abgeschaltet',
    ],
    [
      'postfix-expired',
      'failed',
      'Came back, given up on the way: the other mail server did not answer (4.4.1). mx1.velowerk.example said: connect to mx.nordlicht.example[192.0.2.25]:25: Connection timed out',
    ],
    [
      'postfix-delayed',
      'going on',
      'Delayed: the other mail server did not answer (4.4.1). mx1.velowerk.example said: connect to mx.nordlicht.example[192.0.2.25]:25: Connection timed out. It is tried until Tue 1 Dec 2026, 09:15 UTC.',
    ],
  ])('by %s comes to "%s", in words', (sample, kind, words) => {
    expect(told(sample)).toEqual({ kind, words })
  })

  it('of one who did not get it, where another did, lets the mail stand', () => {
    const both = cameBack('exim', mail).replace(
      'Action: failed\nFinal',
      'Action: delivered\nFinal-Recipient: rfc822;ole@nordlicht.example\nStatus: 2.0.0\n\nAction: failed\nFinal',
    )
    expect(verdictOn(readReport(bytes(both))?.standings ?? [], mail.to)).toMatchObject({
      kind: 'going on',
      words: expect.stringMatching(/^Not for all: the mailbox is full/),
    })
  })

  it('of success comes to nothing', () => {
    const well = cameBack('exim', mail).replace('Action: failed', 'Action: relayed').replace('5.2.2\n', '2.0.0\n')
    expect(verdictOn(readReport(bytes(well))?.standings ?? [], mail.to)).toBeUndefined()
  })

  it('says nothing that steers a screen, and not without end', () => {
    const long = cameBack('exim', mail).replace(
      'smtp; 552 5.2.2 mailbox full\n\n',
      `smtp; \u202e\u0007${'no '.repeat(9_000)}\n\n`,
    )
    const words = verdictOn(readReport(bytes(long))?.standings ?? [], mail.to)?.words ?? ''
    expect(words).not.toMatch(/[\p{Cc}\p{Cf}]/u)
    expect(words.length).toBeLessThan(450)
  })
})

describe('what is no report', () => {
  it.each([
    ['a mail of a person', 'From: mara@nordlicht.example\nSubject: Re: Order 4711\n\nI am on it.\n'],
    [
      'a receipt of reading',
      'Content-Type: multipart/report; report-type=disposition-notification; boundary=a\n\n--a--\n',
    ],
    ['a report within a mail', `Content-Type: multipart/mixed; boundary=a\n\n--a\n${cameBack('exim', mail)}\n--a--\n`],
    ['nothing at all', ''],
    ['no mail', '\u0000\u0001\u0002'],
    ['two kinds at once', cameBack('exim', mail).replace('MIME-Version: 1.0', 'Content-Type: text/plain')],
  ])('is none: %s', (_what, text) => {
    expect(readReport(bytes(text))).toBeUndefined()
  })
})

describe('a report that is not as the standard says', () => {
  const exim = cameBack('exim', mail)
  it.each([
    ['cut off', exim.slice(0, -60), 'ends before'],
    ['without a boundary', exim.replace(/; boundary=\S+/, ''), 'boundary'],
    [
      'of two mails',
      exim.replace('Subject: Order', `Message-ID: <other@portal.example>\nSubject: Order`),
      'several fields',
    ],
    ['with another second part', exim.replace('message/delivery-status', 'text/plain'), 'second part'],
    ['with another third part', exim.replace('text/rfc822-headers', 'application/zip'), 'third part'],
    [
      'with a fourth part',
      exim.replace('Content-type: text/plain', 'X-A: b\n\n--1795684508-eximdsn-1804289383\nContent-type: text/plain'),
      'more than 3',
    ],
    ['of nobody', exim.replace(/\nAction: failed[\s\S]*?full\n/, ''), 'whom the mail was for'],
    ['without a status', exim.replace('Status: 5.2.2\n', ''), 'lacks the field status'],
    ['of an unknown action', exim.replace('Action: failed', 'Action: eaten'), 'action'],
    ['that contradicts itself', exim.replace('Status: 5.2.2', 'Status: 2.0.0'), 'both failed and well'],
    [
      'in an unknown encoding',
      exim.replace('text/rfc822-headers\n', 'text/rfc822-headers\nContent-Transfer-Encoding: x-uue\n'),
      'encoded',
    ],
    ['with a line that is no field', exim.replace('Action: failed', 'Action failed'), 'no field'],
    [
      'of too many',
      exim.replace('Reporting-MTA', `${'Final-Recipient: a;b\n\n'.repeat(60)}Reporting-MTA`),
      'more than 50',
    ],
  ])('is refused in words: %s', (_what, text, words) => {
    expect(() => readReport(bytes(text))).toThrow(Malformed)
    expect(() => readReport(bytes(text))).toThrow(words)
  })

  it('is never more than refused, whatever the bytes', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...samples),
        fc.array(fc.tuple(fc.nat(4_000), fc.nat(40), fc.uint8Array({ maxLength: 40 })), { minLength: 1, maxLength: 8 }),
        (sample, changes) => {
          let text = bytes(cameBack(sample, mail))
          for (const [at, gone, put] of changes)
            text = Buffer.concat([text.subarray(0, at), put, text.subarray(at + gone)])
          try {
            const report = readReport(text)
            if (report) verdictOn(report.standings, mail.to)
          } catch (error) {
            expect(error).toBeInstanceOf(Malformed)
          }
        },
      ),
      { numRuns: 3_000 },
    )
  })
})
