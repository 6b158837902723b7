/** 824 Application advice: what the content of a document was found to be: order, loops and repetition of its segments, by release. */
import type { SetNotation } from '../guide.ts'

export const set824: SetNotation = {
  id: '824',
  group: 'AG',
  name: 'Application advice: what the content of a document was found to be',
  structure: {
    '004010': `
      ST! BGN!
      N1{0,>1}[N1! N2(0..2) N3(0..2) N4 REF(0..12) PER(0..3)]
      OTI{1,>1}[
        OTI! REF(0..12) DTM(0..2) PER(0..3) AMT(0..>1) QTY(0..>1) NM1(0..9)
        TED{0,>1}[TED! NTE(0..100) RED(0..100)]
        LM{0,>1}[
          LM!
          LQ{1,100}[LQ! RED(0..100)]
        ]
      ]
      SE!
    `,
    '005010': `
      ST! BGN!
      N1{0,>1}[N1! N2(0..2) N3(0..2) N4 REF(0..12) PER(0..3)]
      OTI{1,>1}[
        OTI! REF(0..12) DTM(0..2) PER(0..3) AMT(0..>1) QTY(0..>1) NM1(0..9)
        TED{0,>1}[TED! CTX(0..10) NTE(0..100) RED(0..100)]
        LM{0,>1}[
          LM!
          LQ{1,100}[LQ! RED(0..100)]
        ]
      ]
      SE!
    `,
  },
}
