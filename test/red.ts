// Remembers whether a test of this file failed, so that its database can be kept for looking. A vitest setup file.
import { afterEach } from 'vitest'

const memory = globalThis as { pullwireTestRed?: boolean }

afterEach(({ task }) => {
  if (task.result?.state === 'fail') memory.pullwireTestRed = true
})

export const wasRed = (): boolean => memory.pullwireTestRed === true
