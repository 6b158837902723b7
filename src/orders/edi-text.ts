// Words for people inside an EDI document, spelled with the letters that X12 has. Ids never go through here. Pure.

/** What separates in this partner's documents, and so cannot stand inside a text. */
export interface Separators {
  element: string
  component: string
  repetition: string
  terminator: string
}

const letters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  Æ: 'AE',
  ø: 'o',
  Ø: 'O',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  '–': '-',
  '—': '-',
  '’': "'",
  '‘': "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '…': '...',
  '€': 'EUR',
  '×': 'x',
  '″': '"',
  '′': "'",
}

/** A text that informs, never one that identifies: what cannot be written becomes the nearest letter, or a blank. */
export function plainText(text: string, lengthMax: number, separators: Separators): string {
  const cut = new Set(Object.values(separators))
  return [...text.normalize('NFKD')]
    .map(letter => letters[letter] ?? letter)
    .join('')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^\x20-\x7e]/g, ' ')
    .split('')
    .map(letter => (cut.has(letter) ? ' ' : letter))
    .join('')
    .replace(/ +/g, ' ')
    .trim()
    .slice(0, lengthMax)
    .trim()
}

/** CCYYMMDD of a day. */
export const ediDate = (date: string): string => date.replaceAll('-', '')

/** A text in pieces of at most `lengthMax`, broken at blanks where there are any. */
export function pieces(text: string, lengthMax: number, countMax: number): string[] {
  const found: string[] = []
  let rest = text
  while (rest !== '' && found.length < countMax) {
    const blank = rest.length > lengthMax ? rest.lastIndexOf(' ', lengthMax) : rest.length
    const end = blank > 0 ? blank : lengthMax
    found.push(rest.slice(0, end).trim())
    rest = rest.slice(end).trim()
  }
  return found
}
