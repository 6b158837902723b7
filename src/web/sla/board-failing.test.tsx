// A board whose numbers cannot be had says so in their place, and offers to ask again.
import { MantineProvider } from '@mantine/core'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { Problem, readProblem } from '../problem.ts'
import type { ListState } from '../ui/list/list-state.ts'
import { RecentList } from './RecentList.tsx'
import { Tiles } from './Tiles.tsx'

const failed = { data: undefined, error: new Problem(readProblem(503, undefined)), refetch: () => undefined }
const asking = { ...failed, error: null }
const list = { value: () => undefined, set: () => undefined } as unknown as ListState
const shown = (part: React.ReactNode) => renderToStaticMarkup(<MantineProvider>{part}</MantineProvider>)

it.each([
  ['the tiles', (source: typeof failed) => <Tiles source={source} list={list} />],
  ['what was answered of late', (source: typeof failed) => <RecentList source={source} />],
])('in the place of %s stands what is wrong', (_, part) => {
  expect(shown(part(failed))).toContain('role="alert"')
  expect(shown(part({ ...failed, error: asking.error as never }))).not.toContain('role="alert"')
})
