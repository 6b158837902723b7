/** 999 Implementation acknowledgment: was the syntax right, in 005010 form: order, loops and repetition of its segments, by release. */
import type { SetNotation } from '../guide.ts'

export const set999: SetNotation = {
  id: '999',
  group: 'FA',
  name: 'Implementation acknowledgment: was the syntax right, in 005010 form',
  structure: {
    '005010': `
      ST! AK1!
      AK2{0,>1}[
        AK2!
        IK3{0,>1}[
          IK3! CTX(0..10)
          IK4{0,>1}[IK4! CTX(0..10)]
        ]
        IK5!
      ]
      AK9! SE!
    `,
  },
}
