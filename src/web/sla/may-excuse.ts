// Which clocks have a breach that may be excused or disputed. Pure.
import type { ClockRow } from '../../sla/api.ts'

export const mayExcuse = ({ state }: Pick<ClockRow, 'state'>): boolean => state === 'breached' || state === 'met-late'
