/** 861 Receipt and discrepancy report: order, loops and repetition of its segments, by release. */
import type { SetNotation } from '../guide.ts'

export const set861: SetNotation = {
  id: '861',
  group: 'RC',
  name: 'Receipt and discrepancy report',
  structure: {
    '004010': `
      ST! BRA! CUR REF(0..>1) PER(0..3) DTM(1..10) PRF(0..25) TD1(0..2) TD5(0..12) TD3(0..12)
      TD4(0..5) MEA(0..40)
      N1{0,200}[N1! N2(0..2) N3(0..2) N4 REF(0..100) PER(0..3) FOB]
      LM{0,10}[LM! LQ(1..100)]
      RCD{0,200000}[
        RCD! SN1 CUR LIN(0..100) PID(0..1000) PO4(0..100) REF(0..12) PER(0..3) DTM(0..10)
        PRF(0..25) MEA(0..>1) FOB TD1(0..20) TD5(0..12) TD3(0..12) TD4(0..5) SAC(0..10)
        MAN(0..>1)
        LM{0,10}[LM! LQ(1..100)]
        SLN{0,100}[
          SLN! PID(0..1000) NM1
          LM{0,10}[LM! LQ(1..100)]
        ]
        N1{0,200}[N1! N2(0..2) N3(0..2) N4 REF(0..100) PER(0..3) FOB]
      ]
      CTT SE!
    `,
    '005010': `
      ST! BRA! CUR REF(0..>1) PER(0..3) DTM(1..10) PRF(0..25) TD1(0..2) TD5(0..12) TD3(0..12)
      TD4(0..5) MEA(0..40)
      N1{0,200}[N1! N2(0..2) N3(0..2) N4 REF(0..100) PER(0..3) FOB]
      LM{0,10}[LM! LQ(1..100)]
      FA1{0,>1}[FA1! FA2(1..>1)]
      RCD{0,200000}[
        RCD! SN1 CUR LIN(0..100) PID(0..1000) PO4(0..100) REF(0..12) PER(0..3) DTM(0..10)
        PRF(0..25) MEA(0..>1) FOB TD1(0..20) TD5(0..12) TD3(0..12) TD4(0..5) SAC(0..10)
        MAN(0..>1)
        LM{0,10}[LM! LQ(1..100)]
        SLN{0,100}[
          SLN! PID(0..1000) NM1
          LM{0,10}[LM! LQ(1..100)]
        ]
        N1{0,200}[N1! N2(0..2) N3(0..2) N4 REF(0..100) PER(0..3) FOB]
        FA1{0,>1}[FA1! FA2(1..>1)]
      ]
      CTT SE!
    `,
  },
}
