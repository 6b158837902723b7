// Chance that can be had again: the same seed gives the same numbers everywhere.

export interface Random {
  /** 0 up to and without `below`. */
  int(below: number): number
  chance(probability: number): boolean
  pick<T>(from: readonly T[]): T
}

/** mulberry32; two numbers make one seed, so that every case of a run has its own. */
export function randomOf(seed: number, turn = 0): Random {
  let state = (Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(turn + 1, 0xc2b2ae35)) >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    int: below => Math.floor(next() * below),
    chance: probability => next() < probability,
    pick: from => from[Math.floor(next() * from.length)] as never,
  }
}
