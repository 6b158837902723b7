// Where the page's one tip is drawn: above its anchor, inside the window, gone with Escape or scrolling.
import { useEffect } from 'react'
import classes from './TipPlace.module.css'
import { hideTip, tipId, useTip } from './tip.ts'

export function TipPlace() {
  const tip = useTip()
  useEffect(() => {
    if (!tip) return
    const press = (event: KeyboardEvent) => {
      if (event.key === 'Escape') hideTip()
    }
    document.addEventListener('keydown', press)
    window.addEventListener('scroll', hideTip, { capture: true, passive: true, once: true })
    return () => {
      document.removeEventListener('keydown', press)
      window.removeEventListener('scroll', hideTip, { capture: true })
    }
  }, [tip])
  if (!tip) return null
  const { left, right, top, bottom } = tip.anchor.getBoundingClientRect()
  const below = top < 100
  const vertical = { top: below ? bottom + 6 : top - 6, transform: below ? 'none' : 'translateY(-100%)' }
  // Grows towards the middle of the window, so that it never leaves it.
  const room = window.innerWidth
  const side = (left + right) / 2 > room / 2 ? { right: Math.max(8, room - right) } : { left: Math.max(8, left) }
  return (
    <div id={tipId} role="tooltip" className={classes.tip} style={{ ...vertical, ...side }}>
      {tip.lines.map(line => (
        <div key={line}>{line}</div>
      ))}
    </div>
  )
}
