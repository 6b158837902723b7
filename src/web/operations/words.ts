// The words for background work: what it does, what it is about, and where that is looked at.
import type { FailedWork } from '../../operations/api.ts'
import { m } from '../i18n/index.ts'

const kinds: Record<string, () => string> = {
  'clock.step': m.operations_kind_clock_step,
  'clock.tell': m.operations_kind_clock_tell,
  'clock.post': m.operations_kind_clock_post,
  'interchange.process': m.operations_kind_interchange_process,
  'interchange.deliver': m.operations_kind_interchange_deliver,
  'document.apply': m.operations_kind_document_apply,
  'document.write': m.operations_kind_document_write,
  'notice.raise': m.operations_kind_notice_raise,
  'notice.send': m.operations_kind_notice_send,
}

/** A kind without words of its own is better shown by its name than not at all. */
export const kindText = (kind: string): string => kinds[kind]?.() ?? kind

export const stateText = (state: FailedWork['state']): string =>
  state === 'given-up' ? m.operations_state_given_up() : m.operations_state_trying()

/** Where a person looks at what the work is about. */
export function aboutOf({ subject, label }: Pick<FailedWork, 'subject' | 'label'>): { text: string; href?: string } {
  switch (subject?.kind) {
    case 'clock':
      return { text: label || m.operations_about_clock(), href: `/clocks/${subject.id}` }
    case 'interchange':
      return { text: label || m.operations_about_message(), href: `/gateway/interchanges/${subject.id}` }
    case 'document':
      // A document has no page of its own.
      return { text: label || m.operations_about_attention(), href: '/gateway/attention' }
    case 'notice':
      return { text: label || m.operations_about_mail(), href: `/mails?mail=${subject.id}` }
    default:
      return { text: label }
  }
}
