// Something short that can be asked for its reasons: by pointer, by tap and by keyboard; a button, and what it opens.
import { lazy, type ReactNode, Suspense } from 'react'
import { part } from '../parts.ts'
import classes from './Explained.module.css'
import { hideTip, showTip } from './tip.ts'
import { useOpener } from './use-opener.ts'

const load = () => import('./ExplainedPanel.tsx').then(x => ({ default: x.ExplainedPanel }))
const ExplainedPanel = lazy(part(load))

interface ExplainedProps {
  /** The reasons, a sentence each. */
  lines: readonly string[]
  /** Under the reasons: where there is more. */
  more?: ReactNode
  children: ReactNode
}

export function Explained({ lines, more, children }: ExplainedProps) {
  const { button, panel } = useOpener('dialog', load)
  const { onClick, onPointerEnter, ...rest } = button
  return (
    <>
      <button
        type="button"
        className={classes.asks}
        {...rest}
        onPointerEnter={event => {
          onPointerEnter()
          if (event.pointerType === 'mouse') showTip(event.currentTarget, lines)
        }}
        onPointerLeave={hideTip}
        onClick={event => {
          // In a list the row itself opens something else.
          event.stopPropagation()
          hideTip()
          onClick()
        }}
        onKeyDown={event => event.stopPropagation()}
      >
        {children}
      </button>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: only keeps presses in the panel from the row above it */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the same */}
      <span onClick={event => event.stopPropagation()}>
        <Suspense>{panel ? <ExplainedPanel panel={panel} lines={lines} more={more} /> : null}</Suspense>
      </span>
    </>
  )
}
