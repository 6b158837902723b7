// Only for whom something is refused: not in the board's own part.
import { lazy } from 'react'
import { part } from '../parts.ts'

export const RefusedMany = lazy(part(() => import('./RefusedMany.tsx').then(x => ({ default: x.RefusedMany }))))
