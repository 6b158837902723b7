// Pushes what we wrote to a partner's URL: signed, to the address that was checked, without following anybody.
import { createHmac } from 'node:crypto'
import { type IncomingMessage, request as plain } from 'node:http'
import { request as secure } from 'node:https'
import type { LookupFunction } from 'node:net'
import { type Deliver, NoAnswer } from '../deliver.ts'
import { type Permitted, permit, type Resolver } from '../egress.ts'

export interface WebhookOptions {
  egressAllow: readonly string[]
  resolve?: Resolver | undefined
  answerWithinMs?: number | undefined
}

/** A system that takes longer is tried again. */
const answerWithinUsualMs = 20_000
/** Of an answer only its beginning is kept, to be shown. */
const answerBytesMax = 2_000

/** The partner verifies: HMAC-SHA256 over `id.timestamp.body` with the secret of the relationship. */
export function signatureOf(secret: string, id: string, timestamp: string, body: Uint8Array): string {
  return `v1=${createHmac('sha256', secret).update(`${id}.${timestamp}.`).update(body).digest('hex')}`
}

export const byWebhook =
  ({ egressAllow, resolve, answerWithinMs = answerWithinUsualMs }: WebhookOptions): Deliver =>
  async ({ id, setIds, control, sha256, bytes, relationship, now }) => {
    const { webhookUrl, webhookSecret } = relationship
    if (!webhookUrl) return 'collectable'
    const permitted = await permit(webhookUrl, egressAllow, resolve)
    const timestamp = String(Math.floor(now.getTime() / 1_000))
    const headers: Record<string, string> = {
      'content-type': 'application/edi-x12',
      'content-length': String(bytes.length),
      'user-agent': 'Pullwire',
      // The same on every try, so that the partner can tell a repeat.
      'pullwire-message-id': id,
      'pullwire-control': control,
      'pullwire-sets': setIds.join(','),
      'pullwire-sha256': sha256,
      'pullwire-timestamp': timestamp,
      ...(webhookSecret ? { 'pullwire-signature': signatureOf(webhookSecret, id, timestamp, bytes) } : {}),
    }
    const { status, text } = await post(permitted, headers, bytes, answerWithinMs)
    if (status >= 200 && status < 300) return 'delivered'
    const redirect = status >= 300 && status < 400 ? ' Redirects are not followed.' : ''
    throw new Error(`${permitted.url.host} answered ${status}.${redirect} ${text}`.trim())
  }

function post(
  { url, address, family }: Permitted,
  headers: Record<string, string>,
  body: Buffer,
  withinMs: number,
): Promise<{ status: number; text: string }> {
  // Node asks for one address or for all; either way it gets the one that was checked.
  const lookup: LookupFunction = (_host, options, done) => {
    if (options.all) done(null, [{ address, family }])
    else done(null, address, family)
  }
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? secure : plain
    const request = send(url, { method: 'POST', headers, lookup, agent: false, signal: AbortSignal.timeout(withinMs) })
    request.on('response', response => {
      const { statusCode: status = 0 } = response
      // The status is the answer: a body that never ends, or breaks off, makes no failure of what was taken.
      const text = beginningOf(response)
      if (status >= 200 && status < 300) resolve({ status, text: '' })
      else void text.then(words => resolve({ status, text: words }))
    })
    request.on('error', error => reject(new NoAnswer(inWords(error, url.host, withinMs))))
    request.end(body)
  })
}

/** What came of the answer's text until there was enough, or no more. Never throws. */
async function beginningOf(response: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  let size = 0
  try {
    for await (const part of response as AsyncIterable<Buffer>) {
      parts.push(part)
      size += part.length
      if (size >= answerBytesMax) break
    }
  } catch {
    // Cut off: what came until then is shown.
  }
  return Buffer.concat(parts)
    .toString('utf8')
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, 200)
}

function inWords(error: Error & { code?: string }, host: string, withinMs: number): string {
  if (error.name === 'AbortError' || error.name === 'TimeoutError')
    return `${host} did not answer within ${withinMs / 1_000} s.`
  return `${host} could not be reached (${error.code ?? error.message}).`
}
