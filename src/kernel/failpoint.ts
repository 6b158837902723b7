// Named points at which a test may kill the process, to prove that nothing is lost there.

const wanted = process.env.FAILPOINT
const [name, nth = '1'] = wanted?.split(':') ?? []
let hits = 0

/** Dies by SIGKILL when `FAILPOINT=name` (first hit) or `FAILPOINT=name:2` (second hit) is in the environment. */
export function failpoint(point: string): void {
  if (point !== name) return
  hits += 1
  if (hits === Number(nth)) process.kill(process.pid, 'SIGKILL')
}
