// What a supplier types into its commit: what nobody can commit is named, and what a press commits is counted.
import { expect, test } from 'vitest'
import type { ShareDetail } from '../../forecasts/api.ts'
import { cellKey, commitCell, draftCells, openBeside, sendable, type Typed } from './commit-draft.ts'

const weeks = ['2026-11-30', '2026-12-07', '2026-12-14'].map(start => ({ start, zone: 'firm' as const }))
const line = {
  ...{ id: 'chain', buyerPart: 'CHN-9', supplierPart: 'NL-88', description: 'Chain', unit: 'EA', shipToCode: 'STR1' },
  ...{ quantities: ['20', '20', '12.5'], previous: [null, null, null], reasons: {} },
  ...{ committed: ['15', '20', null], origins: ['supplier', 'carried', null] },
}
const share = { side: 'supplier', asked: 2, weeks, lines: [line] } as unknown as ShareDetail
const typing = (...texts: [number, string][]): Typed =>
  new Map(texts.map(([week, text]) => [cellKey('chain', weeks[week]?.start ?? ''), text]))

test('below nothing, half a piece and what is no number are wrong in words, and ask for no reason', () => {
  const cells = draftCells(share, typing([0, '-7'], [1, '5.5'], [2, 'lots']))
  expect(cells.map(({ wrong, short }) => [wrong, short])).toEqual([
    ['"-7" is below 0. Write 0 or a quantity above it.', false],
    ['5.5 EA is not a whole number of pieces. Say 5 or 6.', false],
    ['“lots” is not a quantity.', false],
  ])
  expect(sendable(cells, () => 'no steel')).toBeUndefined()
  const [sole] = share.lines
  expect(sole && commitCell(share, sole, 0, typing([0, '-7']), true)).toMatchObject({ tone: 'wrong', shown: '-7' })
})

test('what is committed beside the changes is what wants a word and got none', () => {
  // The first was said already, the second is carried and asked, the third was never said.
  expect(openBeside(share, [])).toBe(2)
  expect(openBeside(share, draftCells(share, typing([0, '10'])))).toBe(2)
  expect(openBeside(share, draftCells(share, typing([0, '10'], [1, '18'], [2, '13'])))).toBe(0)
})
