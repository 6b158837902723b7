// A person with a keyboard alone: tabs to things by their names, and sees at every step where they are.
import { setTimeout as pause } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { until } from '../until.ts'

export interface Place {
  /** What a screen reader would call it, roughly: its label, or what is written on it. */
  name: string
  tag: string
  /** In the window, and drawn differently from how it is without the focus. */
  seen: boolean
}

/** Runs in the page. An input of Mantine shows the focus by its border; all else by the outline that the browser draws. */
const look = `(() => {
  const node = document.activeElement
  const { x, y, width, height } = node.getBoundingClientRect()
  const text = node.getAttribute('aria-label') ?? node.labels?.[0]?.innerText ?? node.innerText ?? ''
  const drawn = [node, ...(node.labels ?? [])].some(one => {
    const style = getComputedStyle(one)
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0
  })
  const bordered = node.matches('input, textarea, select') && node.matches(':focus-within')
  const hidden = node.matches('input[type=radio], input[type=checkbox]') && (width < 2 || height < 2)
  return {
    name: text.replace(/\\s*\\*$/, '').trim(),
    tag: node.tagName.toLowerCase(),
    seen: hidden || ((drawn || bordered) && width > 0 && height > 0 && x + width > 0 && y + height > 0 && y < innerHeight && x < innerWidth),
  }
})()`

export const whereAmI = (page: Page): Promise<Place> => page.evaluate<Place>(look)

/** Presses Tab (or another key) until the named thing has the focus; complains of every step on which one is lost. */
export async function tabTo(page: Page, name: string | RegExp, key = 'Tab'): Promise<void> {
  const is = (place: Place) => (typeof name === 'string' ? place.name === name : name.test(place.name))
  const seen: string[] = []
  for (let step = 0; step < 120; step++) {
    await page.keyboard.press(key)
    const place = await whereAmI(page)
    seen.push(place.name.slice(0, 30))
    if (place.tag !== 'body' && !place.seen) throw new Error(`The focus does not show on ${place.tag} "${place.name}"`)
    if (is(place)) return
  }
  throw new Error(`No way to ${String(name)} by ${key}; came by ${[...new Set(seen)].join(' | ')}`)
}

/** The focus has a place on the page; after what just happened it is not back at the top of the document. */
export async function notLost(page: Page): Promise<Place> {
  await pause(150)
  return until('the focus is somewhere', async () => {
    const place = await whereAmI(page)
    return place.tag === 'body' ? undefined : place
  })
}

export async function type(page: Page, name: string, text: string): Promise<void> {
  await tabTo(page, name)
  await page.keyboard.type(text)
}

/** A day, typed part by part as the browser's own input wants it: month, day, year. */
export async function typeDay(page: Page, name: string, day: string): Promise<void> {
  const [year = '', month = '', date = ''] = day.split('-')
  await type(page, name, `${month}${date}${year}`)
}
