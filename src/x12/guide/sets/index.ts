/** Every document that has a guide. A new one is a file beside this and a line here. */
import type { SetNotation } from '../guide.ts'
import { set810 } from './810.ts'
import { set824 } from './824.ts'
import { set830 } from './830.ts'
import { set846 } from './846.ts'
import { set850 } from './850.ts'
import { set855 } from './855.ts'
import { set856 } from './856.ts'
import { set860 } from './860.ts'
import { set861 } from './861.ts'
import { set862 } from './862.ts'
import { set864 } from './864.ts'
import { set865 } from './865.ts'
import { set870 } from './870.ts'
import { set997 } from './997.ts'
import { set999 } from './999.ts'

/** Nothing but these: a document that calls itself `constructor` is one that we do not know. */
export const guideSets: Readonly<Record<string, SetNotation | undefined>> = Object.assign(Object.create(null), {
  '810': set810,
  '824': set824,
  '830': set830,
  '846': set846,
  '850': set850,
  '855': set855,
  '856': set856,
  '860': set860,
  '861': set861,
  '862': set862,
  '864': set864,
  '865': set865,
  '870': set870,
  '997': set997,
  '999': set999,
})
