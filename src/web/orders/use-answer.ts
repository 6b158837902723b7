// A supplier's answer while it is typed: kept in this browser until it is sent, what is wrong with it, and sending it.
import { useRef, useState } from 'react'
import { localDateOf } from '../../kernel/time.ts'
import { type LineDetail, type OrderDetail, ordersApi } from '../../orders/api.ts'
import { m } from '../i18n/index.ts'
import { Problem } from '../problem.ts'
import { useAct } from '../query.ts'
import { serverClock } from '../server-clock.ts'
import { useOrgId } from '../shell/me.ts'
import { useDraftForm } from '../ui/form.ts'
import { type Checked, checkOf, faultOf } from './answer-check.ts'
import { actOf, draftNow, freshDraft, type LineDraft } from './answer-draft.ts'
import { useClosedDays } from './use-closed-days.ts'

type Drafts = Record<string, LineDraft>

/** What was typed so far, kept in this browser until it is sent; what is wrong with it; and sending it. */
export function useAnswer(order: OrderDetail, sent: () => void) {
  // By the order, not by its version: what one line's change does to the version must not take what is typed for others.
  const draft = useDraftForm<Drafts>(useOrgId(), `answer.${order.id}`, { initialValues: {} })
  const { form, forget } = draft
  const [restored, setRestored] = useState(draft.restored)
  const act = useAct(ordersApi.answer, {
    quiet: true,
    changes: ['order', 'clock'],
    done: answered => sentText(answered.lines),
  })
  const lines = useRef<HTMLDivElement>(null)
  const [tried, setTried] = useState(false)
  const focusFault = () =>
    // After the faults are drawn.
    setTimeout(() => lines.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
  const emptied = () => {
    form.setValues(Object.fromEntries(order.lines.map(line => [`line${line.lineNumber}`, freshDraft(line)])))
    forget()
    setTried(false)
    setRestored(false)
  }
  const send = (said: readonly (readonly [LineDetail, LineDraft])[]) => {
    const body = said.flatMap(([{ lineNumber }, draft]) => {
      const answer = actOf(draft)
      return answer ? [{ lineNumber, answer, basedOn: draft.basedOn }] : []
    })
    act.mutate(
      { params: { orderId: order.id }, body: { versionAnswered: order.version, lines: body } },
      {
        onSuccess: () => {
          emptied()
          sent()
        },
        onError: focusFault,
      },
    )
  }
  const now = (line: LineDetail) => draftNow(line, form.values[`line${line.lineNumber}`])
  const draftOf = (line: LineDetail): LineDraft => now(line).draft
  const today = localDateOf(new Date(serverClock.now()), order.shipTo.zone)
  const isClosed = useClosedDays(order.calendarId)
  const { tolerance } = order
  const checkedOf = (line: LineDetail): Checked => checkOf(line, draftOf(line), { tolerance, today, isClosed })
  const refused = act.isPending ? new Map() : refusedAt(act.error, act.variables?.body.lines ?? [])
  return {
    ...{ lines, act, send, draftOf, checkedOf, tried },
    restored: restored && order.lines.some(line => draftOf(line).choice !== ''),
    discard: emptied,
    fitOf: (line: LineDetail) => now(line).fit,
    // What is just being sent changes the lines itself.
    dropped: act.isPending ? [] : order.lines.filter(line => now(line).fit === 'dropped'),
    faultsOf: (line: LineDetail) => [
      ...checkedOf(line).faults.filter(fault => tried || !fault.missing),
      ...(refused.get(line.lineNumber) ?? []),
    ],
    onFaulty: () => {
      setTried(true)
      focusFault()
    },
    setDrafts: (drafts: readonly (readonly [LineDetail, LineDraft])[]) => {
      if (act.error) act.reset()
      form.setValues(Object.fromEntries(drafts.map(([line, draft]) => [`line${line.lineNumber}`, draft])))
    },
  }
}

/** What the server refused, by the number of the line it speaks of: it counts the lines that were sent. */
function refusedAt(error: unknown, sent: readonly { lineNumber: number }[]) {
  const refused = new Map<number, ReturnType<typeof faultOf>[]>()
  if (!(error instanceof Problem)) return refused
  for (const { path, what, how } of error.details.fields) {
    const lineNumber = sent[Number(/^lines\.(\d+)\./.exec(path)?.[1] ?? -1)]?.lineNumber
    const fault = faultOf({ detail: what, where: path, remedy: how })
    if (lineNumber !== undefined && fault.field) refused.set(lineNumber, [...(refused.get(lineNumber) ?? []), fault])
  }
  return refused
}

const sentText = (lines: readonly { outcome: string }[]): string =>
  lines.some(({ outcome }) => outcome === 'old-version') ? m.orders_answer_old() : m.orders_answer_done()
