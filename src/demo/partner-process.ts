// The two suppliers' systems of the demo, as a process of their own: they know the gateway only by its address, key and folder.
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { numbersIn } from './numbers.ts'
import {
  createPartner,
  type Fault,
  type LineAnswer,
  type Partner,
  type PartnerIdentity,
  type PartnerManner,
} from './partner.ts'
import { overHttps, throughFolder } from './partner-transport.ts'

/** What the parent hands over, as JSON in the one argument. */
export interface PartnerProcessOptions {
  systems: {
    us: PartnerIdentity
    them: PartnerIdentity
    https?: { url: string; apiKey: string }
    folder?: string
    numbersFile: string
  }[]
}

const pollMs = 2_000

/** Dice that fall the same way for the same order. */
function dice(number: string, salt: number): number {
  let hash = 2_166_136_261 ^ salt
  for (const letter of number) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 16_777_619)
  return ((hash >>> 0) % 1_000) / 1_000
}

const manner: PartnerManner = {
  line({ number, line }): LineAnswer {
    const roll = dice(`${number}/${line}`, 1)
    if (roll < 0.6) return { act: 'accept' }
    if (roll < 0.85) return { act: 'later', days: 2 + Math.floor(dice(number, 2) * 6) }
    if (roll < 0.95) return { act: 'split' }
    return { act: 'reject' }
  },
  answerAfterMs: ({ number }) => 8_000 + dice(number, 3) * 30_000,
  fault({ number }): Fault | undefined {
    const roll = dice(number, 4)
    if (roll > 0.25) return undefined
    return roll < 0.08 ? 'unknown-order' : roll < 0.16 ? 'bad-code' : 'wrong-count'
  },
}

const { systems } = JSON.parse(process.argv[2] ?? '{"systems":[]}') as PartnerProcessOptions
const partners: Partner[] = systems.map(({ us, them, https, folder = '', numbersFile }) =>
  createPartner({
    us,
    them,
    usage: 'P',
    transport: https ? overHttps(https.url, https.apiKey) : throughFolder(folder, () => `${randomUUID()}.edi`),
    manner,
    clock: () => new Date(),
    numbers: numbersIn(numbersFile),
  }),
)

let running = true
const end = () => {
  running = false
}
// The demo's end, however it comes, is ours too.
process.on('disconnect', () => process.exit(0))
process.on('SIGTERM', end)
process.on('SIGINT', end)
while (running) {
  // The gateway may be restarting: what waits there waits.
  for (const partner of partners)
    await partner.step().catch((error: Error) => process.stderr.write(`partner: ${error.message}\n`))
  await pause(pollMs)
}
// The channel to the parent would keep us here.
process.exit(0)
