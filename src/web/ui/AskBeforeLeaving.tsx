// Asks before a page is left on which something typed is not saved: within the portal in its own words, else in the browser's.
import { useBlocker } from '@tanstack/react-router'
import { m } from '../i18n/index.ts'
import { Confirm } from './ConfirmAct.tsx'

export function AskBeforeLeaving({ when }: { when: boolean }) {
  const { status, proceed, reset } = useBlocker({
    // Another tab of the same page loses nothing.
    shouldBlockFn: ({ current, next }) => when && current.pathname !== next.pathname,
    enableBeforeUnload: when,
    withResolver: true,
  })
  return (
    <Confirm
      opened={status === 'blocked'}
      title={m.ui_leave_ask()}
      act={m.ui_leave()}
      danger
      onClose={() => reset?.()}
      onConfirm={() => proceed?.()}
    >
      {m.ui_leave_what()}
    </Confirm>
  )
}
