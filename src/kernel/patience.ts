// Waiting, but not for ever: for a while, or until somebody says that it is no longer of interest.

/** True when it came to its end within the time; false when the time, or the signal, came first. What rejects throws. */
export async function inTime(end: Promise<unknown>, withinMs: number, signal?: AbortSignal): Promise<boolean> {
  if (signal?.aborted) return false
  const over = new AbortController()
  const tooLate = new Promise<false>(resolve => {
    const timer = setTimeout(() => resolve(false), withinMs)
    const options = { once: true, signal: over.signal }
    signal?.addEventListener('abort', () => resolve(false), options)
    over.signal.addEventListener('abort', () => clearTimeout(timer), { once: true })
  })
  try {
    return await Promise.race([end.then(() => true as const), tooLate])
  } finally {
    over.abort()
  }
}

/** What it comes to, or the signal's reason thrown as soon as it is given; what comes later is nobody's. */
export async function unlessAborted<T>(end: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return await end
  signal.throwIfAborted()
  const over = new AbortController()
  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true, signal: over.signal })
  })
  try {
    return await Promise.race([end, aborted])
  } finally {
    over.abort()
  }
}
