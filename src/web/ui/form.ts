// Forms on @mantine/form whose inputs show what the server refused, and that forget nothing typed.
import { type UseFormInput, type UseFormReturnType, useForm } from '@mantine/form'
import { useEffect, useState } from 'react'
import { Problem } from '../problem.ts'
import { draftKey, storageSafe } from './drafts.ts'

export { useForm }

/**
 * Puts the server's field problems beside the inputs of the same path. Answers true when every one found its input;
 * otherwise show the rest with `<ProblemAlert>`. `rename` maps a path of the wire to one of the form.
 */
export function showFieldProblems<T extends Record<string, unknown>>(
  form: Pick<UseFormReturnType<T>, 'setFieldError' | 'getValues'>,
  problem: unknown,
  rename: (path: string) => string = path => path,
): boolean {
  if (!(problem instanceof Problem) || problem.details.fields.length === 0) return false
  let all = true
  for (const { path, what, how } of problem.details.fields) {
    const name = rename(path)
    if (hasPath(form.getValues(), name)) form.setFieldError(name, how ? `${what} ${how}` : what)
    else all = false
  }
  return all
}

export type FormWithFields = Pick<UseFormReturnType<Record<string, unknown>>, 'getValues'>

/** Whether a form shows beside an input what is said of this path. */
export const hasField = (form: FormWithFields, path: string): boolean => hasPath(form.getValues(), path)

function hasPath(values: unknown, path: string): boolean {
  let at = values
  for (const step of path.split('.')) {
    if (typeof at !== 'object' || at === null || !(step in at)) return false
    at = (at as Record<string, unknown>)[step]
  }
  return true
}

/**
 * A form whose values survive a closed tab or an ended session, under `name` of the organization in this browser, until
 * `forget()`. Another name is another form: give the component that uses it a `key` that changes with the name.
 */
export function useDraftForm<T extends Record<string, unknown>>(
  orgId: string,
  name: string,
  options: UseFormInput<T, T> & { initialValues: T },
): { form: UseFormReturnType<T>; restored: boolean; forget: () => void } {
  const key = draftKey(orgId, name)
  const [found] = useState(() => readDraft<T>(key))
  const form = useForm<T>({ ...options, initialValues: { ...options.initialValues, ...found } })
  const { values } = form
  const touched = form.isDirty()
  useEffect(() => {
    if (touched || found) storageSafe(() => localStorage.setItem(key, JSON.stringify(values)))
  }, [key, values, touched, found])
  return { form, restored: found !== undefined, forget: () => storageSafe(() => localStorage.removeItem(key)) }
}

function readDraft<T>(key: string): Partial<T> | undefined {
  try {
    const text = localStorage.getItem(key)
    return text ? (JSON.parse(text) as Partial<T>) : undefined
  } catch {
    return undefined
  }
}
