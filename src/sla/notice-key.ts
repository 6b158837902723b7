// The keys of the notices of a step: by them it is found again when something becomes of a notice. Pure.
import type { Audience } from './ladder.ts'

export interface NoticeOfStep {
  clockId: string
  level: string
  /** Told because mails of the step did not arrive. */
  instead?: Audience | undefined
  /** To somebody without an inbox here: a partner's contact, or one whom a ladder names. */
  contact: boolean
}

export const noticeKey = ({ clockId, level, instead, contact }: NoticeOfStep): string =>
  `clock:${clockId}:${level}${instead ? `:instead-${instead}` : ''}${contact ? ':contact' : ''}`

const form = /^clock:([0-9a-f-]{36}):([a-z0-9-]+)(?::instead-([a-z-]+))?(:contact)?$/

export function stepOfKey(key: string): NoticeOfStep | undefined {
  const [, clockId, level, instead, contact] = form.exec(key) ?? []
  if (clockId === undefined || level === undefined) return undefined
  return { clockId, level, instead: instead as Audience | undefined, contact: contact !== undefined }
}
