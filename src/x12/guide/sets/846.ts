/** 846 Inventory report: order, loops and repetition of its segments, by release. */
import type { SetNotation } from '../guide.ts'

export const set846: SetNotation = {
  id: '846',
  group: 'IB',
  name: 'Inventory report',
  structure: {
    '004010': `
      ST! BIA! CUR DTM(0..10) REF(0..12) PER(0..3) MEA(0..20)
      N1{0,5}[N1! N2(0..2) N3(0..2) N4 REF(0..12) PER(0..3)]
      LM{0,10}[LM! LQ(1..100)]
      LIN{1,10000}[
        LIN! PID(0..200) MEA(0..40) PKG(0..25) DTM(0..10) CTP(0..25) CUR SAC(0..25) REF(0..>1)
        PER(0..3) SDQ(0..500) MAN UIT(0..5) CS DD(0..>1) G53 PCT(0..>1) LDT(0..12)
        LM{0,10}[LM! LQ(1..100)]
        SLN{0,1000}[
          SLN! PID(0..200) MEA(0..40) PKG(0..25)
          MAN{0,100}[MAN! MEA(0..40)]
        ]
        QTY{0,99}[
          QTY! UIT(0..12) MEA(0..25) LDT(0..12) DTM(0..10)
          SCH{0,25}[SCH! MEA(0..25)]
          LM{0,>1}[LM! LQ(1..100)]
          LS{0,1}[
            LS!
            REF{0,>1}[
              REF! DTM(0..>1) N1
              LM{0,10}[LM! LQ(1..100)]
            ]
            LE!
          ]
        ]
        N1{0,200}[N1! N2(0..2) N3(0..2) N4 REF(0..12) PER(0..3)]
      ]
      CTT SE!
    `,
    '005010': `
      ST! BIA! CUR DTM(0..10) REF(0..12) PER(0..3) MEA(0..20)
      N1{0,5}[N1! N2(0..2) N3(0..2) N4 REF(0..12) PER(0..3)]
      LM{0,10}[LM! LQ(1..100)]
      LIN{1,10000}[
        LIN! PID(0..200) MEA(0..40) PKG(0..25) DTM(0..10) CTP(0..25) CUR SAC(0..25) REF(0..>1)
        PER(0..3) SDQ(0..500) MAN UIT(0..5) CS DD(0..>1) G53 PCT(0..>1) LDT(0..12)
        LM{0,10}[LM! LQ(1..100)]
        SLN{0,1000}[
          SLN! PID(0..200) MEA(0..40) PKG(0..25)
          MAN{0,100}[MAN! MEA(0..40)]
        ]
        QTY{0,99}[
          QTY! UIT(0..12) MEA(0..25) LDT(0..12) DTM(0..10)
          SCH{0,25}[SCH! MEA(0..25)]
          LM{0,>1}[LM! LQ(1..100)]
          LS{0,1}[
            LS!
            REF{0,>1}[
              REF! DTM(0..>1) N1
              LM{0,10}[LM! LQ(1..100)]
            ]
            LE!
          ]
        ]
        N1{0,200}[N1! N2(0..2) N3(0..2) N4 REF(0..12) PER(0..3)]
      ]
      CTT SE!
    `,
  },
}
