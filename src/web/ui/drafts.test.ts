// What was typed and not yet sent belongs to the organization it was typed for.
import { expect, test } from 'vitest'
import { draftKey, draftPrefix } from './drafts.ts'

test('two organizations in one browser never find each other’s drafts, and sign-out finds both', () => {
  const keys = ['0193-a', '0193-b'].map(orgId => draftKey(orgId, 'new-order'))
  expect(new Set(keys).size).toBe(2)
  expect(keys.every(key => key.startsWith(draftPrefix))).toBe(true)
})
