// Words of a partner among our own sentences.
import { expect, test } from 'vitest'
import { sentence } from './sentence.ts'

test('end with a full stop, once', () => {
  expect(sentence('Price not agreed ')).toBe('Price not agreed.')
  for (const ended of ['Price not agreed.', 'Which price?', 'They say “no.”', 'Later…'])
    expect(sentence(ended)).toBe(ended)
})
