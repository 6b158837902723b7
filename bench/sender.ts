// A partner's system that posts interchanges: a process of its own, because it is not what is measured.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { fileURLToPath } from 'node:url'

export interface Post {
  url: string
  key: string
  bodies: readonly Uint8Array[]
  /** As many at once as a few busy partners would have on their way. */
  inFlight: number
}

export interface Sender {
  /** Resolves when every one of them was answered; throws the first refusal. */
  send(post: Post): Promise<void>
  stop(): void
}

export function startSender(): Sender {
  const child = fork(fileURLToPath(import.meta.url), ['posts'], {
    execArgv: ['--import', 'tsx'],
    serialization: 'advanced',
  })
  return {
    async send(post) {
      child.send(post)
      const [problem] = (await once(child, 'message')) as [string]
      if (problem) throw new Error(problem)
    },
    stop: () => child.disconnect(),
  }
}

async function postAll({ url, key, bodies, inFlight }: Post): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: inFlight })
  const waiting = [...bodies]
  const one = async () => {
    for (let body = waiting.pop(); body; body = waiting.pop()) await post(agent, { url, key, body })
  }
  await Promise.all(Array.from({ length: inFlight }, one))
  agent.destroy()
}

const post = (agent: Agent, { url, key, body }: { url: string; key: string; body: Uint8Array }) =>
  new Promise<void>((resolve, reject) => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/edi-x12' }
    const sent = request(`${url}/edi/v1/interchanges`, { method: 'POST', agent, headers }, answer => {
      answer.resume().on('end', () => {
        if (answer.statusCode === 202) resolve()
        else reject(new Error(`it was answered by ${answer.statusCode}`))
      })
    })
    sent.on('error', reject).end(body)
  })

if (process.argv[2] === 'posts')
  process.on('message', (work: Post) => {
    postAll(work).then(
      () => process.send?.(''),
      (error: Error) => process.send?.(error.message),
    )
  })
