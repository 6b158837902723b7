// X12 as the partners of the small world write it, and how they hand it over.
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PartnerIdentity } from '../src/demo/partner.ts'
import { hierarchy, loops, readInterchanges, type SegmentToWrite, writeInterchange } from '../src/x12/index.ts'
import { nextControl, type SmallWorld, velowerk, wheelworks } from './world.ts'

export interface Said {
  from?: PartnerIdentity
  to?: PartnerIdentity
  /** ISA13 and GS06. */
  control?: number
  usage?: 'P' | 'T'
  ackRequested?: boolean
  /** Order numbers, each answered by a set of its own. */
  orders: string[]
  /** BAK02, ACK01 and what they speak of. */
  code?: string
  line?: string
  quantity?: string
  /** YYYYMMDD */
  date?: string
}

/** An 855 that answers orders of one line each. */
export function said855({
  from = wheelworks,
  to = velowerk,
  control = nextControl(),
  usage = 'P',
  ackRequested = false,
  orders,
  code = 'AD',
  line = 'IA',
  quantity = '100',
  date = '20270301',
}: Said): Buffer {
  const sets = orders.map((order, i) => ({
    id: '855',
    control: String(i + 1).padStart(4, '0'),
    segments: [
      ['BAK', '00', code, order, '20260302'],
      ['PO1', '1', quantity, 'EA'],
      ['ACK', line, quantity, 'EA', '067', date],
      ['CTT', '1'],
    ] as SegmentToWrite[],
  }))
  return Buffer.from(writeInterchange({ ...between(from, to, control), usage, ackRequested }, 'PR', sets))
}

/** An 856: one line of an order, or of each of several, is on its way, on a pallet. */
export function said856(
  order: string | string[],
  number: string,
  quantity: string,
  shipDate: string,
  purpose = '00',
): Buffer {
  const segments: SegmentToWrite[] = [
    ['BSN', purpose, number, '20260302', '0930', '0001'],
    ...hierarchy([
      {
        ...{ kind: 'S', segments: [['DTM', '011', shipDate.replaceAll('-', '')]] },
        children: [order].flat().map(each => ({
          ...{ kind: 'O', segments: [['PRF', each]] },
          children: [
            {
              ...{ kind: 'T', segments: [['MAN', 'GM', '00034012345000000018']] },
              children: [
                {
                  kind: 'I',
                  segments: [
                    ['LIN', '', 'PL', '1'],
                    ['SN1', '', quantity, 'EA'],
                  ],
                },
              ],
            },
          ],
        })),
      },
    ]),
  ]
  const envelope = { ...between(wheelworks, velowerk, nextControl()), usage: 'P' as const }
  return Buffer.from(writeInterchange(envelope, 'SH', [{ id: '856', control: '0001', segments }]))
}

function between(from: PartnerIdentity, to: PartnerIdentity, control: number) {
  return {
    senderQualifier: from.qualifier,
    senderId: from.id,
    receiverQualifier: to.qualifier,
    receiverId: to.id,
    gsSender: from.groupId || from.id,
    gsReceiver: to.groupId || to.id,
    interchangeControl: String(control).padStart(9, '0'),
    groupControl: String(control),
    ...{ version: '004010', date: '20260302', time: '0930' },
  }
}

/** Posts with a relationship's key. */
export const post = (url: string, key: string, bytes: Buffer): Promise<Response> =>
  fetch(`${url}/edi/v1/interchanges`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/edi-x12' },
    body: new Uint8Array(bytes),
  })

/** What waits for a partner, fetched without confirming it. */
export async function waiting(url: string, key: string): Promise<{ id: string; set: string; bytes: Buffer }[]> {
  const headers = { authorization: `Bearer ${key}` }
  const list = (await (await fetch(`${url}/edi/v1/outbox`, { headers })).json()) as {
    waiting: { id: string; set: string }[]
  }
  return await Promise.all(
    list.waiting.map(async ({ id, set }) => ({
      id,
      set,
      bytes: Buffer.from(await (await fetch(`${url}/edi/v1/outbox/${id}`, { headers })).arrayBuffer()),
    })),
  )
}

export const foldersOf = ({ product, taichung: { folder } }: Pick<SmallWorld, 'product' | 'taichung'>) => ({
  in: join(product.folderRoot, folder, 'in'),
  out: join(product.folderRoot, folder, 'out'),
})

/** Leaves a whole file, as partners should: written under another name, then renamed. */
export async function drop(folder: string, name: string, bytes: Buffer): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, `.${name}.tmp`), bytes)
  await rename(join(folder, `.${name}.tmp`), join(folder, name))
}

/** The files of a folder, by name. */
export async function filesIn(folder: string): Promise<Map<string, Buffer>> {
  const names = (await readdir(folder).catch(() => [] as string[])).filter(name => !name.startsWith('.'))
  return new Map(await Promise.all(names.map(async name => [name, await readFile(join(folder, name))] as const)))
}

/** Of a 997: the number of the group that it acknowledges (AK102), and its own ISA13. */
export function acknowledgedIn(bytes: Buffer): { group: string; control: string; verdict: string }[] {
  return readInterchanges(bytes).interchanges.flatMap(({ isa, groups }) =>
    groups.flatMap(group =>
      group.sets
        .filter(set => set.id === '997')
        .map(set => {
          const doc = loops(set, group)
          return {
            group: doc.first('AK1')?.el(2) ?? '',
            control: isa.control,
            verdict: doc.first('AK9')?.el(1) ?? '',
          }
        }),
    ),
  )
}
