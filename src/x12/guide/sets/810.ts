/** 810 Invoice: order, loops and repetition of its segments, by release. */
import type { SetNotation } from '../guide.ts'

export const set810: SetNotation = {
  id: '810',
  group: 'IN',
  name: 'Invoice',
  structure: {
    '004010': `
      ST! BIG! NTE(0..100) CUR REF(0..12) YNQ(0..10) PER(0..3)
      N1{0,200}[N1! N2(0..2) N3(0..2) N4 REF(0..12) PER(0..3) DMG]
      ITD(0..>1) DTM(0..10) FOB PID(0..200) MEA(0..40) PWK(0..25) PKG(0..25) L7 BAL(0..>1) INC
      PAM(0..>1)
      LM{0,10}[LM! LQ(1..100)]
      N9{0,1}[N9! MSG(1..10)]
      V1{0,>1}[V1! R4(0..>1) DTM(0..>1)]
      FA1{0,>1}[FA1! FA2(1..>1)]
      IT1{0,200000}[
        IT1! CRC QTY(0..5) CUR IT3(0..5) TXI(0..10) CTP(0..25) PAM(0..10) MEA(0..40)
        PID{0,1000}[PID! MEA(0..10)]
        PWK(0..25) PKG(0..25) PO4 ITD(0..2) REF(0..>1) YNQ(0..10) PER(0..5) SDQ(0..500)
        DTM(0..10) CAD(0..>1) L7(0..>1) SR
        SAC{0,25}[SAC! TXI(0..10)]
        SLN{0,1000}[SLN! DTM REF(0..>1) PID(0..1000) SAC(0..25) TC2(0..2) TXI(0..10)]
        N1{0,200}[N1! N2(0..2) N3(0..2) N4 REF(0..12) PER(0..3) DMG]
        LM{0,10}[LM! LQ(1..100)]
        V1{0,>1}[V1! R4(0..>1) DTM(0..>1)]
        FA1{0,>1}[FA1! FA2(1..>1)]
      ]
      TDS! TXI(0..10) CAD AMT(0..>1)
      SAC{0,25}[SAC! TXI(0..10)]
      ISS{0,>1}[ISS! PID]
      CTT SE!
    `,
    '005010': `
      ST! BIG! NTE(0..100) CUR REF(0..12) YNQ(0..10) PER(0..3)
      N1{0,200}[N1! N2(0..2) N3(0..2) N4 REF(0..12) PER(0..3) DMG]
      ITD(0..>1) DTM(0..10) FOB PID(0..200) MEA(0..40) PWK(0..25) PKG(0..25) L7 BAL(0..>1) INC
      PAM(0..>1) CRC
      LM{0,10}[LM! LQ(1..100)]
      N9{0,1}[N9! MSG(1..10)]
      V1{0,>1}[V1! R4(0..>1) DTM(0..>1)]
      FA1{0,>1}[FA1! FA2(1..>1)]
      IT1{0,200000}[
        IT1! CRC QTY(0..5) CUR IT3(0..5) TXI(0..>1) CTP(0..25) PAM(0..10) MEA(0..40)
        PID{0,1000}[PID! MEA(0..10)]
        PWK(0..25) PKG(0..25) PO4 ITD(0..2) REF(0..>1) YNQ(0..10) PER(0..5) SDQ(0..500)
        DTM(0..10) CAD(0..>1) L7(0..>1) SR
        SAC{0,>1}[
          SAC!
          TXI{0,>1}[TXI! DTM]
        ]
        SLN{0,1000}[SLN! DTM REF(0..>1) PID(0..1000) SAC(0..>1) TC2(0..2) TXI(0..>1)]
        N1{0,200}[N1! N2(0..2) N3(0..2) N4 REF(0..12) PER(0..3) DMG]
        LM{0,10}[LM! LQ(1..100)]
        V1{0,>1}[V1! R4(0..>1) DTM(0..>1)]
        FA1{0,>1}[FA1! FA2(1..>1)]
      ]
      TDS! TXI(0..>1) CAD AMT(0..>1)
      SAC{0,>1}[
        SAC! DTM(0..>1)
        TXI{0,>1}[TXI! DTM]
      ]
      ISS{0,>1}[ISS! PID]
      CTT SE!
    `,
  },
}
