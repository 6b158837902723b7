// All rows, in the order in which they are called.
import { accountsRows } from './accounts.ts'
import { partnersRows } from './partners.ts'
import type { Row } from './row.ts'
import { tradeRows } from './trade.ts'

export const rows: readonly Row[] = [...accountsRows, ...partnersRows, ...tradeRows]
