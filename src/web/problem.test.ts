// Refusals of the server, as a page understands them.
import { describe, expect, it } from 'vitest'
import { Problem, readProblem } from './problem.ts'
import { problemText } from './ui/problem-text.ts'

const refused = (refusals: object[]) =>
  new Problem(
    readProblem(409, {
      type: 'about:blank',
      title: 'Refused',
      status: 409,
      code: 'pack',
      detail: 'All of it.',
      refusals,
    }),
  )

describe('a problem', () => {
  it('says what, where and how for a single refusal', () => {
    const problem = refused([
      { code: 'pack', detail: '130 is no multiple of 50.', where: '/lines/0/quantity', remedy: 'Call off 100 or 150.' },
    ])
    expect(problemText(problem)).toEqual({
      what: '130 is no multiple of 50.',
      where: 'lines 1, quantity',
      how: 'Call off 100 or 150.',
    })
    expect(problem.details.code).toBe('pack')
    expect(problem.details.fields[0]?.path).toBe('lines.0.quantity')
  })

  it('counts several, for which the page lists them', () => {
    const problem = refused([
      { code: 'a', detail: 'One.' },
      { code: 'b', detail: 'Two.' },
    ])
    expect(problemText(problem)).toEqual({ what: 'Refused for 2 reasons.' })
  })

  it('has words for what no server said', () => {
    expect(problemText(Problem.unreachable(new TypeError('failed'))).what).toBe('The server cannot be reached.')
    expect(readProblem(502, undefined)).toEqual({ status: 502, title: 'HTTP 502', fields: [] })
    expect(readProblem(502, ['nonsense']).fields).toEqual([])
  })
})
