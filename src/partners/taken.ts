// Which of a buyer's own numbers is given twice: told by the name of the unique index.
import { savepoint, type Tx } from '../kernel/db.ts'
import { type Refusal, refusal } from '../kernel/errors.ts'

const refusals: Readonly<Record<string, Refusal>> = {
  relationships_vendor: refusal('vendor-number-taken', 'Another supplier has this vendor number.', {
    where: '/vendorNumber',
    remedy: 'Choose another number.',
  }),
  relationships_folder: refusal('folder-taken', 'Another supplier uses this folder.', {
    where: '/folderName',
    remedy: 'Choose another name.',
  }),
  relationships_identities: refusal(
    'identities-taken',
    'Another supplier has the same pair of interchange ids, so an interchange would belong to both.',
    { where: '/theirIdentity/id', remedy: 'Give one of the two another id or qualifier.' },
  ),
  relationships_buyer_id_supplier_id_pk: refusal('supplier-known', 'You trade with this supplier already.', {
    where: '/connectionCode',
    remedy: 'Find it in the list of suppliers.',
  }),
}

/** Runs a write of relationships; what a unique index refuses comes back in words. */
export async function unlessTaken<T>(tx: Tx, write: () => Promise<T>): Promise<T | Refusal> {
  try {
    return await savepoint(tx, write)
  } catch (error) {
    const taken = refusals[constraintOf(error) ?? '']
    if (taken) return taken
    throw error
  }
}

function constraintOf(error: unknown): string | undefined {
  for (let e = error; e instanceof Error; e = e.cause) {
    const { constraint } = e as { constraint?: unknown }
    if (typeof constraint === 'string') return constraint
  }
  return undefined
}
