// For documents that come singly: a handler of one, made into a handler of many.
import { savepoint, type Tx } from '../kernel/db.ts'
import type { Applied, InboundDocument, InboundHandler, NeedsAttention } from './contract.ts'

/** Each inside a savepoint: what was written of a document that turns out to need attention is undone. */
export const oneByOne =
  (apply: (tx: Tx, document: InboundDocument) => Promise<Applied | NeedsAttention>): InboundHandler =>
  async (tx, documents) => {
    const results = []
    for (const document of documents) results.push(await undoneUnlessApplied(tx, () => apply(tx, document)))
    return results
  }

class Undone extends Error {
  readonly result: NeedsAttention
  constructor(result: NeedsAttention) {
    super(result.needsAttention)
    this.result = result
  }
}

const undoneUnlessApplied = (tx: Tx, apply: () => Promise<Applied | NeedsAttention>) =>
  savepoint(tx, async () => {
    const result = await apply()
    if ('needsAttention' in result) throw new Undone(result)
    return result
  }).catch((thrown: unknown) => {
    if (thrown instanceof Undone) return thrown.result
    throw thrown
  })
