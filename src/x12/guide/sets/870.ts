/** 870 Order status report: order, loops and repetition of its segments, by release. */
import type { SetNotation } from '../guide.ts'

export const set870: SetNotation = {
  id: '870',
  group: 'RS',
  name: 'Order status report',
  structure: {
    '004010': `
      ST! BSR! TD3 TD4 TD5 DTM(0..10)
      REF{0,>1}[REF! DTM(0..>1)]
      N1{0,200}[N1! N2(0..2) N3(0..2) N4 REF(0..12) PER(0..3) PWK]
      LM{0,10}[LM! LQ(1..100)]
      HL{1,1000}[
        HL! PRF
        ISR{0,104}[ISR! PID(0..6) QTY(0..4)]
        PER(0..3) DTM(0..10) CS(0..3)
        REF{0,>1}[REF! DTM(0..>1)]
        N1{0,200}[N1! N2(0..2) N3(0..2) N4 REF(0..12) PER(0..3)]
        LM{0,10}[LM! LQ(1..100)]
        PO1{0,1000}[
          PO1! CUR SLN(0..100) PO3 PID(0..1000) MEA(0..40) PKG(0..25)
          ISR{0,104}[
            ISR! PID(0..6) QTY(0..4) DTM(0..10) N1 N2(0..2) N3(0..2) N4 TD1 TD5 TD3 TD4
            REF(0..12) SAC(0..25)
            LM{0,10}[LM! LQ(1..100)]
          ]
          LX{0,>1}[
            LX! REF(0..>1) N1 DTM(0..10)
            LM{0,10}[LM! LQ(1..100)]
          ]
        ]
      ]
      CTT SE!
    `,
    '005010': `
      ST! BSR! TD3 TD4 TD5 DTM(0..10)
      REF{0,>1}[REF! DTM(0..>1)]
      N1{0,200}[N1! N2(0..2) N3(0..2) N4 REF(0..12) PER(0..3) PWK]
      LM{0,10}[LM! LQ(1..100)]
      HL{1,1000}[
        HL! PRF
        ISR{0,104}[ISR! PID(0..6) QTY(0..4)]
        PER(0..3) DTM(0..10) CS(0..3)
        REF{0,>1}[REF! DTM(0..>1)]
        N1{0,200}[N1! N2(0..2) N3(0..2) N4 REF(0..12) PER(0..3)]
        LM{0,10}[LM! LQ(1..100)]
        PO1{0,1000}[
          PO1! CUR SLN(0..100) PO3 PID(0..1000) MEA(0..40) PKG(0..25)
          ISR{0,104}[
            ISR! PID(0..6) QTY(0..4) DTM(0..10) N1 N2(0..2) N3(0..2) N4 TD1 TD5 TD3 TD4
            REF(0..12) SAC(0..25)
            LM{0,10}[LM! LQ(1..100)]
          ]
          LX{0,>1}[
            LX! REF(0..>1) N1 DTM(0..10)
            LM{0,10}[LM! LQ(1..100)]
          ]
        ]
      ]
      CTT SE!
    `,
  },
}
