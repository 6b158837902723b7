// Sign-in leads back into the portal and nowhere else.
import { expect, it } from 'vitest'
import { safeBack } from './safe-back.ts'

it('leads back to a page of the portal, never to another site', () => {
  expect(safeBack('/orders/17?tab=lines')).toBe('/orders/17?tab=lines')
  for (const foreign of [
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '/sign-in?back=/sign-in',
  ]) {
    expect(safeBack(foreign)).toBe('/')
  }
  expect(safeBack(undefined)).toBe('/')
})
