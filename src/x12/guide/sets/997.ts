/** 997 Functional acknowledgment: was the syntax right: order, loops and repetition of its segments, by release. */
import type { SetNotation } from '../guide.ts'

export const set997: SetNotation = {
  id: '997',
  group: 'FA',
  name: 'Functional acknowledgment: was the syntax right',
  structure: {
    '004010': `
      ST! AK1!
      AK2{0,999999}[
        AK2!
        AK3{0,999999}[AK3! AK4(0..99)]
        AK5!
      ]
      AK9! SE!
    `,
    '005010': `
      ST! AK1!
      AK2{0,>1}[
        AK2!
        AK3{0,>1}[AK3! AK4(0..99)]
        AK5!
      ]
      AK9! SE!
    `,
  },
}
