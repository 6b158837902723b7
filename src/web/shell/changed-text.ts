// What the live feed changed, in words to be read aloud: counts by what people call the things.
import { m } from '../i18n/index.ts'

const words: Record<string, (counted: { n: number }) => string> = {
  order: m.shell_changed_orders,
  'forecast-release': m.shell_changed_forecasts,
  'supplier-release': m.shell_changed_forecasts,
  'ship-notice': m.shell_changed_ship_notices,
  clock: m.shell_changed_clocks,
  interchange: m.shell_changed_interchanges,
  document: m.shell_changed_interchanges,
}

/** Kinds that people call the same are counted together. */
export function changedText(counts: ReadonlyMap<string, number>): string {
  const said = new Map<(counted: { n: number }) => string, number>()
  for (const [kind, n] of counts) {
    const word = words[kind] ?? m.shell_changed_things
    said.set(word, (said.get(word) ?? 0) + n)
  }
  return [...said].map(([word, n]) => word({ n })).join(' ')
}
