/** 862 Shipping schedule: call-offs: order, loops and repetition of its segments, by release. */
import type { SetNotation } from '../guide.ts'

export const set862: SetNotation = {
  id: '862',
  group: 'SS',
  name: 'Shipping schedule: call-offs',
  structure: {
    '004010': `
      ST! BSS! DTM(0..10)
      N1{0,200}[N1! N2(0..2) N3(0..2) N4 REF(0..12) PER(0..3) FOB]
      LIN{1,10000}[
        LIN! UIT! PKG(0..>1) PO4(0..>1) PRS QTY REF(0..12) PER SDP
        FST{0,100}[
          FST! DTM(0..>1) SDQ(0..>1)
          JIT{0,96}[JIT! REF(0..500)]
        ]
        SHP{0,10}[SHP! REF(0..12)]
        TD1 TD3 TD5
      ]
      CTT SE!
    `,
    '005010': `
      ST! BSS! DTM(0..10)
      N1{0,200}[N1! N2(0..2) N3(0..2) N4 REF(0..12) PER(0..3) FOB]
      LIN{1,10000}[
        LIN! UIT! PKG(0..>1) PO4(0..>1) PRS QTY REF(0..12) PER SDP
        FST{0,100}[
          FST! DTM(0..>1) SDQ(0..>1)
          JIT{0,96}[JIT! REF(0..500) DTM(0..>1)]
        ]
        SHP{0,10}[SHP! REF(0..12)]
        TD1 TD3 TD5
      ]
      CTT SE!
    `,
  },
}
