// `npm run x12:types`: writes src/x12/write/builders/types.ts, the guides as types, so that the compiler knows what they know.
import { writeFileSync } from 'node:fs'
import { typesOfGuides } from '../src/x12/write/builders/types-text.ts'

writeFileSync(new URL('../src/x12/write/builders/types.ts', import.meta.url), typesOfGuides())
