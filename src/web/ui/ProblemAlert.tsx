// A problem shown in its place on the page: what, where, how to mend it, and "try again" when that may help.
import { Alert, Button, List, Text } from '@mantine/core'
import { TriangleAlert } from 'lucide-react'
import { m } from '../i18n/index.ts'
import { Problem } from '../problem.ts'
import { type FormWithFields, hasField } from './form.ts'
import { problemText, readable } from './problem-text.ts'

interface ProblemAlertProps {
  problem: unknown
  /** Asks again; shown when asking again may help. */
  onRetry?: () => void
  /** Fields that a form shows beside its inputs already. */
  hideFields?: boolean
  /** The form that shows what is wrong beside its inputs: what all stands there is not said once more. */
  beside?: FormWithFields
  /** Where it is stands in the words themselves; a program's path would only puzzle. */
  hidePaths?: boolean
  /** What the page calls the field at a path; of others the path is shown. */
  nameOf?: (path: string) => string | undefined
}

export function ProblemAlert({
  problem,
  onRetry,
  beside,
  hideFields = beside !== undefined,
  hidePaths = false,
  nameOf,
}: ProblemAlertProps) {
  if (!problem) return null
  const known = problem instanceof Problem ? problem : undefined
  const text = known
    ? problemText(known)
    : { what: m.ui_problem_page(), how: m.ui_problem_page_how(), where: undefined }
  const listed = known?.details.fields ?? []
  if (beside && listed.length > 0 && listed.every(({ path }) => hasField(beside, path))) return null
  // A single field stands in the title already.
  const named = (path: string) => nameOf?.(path) ?? readable(path)
  const where = text.where && listed[0] ? named(listed[0].path) : text.where
  const fields = hideFields || listed.length < 2 ? [] : listed
  return (
    <Alert color="red" variant="light" icon={<TriangleAlert size={18} aria-hidden />} title={text.what} role="alert">
      {where && !hidePaths && !hideFields ? <Text size="sm">{m.ui_problem_where({ where })}</Text> : null}
      {text.how ? <Text size="sm">{text.how}</Text> : null}
      {fields.length > 0 ? (
        <List size="sm" mt="xs">
          {fields.map(field => (
            <List.Item key={`${field.path} ${field.what}`}>
              {field.path && !hidePaths ? <strong>{named(field.path)}: </strong> : null}
              {field.what} {field.how}
            </List.Item>
          ))}
        </List>
      ) : null}
      {known?.status === 401 && known.details.code !== 'wrong-password' ? (
        <Button size="xs" mt="sm" variant="default" component="a" href={signInAgain()}>
          {m.ui_sign_in_again()}
        </Button>
      ) : null}
      {onRetry && (known?.passing ?? true) ? (
        <Button size="xs" mt="sm" variant="default" onClick={onRetry}>
          {m.ui_retry()}
        </Button>
      ) : null}
    </Alert>
  )
}

const signInAgain = (): string => `/sign-in?back=${encodeURIComponent(location.pathname + location.search)}`
