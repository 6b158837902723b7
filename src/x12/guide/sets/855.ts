/** 855 Answer to a purchase order: order, loops and repetition of its segments, by release. */
import type { SetNotation } from '../guide.ts'

export const set855: SetNotation = {
  id: '855',
  group: 'PR',
  name: 'Answer to a purchase order',
  structure: {
    '004010': `
      ST! BAK! CUR REF(0..>1) PER(0..3) TAX(0..>1) FOB(0..>1) CTP(0..>1) PAM(0..10) CSH
      SAC{0,25}[SAC! CUR]
      ITD(0..5) DIS(0..20) INC DTM(0..10) LDT(0..12) LIN(0..5) SI(0..>1) PID(0..200) MEA(0..40)
      PWK(0..25) PKG(0..25) TD1(0..2) TD5(0..12) TD3(0..12) TD4(0..5) MAN(0..10) TXI(0..>1)
      CTB(0..>1)
      N9{0,1000}[N9! DTM(0..>1) MSG(0..1000)]
      N1{0,200}[
        N1! N2(0..2) N3(0..2) N4 NX2(0..>1) REF(0..12) PER(0..>1) SI(0..>1) FOB TD1(0..2)
        TD5(0..12) TD3(0..12) TD4(0..5) PKG(0..25) MSG(0..>1)
      ]
      ADV{0,>1}[ADV! DTM(0..>1) MTX(0..>1)]
      PO1{0,100000}[
        PO1! LIN(0..>1) SI(0..>1) CUR PO3(0..25) CTP(0..>1) PAM(0..10) MEA(0..40)
        PID{0,1000}[PID! MEA(0..10)]
        PWK(0..25) PO4(0..>1) REF(0..>1) PER(0..3)
        SAC{0,25}[SAC! CUR]
        IT8 CSH(0..>1) ITD(0..2) DIS(0..20) INC TAX(0..>1) FOB(0..>1) SDQ(0..500) DTM(0..10)
        LDT(0..12) TD1 TD5(0..12) TD3(0..12) TD4(0..5)
        ACK{0,104}[ACK! DTM]
        MAN(0..10) AMT CTB(0..>1) TXI(0..>1)
        QTY{0,>1}[QTY! SI(0..>1)]
        PKG{0,200}[PKG! MEA(0..>1)]
        SCH{0,200}[SCH! TD1(0..2) TD5(0..12) TD3(0..12) TD4(0..5) REF(0..>1)]
        N9{0,1000}[N9! DTM(0..>1) MSG(0..1000)]
        N1{0,200}[
          N1! N2(0..2) N3(0..2) N4 NX2(0..>1) REF(0..12) PER(0..3) SI(0..>1) DTM FOB
          SCH(0..200) TD1(0..2) TD5(0..12) TD3(0..12) TD4(0..5) QTY(0..>1) PKG(0..25)
        ]
        SLN{0,1000}[
          SLN! MSG(0..>1) SI(0..>1) PID(0..1000) PO3(0..25) CTP(0..25) PAM(0..10) ACK(0..104)
          SAC{0,10}[SAC! CUR]
          DTM(0..10) PO4 TAX(0..3) ADV(0..>1)
          QTY{0,>1}[QTY! SI(0..>1)]
          N9{0,>1}[N9! DTM(0..>1) MSG(0..>1)]
          N1{0,10}[N1! N2(0..2) N3(0..2) N4 NX2(0..>1) REF(0..12) PER(0..3) SI(0..>1)]
        ]
      ]
      CTT{0,1}[CTT! AMT]
      SE!
    `,
    '005010': `
      ST! BAK! CUR REF(0..>1) PER(0..3) TAX(0..>1) FOB(0..>1) CTP(0..>1) PAM(0..10) CSH
      SAC{0,25}[SAC! CUR]
      ITD(0..5) DIS(0..20) INC DTM(0..10) LDT(0..12) LIN(0..5) SI(0..>1) PID(0..200) MEA(0..40)
      PWK(0..25) PKG(0..25) TD1(0..2) TD5(0..12) TD3(0..12) TD4(0..5) MAN(0..10) TXI(0..>1)
      CTB(0..>1)
      N9{0,1000}[N9! DTM(0..>1) MTX(0..>1) PWK(0..>1) EFI(0..>1)]
      N1{0,200}[
        N1! N2(0..2) IN2(0..>1) N3(0..2) N4 NX2(0..>1) REF(0..12) PER(0..>1) SI(0..>1) FOB
        TD1(0..2) TD5(0..12) TD3(0..12) TD4(0..5) PKG(0..25) MTX(0..>1)
      ]
      ADV{0,>1}[ADV! DTM(0..>1) MTX(0..>1)]
      PO1{0,100000}[
        PO1! LIN(0..>1) SI(0..>1) CUR PO3(0..25) CTP(0..>1) PAM(0..10) MEA(0..40)
        PID{0,1000}[PID! MEA(0..10)]
        PWK(0..25) PO4(0..>1) REF(0..>1) PER(0..3)
        SAC{0,25}[SAC! CUR]
        IT8 CSH(0..>1) ITD(0..2) DIS(0..20) INC TAX(0..>1) FOB(0..>1) SDQ(0..500) DTM(0..10)
        LDT(0..12) TD1 TD5(0..12) TD3(0..12) TD4(0..5)
        ACK{0,104}[ACK! DTM]
        MAN(0..10) AMT CTB(0..>1) TXI(0..>1)
        QTY{0,>1}[QTY! SI(0..>1)]
        PKG{0,200}[PKG! MEA(0..>1)]
        SCH{0,200}[SCH! TD1(0..2) TD5(0..12) TD3(0..12) TD4(0..5) REF(0..>1)]
        N9{0,1000}[N9! DTM(0..>1) MTX(0..>1) PWK(0..>1) EFI(0..>1)]
        N1{0,200}[
          N1! N2(0..2) IN2(0..>1) N3(0..2) N4 NX2(0..>1) REF(0..12) PER(0..3) SI(0..>1) DTM
          FOB SCH(0..200) TD1(0..2) TD5(0..12) TD3(0..12) TD4(0..5) QTY(0..>1) PKG(0..25)
        ]
        SLN{0,1000}[
          SLN! MTX(0..>1) SI(0..>1) PID(0..1000) PO3(0..25) MEA(0..>1) CTP(0..25) PAM(0..10)
          ACK(0..104)
          SAC{0,10}[SAC! CUR]
          DTM(0..10) PO4 TAX(0..3) ADV(0..>1)
          QTY{0,>1}[QTY! SI(0..>1)]
          N9{0,>1}[N9! DTM(0..>1) MTX(0..>1)]
          N1{0,10}[N1! N2(0..2) IN2(0..>1) N3(0..2) N4 NX2(0..>1) REF(0..12) PER(0..3) SI(0..>1)]
        ]
      ]
      CTT{0,1}[CTT! AMT]
      SE!
    `,
  },
}
