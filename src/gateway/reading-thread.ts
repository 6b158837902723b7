// The thread in which long interchanges are read: does what it is asked, one after the other.
import { Buffer } from 'node:buffer'
import { parentPort } from 'node:worker_threads'
import { type TaskName, tasks } from './reading-tasks.ts'

export interface Question {
  id: number
  task: TaskName
  bytes: Uint8Array
  asked: unknown
}

export type Answer = { id: number; answer: unknown } | { id: number; error: string }

type Task = (bytes: Buffer, asked: unknown) => unknown

function answer({ id, task, bytes, asked }: Question): Answer {
  try {
    const perform = tasks[task] as Task
    return { id, answer: perform(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), asked) }
  } catch (error) {
    return { id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}

parentPort?.on('message', (question: Question) => parentPort?.postMessage(answer(question)))
