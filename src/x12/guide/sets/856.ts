/** 856 Ship notice: order, loops and repetition of its segments, by release. */
import type { SetNotation } from '../guide.ts'

export const set856: SetNotation = {
  id: '856',
  group: 'SH',
  name: 'Ship notice',
  structure: {
    '004010': `
      ST! BSN! DTM(0..10)
      HL{1,200000}[
        HL! LIN SN1 SLN(0..1000) PRF PO4 PID(0..200) MEA(0..40) PWK(0..25) PKG(0..25) TD1(0..20)
        TD5(0..12) TD3(0..12) TD4(0..5) TSD REF(0..>1) PER(0..3)
        LH1{0,100}[
          LH1! LH2(0..4) LH3(0..12) LFH(0..20) LEP(0..>1) LH4 LHT(0..3) LHR(0..10) PER(0..5)
          LHE
        ]
        CLD{0,200}[CLD! REF(0..200) DTP]
        MAN(0..>1) DTM(0..10) FOB PAL
        N1{0,200}[N1! N2(0..2) N3(0..2) N4 REF(0..12) PER(0..3) FOB]
        SDQ(0..50) ETD CUR
        SAC{0,>1}[SAC! CUR]
        GF YNQ(0..10)
        LM{0,10}[LM! LQ(1..100)]
        V1{0,>1}[V1! R4(0..>1) DTM(0..>1)]
      ]
      CTT SE!
    `,
    '005010': `
      ST! BSN! DTM(0..10)
      HL{1,200000}[
        HL! LIN SN1 SLN(0..1000) PRF PO4 PID(0..200) MEA(0..40) PWK(0..25) PKG(0..25) TD1(0..20)
        TD5(0..12)
        TD3{0,12}[TD3! AT9]
        TD4(0..5) TSD REF(0..>1) PER(0..3)
        LH1{0,100}[
          LH1! LH2(0..4) LH3(0..12) LFH(0..20) LEP(0..>1) LH4(0..4) LHT(0..3) LHR(0..10)
          PER(0..5) LHE
        ]
        CLD{0,200}[CLD! REF(0..200) DTP]
        MAN(0..>1) DTM(0..10) FOB PAL
        N1{0,200}[N1! N2(0..2) N3(0..2) N4 REF(0..12) PER(0..3) FOB]
        SDQ(0..50) ETD CUR
        SAC{0,>1}[SAC! CUR]
        GF YNQ(0..10)
        LM{0,10}[LM! LQ(1..100)]
        V1{0,>1}[V1! R4(0..>1) DTM(0..>1)]
      ]
      CTT SE!
    `,
  },
}
