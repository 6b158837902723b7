// A clock that was late, and of which nothing is asked any more, says so wherever it is shown: never that it was answered.
import { MantineProvider } from '@mantine/core'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import type { ClockRow } from '../../sla/api.ts'
import { CancelledLine } from './BreachLines.tsx'
import { DueCell } from './cells.tsx'
import { mayExcuse } from './may-excuse.ts'

const clock = {
  ...{ id: '1', kind: 'commit', label: '6', state: 'cancelled-late', urgency: 'cancelled-late', lines: null },
  ...{ startedAt: '2027-03-01T08:00:00Z', countingFrom: '2027-03-01T08:00:00Z', dueAt: '2027-03-01T12:00:00Z' },
  ...{ stoppedAt: '2027-03-01T12:30:00Z', zone: 'Europe/Berlin', progress: [], marks: [], fired: [], excuse: null },
  ...{ cancelledWhy: 'Release 7 took its place.', disputed: false },
} as unknown as ClockRow
const excused = { ...clock, state: 'excused', urgency: 'closed' } as const
const shown = (part: React.ReactNode) => renderToStaticMarkup(<MantineProvider>{part}</MantineProvider>)

it.each([
  ['late as it counts', clock, 'Late, then not needed'],
  ['excused', excused, 'Excused'],
] as const)('%s, in lists', (_, of, badge) => {
  const cell = shown(<DueCell clock={of} />)
  expect(cell).toContain(badge)
  expect(cell).toContain('Release 7 took its place.')
  expect(cell).not.toContain('Answered')
})

it('on the pages of the order and the forecast, in a sentence', () => {
  expect(shown(<CancelledLine cancelledWhy={clock.cancelledWhy} />)).toContain(
    'It was late, then no longer needed: Release 7 took its place. The lateness stays on record.',
  )
  expect(shown(<CancelledLine cancelledWhy={null} />)).not.toContain('no longer needed')
})

it('may be excused and disputed, unless it is the decision of the buyer itself', () => {
  expect(mayExcuse(clock)).toBe(true)
  expect(mayExcuse({ ...clock, kind: 'decision' })).toBe(false)
  expect(mayExcuse({ ...clock, state: 'cancelled' })).toBe(false)
})
