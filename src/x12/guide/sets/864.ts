/** 864 Text message: order, loops and repetition of its segments, by release. */
import type { SetNotation } from '../guide.ts'

export const set864: SetNotation = {
  id: '864',
  group: 'TX',
  name: 'Text message',
  structure: {
    '004010': `
      ST! BMG! DTM(0..10)
      N1{0,200}[N1! N2(0..2) N3(0..2) N4 REF(0..12) PER(0..3)]
      MIT{1,>1}[
        MIT!
        N1{0,200}[N1! N2(0..2) N3(0..2) N4 REF(0..12) PER(0..3)]
        MSG(1..100000)
      ]
      SE!
    `,
    '005010': `
      ST! BMG! DTM(0..10)
      N1{0,200}[N1! N2(0..2) N3(0..2) N4 REF(0..12) PER(0..3)]
      MIT{1,>1}[
        MIT!
        N1{0,200}[N1! N2(0..2) N3(0..2) N4 REF(0..12) PER(0..3)]
        MSG(1..>1)
      ]
      SE!
    `,
  },
}
