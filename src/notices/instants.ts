// Instants in what people are told: said in the contract's zone, and in the reader's too where its clock differs. Pure.
import { formatInstant, isZone, wallOf } from '../kernel/time.ts'

/** Stands in a notice's title or text for an instant, until it is known who reads it. */
export const instantFor = (at: Date, zone: string): string => `⟦${at.toISOString()}|${zone}⟧`

/** Stands in a text for when the first of these subjects wants its answer: known once people are told, not yet when it is written. */
export const dueFor = (subjectIds: readonly string[]): string => `⟦due|${subjectIds.join(' ')}⟧`

export interface Due {
  at: Date
  /** Of the contract. */
  zone: string
}

/** Every `dueFor` as the instant it stands for; a paragraph about what is not due is left out. */
export async function fillDue(
  text: string,
  dueOf: (subjectIds: readonly string[]) => Promise<Due | undefined>,
): Promise<string> {
  const paragraphs: string[] = []
  for (const paragraph of text.split('\n\n')) {
    const [mark, ids] = /⟦due\|([\da-f -]*)⟧/.exec(paragraph) ?? []
    const due = ids === undefined ? undefined : await dueOf(ids.split(' '))
    if (mark === undefined) paragraphs.push(paragraph)
    else if (due) paragraphs.push(paragraph.replace(mark, instantFor(due.at, due.zone)))
  }
  return paragraphs.join('\n\n')
}

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
