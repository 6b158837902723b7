// Instants in what people are told: said in the contract's zone, and in the reader's too where its clock differs. Pure.
import { formatInstant, isZone, wallOf } from '../kernel/time.ts'

/** Stands in a notice's title or text for an instant, until it is known who reads it. */
export const instantFor = (at: Date, zone: string): string => `⟦${at.toISOString()}|${zone}⟧`

/** Every `instantFor` in words for one reader. */
export function sayInstants(text: string, readerZone: string | null): string {
  return text.replace(/⟦([\dT:.Z-]{24})\|([\w/+-]+)⟧/g, (mark, iso: string, zone: string) => {
    const at = new Date(iso)
    if (Number.isNaN(at.getTime()) || !isZone(zone)) return mark
    const said = formatInstant(at, zone)
    return readerZone && differs(at, zone, readerZone) ? `${said}, ${formatInstant(at, readerZone)}` : said
  })
}

function differs(at: Date, a: string, b: string): boolean {
  const [here, there] = [wallOf(at, a), wallOf(at, b)]
  return here.date !== there.date || here.time !== there.time
}
