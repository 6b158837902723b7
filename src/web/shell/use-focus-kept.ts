// Whoever works by keyboard or listens to the page is not thrown back to its top when what they stood on disappears.
import { useEffect } from 'react'

/** Long enough for a dialog to give the focus back itself, too short to press a key in. */
const settleMs = 60
const above = '[role=dialog], [role=menu], [role=listbox]'

/** Of a list: what stands in it may go while the row stays. */
const row = '[data-row]'

/**
 * When the focused thing is gone, the focus goes back to what opened the dialog it was in, or, when that is gone too,
 * to the row it stood in (a button that has done its work), or else (another page, an answered line) to the page's own part.
 */
export function useFocusKept(): void {
  useEffect(() => {
    let last: Element | undefined
    let opener: HTMLElement | undefined
    let place: Element | null = null
    let timer: ReturnType<typeof setTimeout> | undefined
    const remember = ({ target }: FocusEvent) => {
      if (!(target instanceof HTMLElement)) return
      last = target
      if (target.closest(above)) return
      opener = target
      place = target.closest(row)
    }
    const look = () => {
      if (document.activeElement !== document.body || !last || last.isConnected) return
      const stayed = place?.isConnected ? place.querySelector<HTMLElement>('a[href]') : null
      const next = opener?.isConnected ? opener : (stayed ?? document.getElementById('page'))
      next?.focus({ preventScroll: true })
    }
    const observer = new MutationObserver(() => {
      if (document.activeElement !== document.body) return
      clearTimeout(timer)
      timer = setTimeout(look, settleMs)
    })
    document.addEventListener('focusin', remember)
    observer.observe(document.body, { childList: true, subtree: true })
    return () => {
      document.removeEventListener('focusin', remember)
      observer.disconnect()
      clearTimeout(timer)
    }
  }, [])
}
