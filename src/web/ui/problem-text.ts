// A problem in words: what is wrong and how to mend it, also for what no server can say (no connection).
import { m } from '../i18n/index.ts'
import type { Problem } from '../problem.ts'

export interface ProblemText {
  what: string
  where?: string
  how?: string
}

export function problemText(problem: Problem): ProblemText {
  const { status, title, detail, where, how } = problem.details
  if (status === 0) return { what: m.ui_problem_unreachable(), how: m.ui_problem_unreachable_how() }
  if (status === 401) return { what: m.ui_problem_signed_out(), how: m.ui_problem_signed_out_how() }
  if (status === 403 && !detail) return { what: m.ui_problem_forbidden(), how: m.ui_problem_forbidden_how() }
  if (status === 404) return { what: m.ui_problem_not_found(), how: m.ui_problem_not_found_how() }
  if (status === 429) return { what: detail ?? m.ui_problem_too_many(), how: how ?? m.ui_problem_too_many_how() }
  if (status >= 500) return { what: m.ui_problem_server(), how: how ?? m.ui_problem_server_how() }
  return { what: detail ?? title, ...(where ? { where } : {}), ...(how ? { how } : {}) }
}
