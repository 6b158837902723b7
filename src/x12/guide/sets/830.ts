/** 830 Planning schedule: a forecast: order, loops and repetition of its segments, by release. */
import type { SetNotation } from '../guide.ts'

export const set830: SetNotation = {
  id: '830',
  group: 'PS',
  name: 'Planning schedule: a forecast',
  structure: {
    '004010': `
      ST! BFR! XPO(0..>1) CUR REF(0..12) PER(0..3) TAX(0..3) FOB CTP(0..25) SAC(0..25) CSH
      ITD(0..2) DTM(0..10) PID(0..200) MEA(0..40) PWK(0..25) PKG(0..25) TD1(0..2) TD5(0..12)
      TD3(0..12) TD4(0..5) MAN(0..10)
      N1{0,200}[N1! N2(0..2) N3(0..2) N4 REF(0..12) PER(0..3) FOB]
      LM{0,>1}[LM! LQ(1..100)]
      LIN{1,>1}[
        LIN! UIT DTM(0..10) CUR PO3(0..25) CTP(0..25) PID(0..1000) MEA(0..40) PWK(0..25)
        PKG(0..25) PO4 PRS REF(0..12) PER(0..3) SAC(0..25) ITD(0..2) TAX(0..3) FOB LDT(0..12)
        QTY(0..>1) ATH(0..20) TD1 TD5(0..12) TD3(0..12) TD4(0..5) MAN(0..10) DD(0..10)
        SLN{0,100}[SLN! PID(0..1000) NM1(0..10)]
        N1{0,200}[N1! N2(0..2) N3(0..2) N4 REF(0..12) PER(0..3) FOB]
        LM{0,>1}[LM! LQ(1..100)]
        FST{0,>1}[
          FST! QTY(0..>1) SDQ(0..50)
          LM{0,>1}[LM! LQ(1..100)]
        ]
        SDP{0,260}[SDP! FST(0..260)]
        SHP{0,25}[SHP! REF(0..5)]
      ]
      CTT SE!
    `,
    '005010': `
      ST! BFR! XPO(0..>1) CUR REF(0..12) PER(0..3) TAX(0..3) FOB CTP(0..25) SAC(0..25) CSH
      ITD(0..2) DTM(0..10) PID(0..200) MEA(0..40) PWK(0..25) PKG(0..25) TD1(0..2) TD5(0..12)
      TD3(0..12) TD4(0..5) MAN(0..10)
      N1{0,200}[N1! N2(0..2) N3(0..2) N4 REF(0..12) PER(0..3) FOB]
      LM{0,>1}[LM! LQ(1..100)]
      LIN{1,>1}[
        LIN! UIT DTM(0..10) CUR PO3(0..25) CTP(0..25) PID(0..1000) MEA(0..40) PWK(0..25)
        PKG(0..25) PO4 PRS REF(0..12) PER(0..3) SAC(0..25) ITD(0..2) TAX(0..3) FOB LDT(0..12)
        QTY(0..>1) ATH(0..20) TD1 TD5(0..12) TD3(0..12) TD4(0..5) MAN(0..10) DD(0..10)
        SLN{0,100}[SLN! PID(0..1000) NM1(0..10)]
        N1{0,200}[N1! N2(0..2) N3(0..2) N4 REF(0..12) PER(0..3) FOB]
        LM{0,>1}[LM! LQ(1..100)]
        FST{0,>1}[
          FST! QTY(0..>1) SDQ(0..50)
          LM{0,>1}[LM! LQ(1..100)]
        ]
        SDP{0,260}[SDP! FST(0..260)]
        SHP{0,25}[SHP! REF(0..5)]
      ]
      CTT SE!
    `,
  },
}
