// A problem in words: what is wrong and how to mend it, also for what no server can say (no connection).
import { m } from '../i18n/index.ts'
import type { Problem } from '../problem.ts'

export interface ProblemText {
  what: string
  where?: string
  how?: string
}

export function problemText(problem: Problem): ProblemText {
  const { status, title, detail, where, how, fields } = problem.details
  if (status === 0) return { what: m.ui_problem_unreachable(), how: m.ui_problem_unreachable_how() }
  if (status === 401 && problem.details.code !== 'wrong-password') {
    return { what: m.ui_problem_signed_out(), how: m.ui_problem_signed_out_how() }
  }
  if (status === 403) return { what: detail ?? m.ui_problem_forbidden(), how: how ?? m.ui_problem_forbidden_how() }
  if (status === 404) return { what: m.ui_problem_not_found(), how: m.ui_problem_not_found_how() }
  if (status === 429) return { what: detail ?? m.ui_problem_too_many(), how: how ?? m.ui_problem_too_many_how() }
  if (status >= 500) return { what: m.ui_problem_server(), how: how ?? detail ?? m.ui_problem_server_how() }
  const [only, ...others] = fields
  if (only && others.length === 0) return said(only.what, readable(only.path), only.how)
  if (only) return said(m.ui_problem_several({ n: fields.length }), undefined, undefined)
  return said(detail ?? title, where, how)
}

function said(what: string, where: string | undefined, how: string | undefined): ProblemText {
  return { what, ...(where ? { where } : {}), ...(how ? { how } : {}) }
}

/** `lines.0.quantity` as a person counts: `lines 1, quantity`. */
export function readable(path: string): string {
  return path
    .split('.')
    .map(step => (/^\d+$/.test(step) ? String(Number(step) + 1) : step))
    .reduce((text, step) => (/^\d+$/.test(step) ? `${text} ${step}` : text ? `${text}, ${step}` : step), '')
}
