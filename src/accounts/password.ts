// Passwords: which are refused, and how they are kept (argon2id; OWASP's figures for 19 MiB).
import { hash, verify } from '@node-rs/argon2'
import { type Refusal, Refused, refusal } from '../kernel/errors.ts'
import { newSecret } from '../kernel/ids.ts'
import { PASSWORD_CHARS_MIN } from './api.ts'

const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
/** Each takes 19 MiB and most of a core for 40 ms: more at once would only slow everybody. */
const atOnceMax = 2
/** Those behind would wait longer than a person does. */
const waitingMax = 60

// The commonest of twelve characters and more in published leaks; shorter ones are refused by their length.
const common = new Set(
  `123456789012 1234567890123 12345678901234 123456789123 1234567891011 123123123123 111111111111 000000000000
  121212121212 112233445566 123412341234 987654321012 1234567890qwerty 1qaz2wsx3edc 1q2w3e4r5t6y 1q2w3e4r5t6y7u
  qwertyuiop12 qwertyuiop123 qwertyuiop1234 qwerty123456 qwerty1234567 qwerty12345678 qwertyqwerty qwertyuiopas
  qwertyuiopasdfghjkl qwertyuiopasdfghjklzxcvbnm asdfghjkl123 asdfghjklzxcvbnm zxcvbnm12345 zaq12wsxcde3 qazwsxedcrfv
  qazwsxedc123 passwordpassword password1234 password12345 password123456 password123! password1234! passw0rd1234
  p@ssw0rd1234 p@ssword1234 mypassword12 mypassword123 newpassword1 newpassword123 changeme1234 changemeplease
  changeitnow1 letmeinletmein letmein12345 welcome12345 welcome123456 welcomewelcome admin1234567 administrator
  administrator1 adminadminadmin adminpassword rootpassword testpassword testtesttest test12345678 defaultpassword
  iloveyou1234 iloveyouforever iloveyouiloveyou ilovemyfamily abcdefghijkl abcdefghijklm abcdef123456 abc123abc123
  abcd1234abcd 1234abcd1234 a1b2c3d4e5f6 footballfootball baseball1234 superman1234 princess1234 sunshine1234
  dragon123456 monkey123456 michael12345 jordan123456 liverpool123 manchesterunited chelseafootball unbelievable
  trustno1trustno1 supersecret1 supersecretpassword secretsecret secret123456 correcthorse correcthorsebatterystaple
  summer202020 winter202020 summer2024summer winter2025winter spring2026spring companyname1 pullwirepullwire pullwire1234`.split(
    /\s+/,
  ),
)

/** NFKC: the same pass phrase typed on two keyboards is the same password. */
const normal = (password: string) => password.normalize('NFKC')

/** Says why a new password will not do. `about`: what an attacker would try first, such as the e-mail. */
export function refusePassword(password: string, about: readonly string[], where = '/password'): Refusal | undefined {
  const remedy = 'Several words that make no sentence are easy to keep in mind and hard to guess.'
  const typed = normal(password)
  if ([...typed].length < PASSWORD_CHARS_MIN)
    return refusal('password-short', `A password needs at least ${PASSWORD_CHARS_MIN} characters.`, { where, remedy })
  const small = typed.toLowerCase()
  const obvious = new Set(small).size < 5 || about.some(text => text.toLowerCase() === small)
  if (obvious || common.has(small))
    return refusal('password-common', 'This password is among the first that are guessed.', { where, remedy })
  return undefined
}

let running = 0
const waiting: (() => void)[] = []

async function inTurn<T>(act: () => Promise<T>): Promise<T> {
  if (running >= atOnceMax) {
    if (waiting.length >= waitingMax)
      throw new Refused([refusal('busy', 'Many people are signing in just now. Try again in a moment.')])
    await new Promise<void>(resolve => waiting.push(resolve))
  } else running += 1
  try {
    return await act()
  } finally {
    // The turn is handed on, or given back.
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }
}

export const hashPassword = (password: string): Promise<string> => inTurn(() => hash(normal(password), cost))

let nobodys: Promise<string> | undefined

/** With no hash (no such account) it takes as long as with one: the time tells nobody who has an account. */
export async function verifyPassword(passwordHash: string | null | undefined, password: string): Promise<boolean> {
  nobodys ??= hashPassword(newSecret())
  const known = passwordHash ?? (await nobodys)
  const right = await inTurn(() => verify(known, normal(password)))
  return right && passwordHash !== null && passwordHash !== undefined
}

/** Prepares the hash that stands in for unknown accounts, so that the first of them is not told by its slowness. */
export async function warmUp(): Promise<void> {
  nobodys ??= hashPassword(newSecret())
  await nobodys
}
