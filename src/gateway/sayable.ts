// Words for people inside an EDI document: what of them cannot be sent, and how it is spelled instead. Pure.

interface Separators {
  element: string
  component: string
  repetition: string
  terminator: string
}

const spellings: Readonly<Record<string, string>> = {
  ...{
    ä: 'ae',
    ö: 'oe',
    ü: 'ue',
    Ä: 'Ae',
    Ö: 'Oe',
    Ü: 'Ue',
    ß: 'ss',
    æ: 'ae',
    Æ: 'Ae',
    ø: 'oe',
    Ø: 'Oe',
    ł: 'l',
    Ł: 'L',
  },
  ...{ '–': '-', '—': '-', '’': "'", '‘': "'", '“': '"', '”': '"', '„': '"', '…': '...', '€': 'EUR', '\t': ' ' },
}

/** The nearest that X12 can hold; what has no such spelling stays. */
const spelled = (text: string): string =>
  [...text.normalize('NFC')]
    .map(letter => spellings[letter] ?? letter)
    .join('')
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f]/g, '')

/** All of it in words that can be sent: spelled, and without what separates or has no spelling. */
export const sayable = (text: string, separators: Separators): string =>
  [...spelled(text)]
    .map(letter => (Object.values(separators).includes(letter) || !/[\x20-\x7e\s]/.test(letter) ? ' ' : letter))
    .join('')
    .replaceAll(/ {2,}/g, ' ')
    .trim()

const separates: Readonly<Record<keyof Separators, string>> = {
  element: 'elements',
  component: 'components',
  repetition: 'repetitions',
  terminator: 'segments',
}

/** What cannot be sent and what to write instead, in words; undefined when all of it can. */
export function refuseWords(text: string, separators: Separators): { what: string; remedy: string } | undefined {
  for (const [role, sign] of Object.entries(separators) as [keyof Separators, string][])
    if (text.includes(sign))
      return {
        what: `“${sign}” separates ${separates[role]}, so no words can hold it.`,
        remedy: `Write “${sayable(text, separators)}”`,
      }
  const [letter] = /[^\x20-\x7e\s]/u.exec(text) ?? []
  if (letter === undefined) return undefined
  const instead = spelled(letter)
  const whole = `“${sayable(text, separators)}”`
  const remedy = instead === letter ? `Leave it away: ${whole}` : `Write “${instead}”: ${whole}`
  return { what: `“${letter}” is not among the characters of X12.`, remedy }
}
