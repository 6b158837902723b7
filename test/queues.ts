// The two legs that the product can stand on; every journey is made on both.
import { afterAll, beforeAll, describe, vi } from 'vitest'
import type { ProductOptions } from './product.ts'
import { startRedis, type TestRedis } from './redis.ts'
import { openWorld, type SmallWorld } from './world.ts'

// A journey waits for real clocks, mails and files, on a machine that may be busy with other tests.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 240_000 })

export interface Stage {
  world: SmallWorld
  redis: TestRedis | undefined
}

/** Tells a journey twice, each time in a world of its own: the queue on Postgres, the queue on Redis. */
export function onEachQueue(tell: (stage: () => Stage) => void, options: ProductOptions = {}): void {
  describe('with the queue on Postgres', () => tell(staged(options, false)))
  describe('with the queue on Redis', () => tell(staged(options, true)))
}

export const onRedis = (tell: (stage: () => Stage) => void): void => tell(staged({}, true))

function staged(options: ProductOptions, withRedis: boolean): () => Stage {
  let stage: Stage | undefined
  beforeAll(async () => {
    const redis = withRedis ? await startRedis() : undefined
    stage = { redis, world: await openWorld({ ...options, ...(redis ? { redisUrl: redis.url } : {}) }) }
  })
  afterAll(async () => {
    await stage?.world.close()
    await stage?.redis?.stop()
  })
  return () => {
    if (!stage) throw new Error('the world was not set up')
    return stage
  }
}
