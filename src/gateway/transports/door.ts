// Who may send a body at all: asked before a byte of it is read, and how many bytes may be under way at once.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { hashOf } from '../../kernel/ids.ts'

/** A key that opened lately opens again without asking; what it may do is asked with every message. */
const rememberedMs = 60_000
const rememberedMax = 10_000

export const keyOf = ({ headers }: FastifyRequest): string | undefined =>
  /^Bearer\s+(pwk_\S{20,96})$/i.exec(headers.authorization ?? '')?.[1]

/** Remembers by hash which keys were good; asks for others. */
export function rememberedKeys(isGood: (key: string) => Promise<boolean>) {
  const goodUntil = new Map<string, number>()
  return async (key: string): Promise<boolean> => {
    const hash = hashOf(key)
    const until = goodUntil.get(hash)
    if (until !== undefined && performance.now() < until) return true
    goodUntil.delete(hash)
    if (!(await isGood(key))) return false
    if (goodUntil.size >= rememberedMax) goodUntil.clear()
    goodUntil.set(hash, performance.now() + rememberedMs)
    return true
  }
}

/** Counts the bytes that requests may still bring or hold; false when one more would be too much. */
export function roomFor(bytesMax: number, unsaidBytes: number) {
  let held = 0
  return (request: FastifyRequest, reply: FastifyReply): boolean => {
    const said = request.headers['content-length']
    const bytes = said === undefined ? unsaidBytes : Number(said)
    if (held + bytes > bytesMax) return false
    held += bytes
    let left = false
    const leave = () => {
      if (!left) held -= bytes
      left = true
    }
    // Answered, or broken off.
    reply.raw.once('finish', leave).once('close', leave)
    return true
  }
}
