// Identifiers and secrets.
import { createHash, randomBytes } from 'node:crypto'
import { v7 } from 'uuid'

/** A time-ordered UUID (RFC 9562 version 7): new rows land at the end of an index. */
export const newId = (): string => v7()

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
export const isUuid = (text: string): boolean => uuidForm.test(text)

/** 256 random bits, URL-safe. Shown once; only its hash is stored. */
export const newSecret = (prefix = ''): string => prefix + randomBytes(32).toString('base64url')

/** SHA-256, hex. Right for secrets of 256 random bits; passwords take argon2 instead. */
export const hashOf = (secret: string | Uint8Array): string => createHash('sha256').update(secret).digest('hex')
