// A bulk act on more orders than one request takes: request by request, with a result for every order. Pure.

export interface BulkResult {
  orderId: string
  number: string | null
  done: boolean
  problem: string | null
}

/** Orders that one request takes. */
export const bulkMax = 200

/**
 * Sends the orders in portions, one after the other. When a portion fails as a whole, what the earlier ones did stands and
 * is told, and the rest is not tried; when the very first fails, nothing was done and the failure is thrown.
 */
export async function inPortions<T extends { id: string; number: string }>(
  orders: readonly T[],
  send: (portion: readonly T[]) => Promise<readonly BulkResult[]>,
  inWords: (failure: unknown) => string,
): Promise<BulkResult[]> {
  const results: BulkResult[] = []
  for (let at = 0; at < orders.length; at += bulkMax) {
    try {
      results.push(...(await send(orders.slice(at, at + bulkMax))))
    } catch (failure) {
      if (results.length === 0) throw failure
      const problem = inWords(failure)
      const left = orders.slice(at).map(({ id, number }) => ({ orderId: id, number, done: false, problem }))
      return [...results, ...left]
    }
  }
  return results
}

/** What stays picked: the orders that were refused. */
export const refusedOf = (results: readonly BulkResult[]): string[] =>
  results.filter(({ done }) => !done).map(({ orderId }) => orderId)
