/** 850 Purchase order: order, loops and repetition of its segments, by release. */
import type { SetNotation } from '../guide.ts'

export const set850: SetNotation = {
  id: '850',
  group: 'PO',
  name: 'Purchase order',
  structure: {
    '004010': `
      ST! BEG! CUR REF(0..>1) PER(0..3) TAX(0..>1) FOB(0..>1) CTP(0..>1) PAM(0..10) CSH(0..5)
      TC2(0..>1)
      SAC{0,25}[SAC! CUR]
      ITD(0..>1) DIS(0..20) INC DTM(0..10) LDT(0..12) LIN(0..5) SI(0..>1) PID(0..200) MEA(0..40)
      PWK(0..25) PKG(0..200) TD1(0..2) TD5(0..12) TD3(0..12) TD4(0..5) MAN(0..10) PCT(0..>1)
      CTB(0..5) TXI(0..>1)
      AMT{0,>1}[
        AMT! REF(0..>1) DTM PCT(0..>1)
        FA1{0,>1}[FA1! FA2(1..>1)]
      ]
      N9{0,1000}[N9! DTM(0..>1) MSG(0..1000)]
      N1{0,200}[
        N1! N2(0..2) N3(0..2) N4(0..>1) NX2(0..>1) REF(0..12) PER(0..>1) SI(0..>1) FOB TD1(0..2)
        TD5(0..12) TD3(0..12) TD4(0..5) PKG(0..200)
      ]
      LM{0,>1}[LM! LQ(1..>1)]
      SPI{0,>1}[
        SPI! REF(0..5) DTM(0..5) MSG(0..50)
        N1{0,20}[N1! N2(0..2) N3(0..2) N4 REF(0..20) G61 MSG(0..50)]
        CB1{0,>1}[CB1! REF(0..20) DTM(0..5) LDT MSG(0..50)]
      ]
      ADV{0,>1}[ADV! DTM(0..>1) MTX(0..>1)]
      PO1{1,100000}[
        PO1! LIN(0..>1) SI(0..>1) CUR CN1 PO3(0..25)
        CTP{0,>1}[CTP! CUR]
        PAM(0..10) MEA(0..40)
        PID{0,1000}[PID! MEA(0..10)]
        PWK(0..25) PO4(0..>1) REF(0..>1) PER(0..3)
        SAC{0,25}[SAC! CUR CTP]
        IT8 CSH(0..>1) ITD(0..2) DIS(0..20) INC TAX(0..>1) FOB(0..>1) SDQ(0..500) IT3(0..5)
        DTM(0..10) TC2(0..>1) TD1 TD5(0..12) TD3(0..12) TD4(0..5) PCT(0..>1) MAN(0..10)
        MSG(0..>1) SPI(0..>1) TXI(0..>1) CTB(0..>1)
        QTY{0,>1}[QTY! SI(0..>1)]
        SCH{0,200}[SCH! TD1(0..2) TD5(0..12) TD3(0..12) TD4(0..5) REF(0..>1)]
        PKG{0,200}[PKG! MEA(0..>1)]
        LS{0,1}[
          LS!
          LDT{0,>1}[
            LDT! QTY(0..>1) MSG REF(0..3)
            LM{0,>1}[LM! LQ(1..>1)]
          ]
          LE!
        ]
        N9{0,1000}[N9! DTM(0..>1) MEA(0..40) MSG(0..1000)]
        N1{0,200}[
          N1! N2(0..2) N3(0..2) N4 QTY(0..>1) NX2(0..>1) REF(0..12) PER(0..3) SI(0..>1) DTM
          FOB SCH(0..200) TD1(0..2) TD5(0..12) TD3(0..12) TD4(0..5) PKG(0..200)
          LDT{0,>1}[LDT! MAN(0..10) QTY(0..5) MSG REF(0..3)]
        ]
        SLN{0,1000}[
          SLN! MSG(0..>1) SI(0..>1) PID(0..1000) PO3(0..104) TC2(0..>1) ADV(0..>1) DTM(0..10)
          CTP(0..25) PAM(0..10) PO4 TAX(0..3)
          N9{0,>1}[N9! DTM(0..>1) MSG(0..>1)]
          SAC{0,25}[SAC! CUR CTP]
          QTY{0,>1}[QTY! SI(0..>1)]
          N1{0,10}[N1! N2(0..2) N3(0..2) N4 NX2(0..>1) REF(0..12) PER(0..3) SI(0..>1)]
        ]
        AMT{0,>1}[AMT! REF PCT(0..>1)]
        LM{0,>1}[LM! LQ(1..>1)]
      ]
      CTT{0,1}[CTT! AMT]
      SE!
    `,
    '005010': `
      ST! BEG! CUR REF(0..>1) PER(0..3) TAX(0..>1) FOB(0..>1) CTP(0..>1) PAM(0..10) CSH(0..5)
      TC2(0..>1)
      SAC{0,25}[SAC! CUR]
      ITD(0..>1) DIS(0..20) INC DTM(0..10) LIN(0..5) SI(0..>1) PID(0..200) MEA(0..40) PWK(0..25)
      PKG(0..200) TD1(0..2) TD5(0..>1) TD3(0..12) TD4(0..5) MAN(0..10) PCT(0..>1) CTB(0..5)
      TXI(0..>1)
      LDT{0,>1}[LDT! QTY(0..>1) MTX(0..>1) REF(0..>1)]
      AMT{0,>1}[
        AMT! REF(0..>1) DTM PCT(0..>1)
        FA1{0,>1}[FA1! FA2(1..>1)]
      ]
      N9{0,1000}[N9! DTM(0..>1) MTX(0..>1) PWK(0..>1) EFI(0..>1)]
      N1{0,200}[
        N1! N2(0..2) IN2(0..>1) N3(0..2) N4(0..>1) NX2(0..>1) REF(0..12) PER(0..>1) SI(0..>1)
        FOB TD1(0..2) TD5(0..12) TD3(0..12) TD4(0..5) PKG(0..200)
      ]
      LM{0,>1}[LM! LQ(1..>1)]
      SPI{0,>1}[
        SPI! REF(0..5) DTM(0..5) MTX(0..>1)
        N1{0,20}[N1! N2(0..2) N3(0..2) N4 REF(0..20) G61 MTX(0..>1)]
        CB1{0,>1}[CB1! REF(0..20) DTM(0..5) LDT MTX(0..>1)]
      ]
      ADV{0,>1}[ADV! DTM(0..>1) MTX(0..>1)]
      PO1{1,100000}[
        PO1! LIN(0..>1) SI(0..>1) CUR CN1 PO3(0..25)
        CTP{0,>1}[CTP! CUR]
        PAM(0..10) MEA(0..40)
        PID{0,1000}[PID! MEA(0..10)]
        PWK(0..25) PO4(0..>1) REF(0..>1) PER(0..3)
        SAC{0,25}[SAC! CUR CTP]
        IT8 CSH(0..>1) ITD(0..2) DIS(0..20) INC TAX(0..>1) FOB(0..>1) SDQ(0..500) IT3(0..5)
        DTM(0..10) TC2(0..>1) TD1 TD5(0..12) TD3(0..12) TD4(0..5) PCT(0..>1) MAN(0..10)
        MTX(0..>1) SPI(0..>1) TXI(0..>1) CTB(0..>1)
        QTY{0,>1}[QTY! SI(0..>1)]
        SCH{0,200}[SCH! TD1(0..2) TD5(0..12) TD3(0..12) TD4(0..5) REF(0..>1)]
        PKG{0,200}[PKG! MEA(0..>1)]
        LS{0,1}[
          LS!
          LDT{0,>1}[
            LDT! QTY(0..>1) MTX(0..>1) REF(0..3)
            LM{0,>1}[LM! LQ(1..>1)]
          ]
          LE!
        ]
        N9{0,1000}[N9! DTM(0..>1) MEA(0..40) MTX(0..>1) PWK(0..>1) EFI(0..>1)]
        N1{0,200}[
          N1! N2(0..2) IN2(0..>1) N3(0..2) N4 QTY(0..>1) NX2(0..>1) REF(0..12) PER(0..3)
          SI(0..>1) DTM FOB SCH(0..200) TD1(0..2) TD5(0..12) TD3(0..12) TD4(0..5) PKG(0..200)
          LDT{0,>1}[LDT! MAN(0..10) QTY(0..5) MTX(0..>1) REF(0..3)]
        ]
        SLN{0,1000}[
          SLN! MTX(0..>1) SI(0..>1) PID(0..1000) PO3(0..104) MEA(0..>1) TC2(0..>1) ADV(0..>1)
          DTM(0..10) CTP(0..25) PAM(0..10) PO4 TAX(0..3)
          N9{0,>1}[N9! DTM(0..>1) MTX(0..>1)]
          SAC{0,25}[SAC! CUR CTP]
          QTY{0,>1}[QTY! SI(0..>1)]
          N1{0,10}[N1! N2(0..2) IN2(0..>1) N3(0..2) N4 NX2(0..>1) REF(0..12) PER(0..3) SI(0..>1)]
        ]
        AMT{0,>1}[AMT! REF(0..>1) PCT(0..>1)]
        LM{0,>1}[LM! LQ(1..>1)]
      ]
      CTT{0,1}[CTT! AMT]
      SE!
    `,
  },
}
