// A file of 100 MB while another partner sends short interchanges: how long these wait, and the process is held up.
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { agree } from '#product/demo/set-up'
import { partnersApi } from '#product/partners/api'
import { schedule } from '../test/schedule.ts'
import { addPartner, answerTo, type BenchPartner, until } from './interchanges.ts'
import { type Claim, type Ground, openGround, summed } from './measure.ts'

const megabytes = 100
const shortEveryMs = 250

export const large: Claim = async ({ runs, say }) => {
  const ground = await openGround()
  const fast = await addPartner(ground)
  const folder = await addFolder(ground)
  const slowest: number[] = []
  const heldUp: number[] = []
  const heldUpAlone: number[] = []
  let control = 0
  const short = () => shortOne(ground, fast, ++control)
  // The first run is that of a process just started: its thread and its plans are not there yet.
  for (let run = 0; run <= runs; run++) {
    const alone = await during(short, () => pause(5_000))
    const bytes = schedule(run + 1, megabytes, { from: 'LONG', to: 'BENCH' })
    const seen = await during(short, () => taken(ground, folder, bytes, run + 1))
    say(
      `${seen.count} short ones answered within ${seen.slowestMs.toFixed(0)} ms, held up ${seen.heldUpMs.toFixed(0)} ms; ` +
        `without it ${alone.slowestMs.toFixed(0)} and ${alone.heldUpMs.toFixed(0)} ms`,
    )
    if (run === 0) continue
    slowest.push(seen.slowestMs / 1_000)
    heldUp.push(seen.heldUpMs)
    heldUpAlone.push(alone.heldUpMs)
  }
  await ground.stop()
  const what = `while ${megabytes} MB come by file`
  const held = summed(`longest that the process was held up ${what}`, 'ms', heldUp, { target: 50 })
  const alone = summed('', 'ms', heldUpAlone).median
  return [
    summed(`slowest answer to a short interchange ${what}`, 's', slowest, { target: 2 }),
    { ...held, ratio: { value: held.median / alone, of: 'without' } },
  ]
}

/** One who leaves files; the path of the folder that they are left in. */
async function addFolder({ anna, calendarId, folderRoot }: Ground): Promise<string> {
  const added = await anna.call(partnersApi.addSupplier, {
    body: { name: 'Long GmbH', vendorNumber: 'V2', contactName: 'Kim', contactEmail: 'kim@long.example', calendarId },
  })
  const { folder } = await agree(anna, added, {
    transport: 'folder',
    usage: 'P',
    folderName: 'long',
    ourIdentity: { qualifier: 'ZZ', id: 'BENCH', groupId: 'BENCH' },
    theirIdentity: { qualifier: 'ZZ', id: 'LONG', groupId: 'LONG' },
    documents: { order: '850', answer: '855', forecast: 'portal', commit: 'none' },
  })
  return join(folderRoot, folder ?? '', 'in')
}

/** Short interchanges, one after the other, as long as something lasts. */
async function during(short: () => Promise<number>, lasts: () => Promise<unknown>) {
  let over = false
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  const end = lasts().finally(() => {
    over = true
  })
  const took: number[] = []
  while (!over) {
    took.push(await short())
    await pause(shortEveryMs)
  }
  await end
  delay.disable()
  return { count: took.length, slowestMs: Math.max(...took), heldUpMs: delay.max / 1e6 }
}

/** Until its 997 is written. The order it answers does not exist: that is for a person to see to. */
async function shortOne({ started, place }: Ground, { key }: BenchPartner, control: number): Promise<number> {
  const began = performance.now()
  const answer = await fetch(`${place.url}/edi/v1/interchanges`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/edi-x12' },
    body: answerTo('NO-SUCH', control),
  })
  const { messages } = (await answer.json()) as { messages: { id: string }[] }
  await until(
    started,
    `select exists (select from interchanges where direction = 'out' and related_id = '${messages[0]?.id}') as done`,
  )
  return performance.now() - began
}

async function taken({ started }: Ground, folder: string, bytes: Buffer, control: number): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, '.schedule.tmp'), bytes)
  await rename(join(folder, '.schedule.tmp'), join(folder, `schedule-${control}.edi`))
  await until(
    started,
    `select count(*) = ${control} as done from interchanges
      where direction = 'in' and sender_id = 'LONG' and status <> 'received'`,
  )
}
