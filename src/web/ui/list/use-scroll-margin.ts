// How far below the page's top a list begins, kept true while things above it come and go.
import { type RefObject, useLayoutEffect, useState } from 'react'

export function useScrollMargin(place: RefObject<HTMLElement | null>): number {
  const [top, setTop] = useState(0)
  useLayoutEffect(() => {
    const measure = () => {
      const node = place.current
      if (node) setTop(Math.round(node.getBoundingClientRect().top + window.scrollY))
    }
    measure()
    const watch = new ResizeObserver(measure)
    watch.observe(document.body)
    return () => watch.disconnect()
  }, [place])
  return top
}
