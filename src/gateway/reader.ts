// Reads long interchanges in threads of their own, so that neither the doors nor what is short waits for them.
import { Buffer } from 'node:buffer'
import { createRequire } from 'node:module'
import { setImmediate as turn } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { Reading } from '../x12/index.ts'
import { type AskedOf, type TaskName, type Tasks, tasks } from './reading-tasks.ts'
import type { Answer, Question } from './reading-thread.ts'

/** From here on it takes longer to read an interchange than to hand it over: some 30 ms. */
export const largeBytes = 256 * 1024
/** What a thread has grown to is given back when nothing long has come for so long. */
const judgingIdleMs = 30_000
/** People who look at one interchange look at another. */
const lookingIdleMs = 10 * 60_000

/** Bytes that several threads see at once. */
export const sharedBytes = (sizeBytes: number): Buffer => Buffer.from(new SharedArrayBuffer(sizeBytes))

/** In pieces: new memory is slow to be written to for the first time, and others have their turn between. */
async function shared(bytes: Buffer): Promise<Buffer> {
  if (bytes.buffer instanceof SharedArrayBuffer) return bytes
  const copy = sharedBytes(bytes.length)
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    copy.set(bytes.subarray(at, at + pieceBytes), at)
    await turn()
  }
  return copy
}
const pieceBytes = 1024 * 1024

interface Waiting {
  resolve: (answer: unknown) => void
  reject: (error: Error) => void
}

class Reader {
  private thread: Worker | undefined
  private readonly waiting = new Map<number, Waiting>()
  private asked = 0
  private idle: NodeJS.Timeout | undefined
  private readonly idleMs: number

  constructor(idleMs: number) {
    this.idleMs = idleMs
  }

  /** Somebody may ask soon: begun and warmed up, a thread answers the first question as quickly as the next. */
  expect(): void {
    if (this.thread === undefined) void this.ask('outline', warmUp()).catch(() => undefined)
  }

  /** Rejects when the task throws, and when its thread ends over it: out of memory, for one. */
  async ask<K extends TaskName>(task: K, bytes: Buffer, asked?: AskedOf<K>): Promise<ReturnType<Tasks[K]>> {
    const question: Question = { id: ++this.asked, task, bytes: await shared(bytes), asked }
    const thread = this.started()
    return await new Promise((resolve, reject) => {
      this.waiting.set(question.id, { resolve: resolve as Waiting['resolve'], reject })
      thread.postMessage(question)
    })
  }

  private started(): Worker {
    clearTimeout(this.idle)
    this.thread ??= this.start()
    this.thread.ref()
    return this.thread
  }

  private start(): Worker {
    const thread = openThread()
    const ended = (error: Error) => {
      if (this.thread !== thread) return
      this.thread = undefined
      for (const { reject } of this.waiting.values()) reject(error)
      this.waiting.clear()
    }
    thread.on('message', (answer: Answer) => this.take(answer))
    thread.on('error', ended)
    thread.on('exit', code => ended(new Error(`The thread that reads long interchanges ended with ${code}`)))
    return thread
  }

  private take(answer: Answer): void {
    const waiting = this.waiting.get(answer.id)
    this.waiting.delete(answer.id)
    if ('error' in answer) waiting?.reject(new Error(answer.error))
    else waiting?.resolve(answer.answer)
    if (this.waiting.size === 0) this.rest()
  }

  /** Holds up nobody's end, and is not kept for ever. */
  private rest(): void {
    const { thread } = this
    thread?.unref()
    this.idle = setTimeout(() => {
      this.thread = undefined
      void thread?.terminate()
    }, this.idleMs).unref()
  }
}

/** A schedule of a megabyte: of less, what reads it is not compiled by the end. */
function warmUp(): Buffer {
  const header = `ISA*00*${' '.repeat(10)}*00*${' '.repeat(10)}*ZZ*${'A'.padEnd(15)}*ZZ*${'B'.padEnd(15)}*260302*0800*U*00401*000000001*0*P*>~`
  const lines = 'LIN**BP*A~UIT*EA~FST*1*D*W*20260302~FST*1*D*W*20260309~'.repeat(20_000)
  return Buffer.from(
    `${header}GS*PS*A*B*20260302*0800*1*X*004010~ST*830*0001~BFR*00**R1*SH*A*20260302*20261231~${lines}`,
  )
}

/** Built, the thread is JavaScript; from the sources it has to be taught TypeScript first, and does not inherit that. */
function openThread(): Worker {
  const isSource = import.meta.url.endsWith('.ts')
  const thread = new URL(isSource ? './reading-thread.ts' : './reading-thread.js', import.meta.url)
  if (!isSource) return new Worker(thread, { execArgv: [] })
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx/package.json'))
  const teacher = new URL('./dist/esm/api/index.mjs', tsx).href
  const lesson = `import(${JSON.stringify(teacher)}).then(({ register }) => (register(), import(${JSON.stringify(thread.href)})))`
  return new Worker(lesson, { eval: true, execArgv: [] })
}

/** Judges what came. */
export const judging = new Reader(judgingIdleMs)
let taken = false

/** For one long interchange at a time: each takes seconds, and many times its size of memory. False while one is at it. */
export function takeTurn(): boolean {
  if (taken) return false
  taken = true
  return true
}
export function giveTurn(): void {
  taken = false
}

/** What somebody waits for at a door or a page. */
export const looking = new Reader(lookingIdleMs)

/** Where the interchanges of an input begin and end; nothing of what is in them. */
export async function framed(bytes: Buffer): Promise<Reading> {
  return bytes.length < largeBytes ? tasks.frame(bytes) : await looking.ask('frame', bytes)
}

/** SHA-256, hex. */
export async function fingerprint(bytes: Buffer): Promise<string> {
  return bytes.length < largeBytes ? tasks.fingerprint(bytes) : await looking.ask('fingerprint', bytes)
}
