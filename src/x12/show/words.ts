/** What segments, elements and codes mean, in a few words of our own. ASC X12's descriptions are not repeated here. */
import type { Expectation } from '../model.ts'
import { codeWords } from './words-codes.ts'
import { elementWords, segmentWords } from './words-names.ts'

const parseLines = (text: string) =>
  new Map(
    text
      .trim()
      .split('\n')
      .map(line => [line.trim().split(' ', 1)[0] ?? '', line.trim().replace(/^\S+ /, '')]),
  )

const segments = parseLines(segmentWords)
const elements = parseLines(elementWords)
const codes = new Map(
  [...parseLines(codeWords)].map(([number, list]) => [
    number,
    new Map(list.split(' | ').map(entry => [entry.split(' ', 1)[0] ?? '', entry.replace(/^\S+ /, '')])),
  ]),
)

/** "line ordered" for PO1. */
export function segmentInWords(tag: string): string | undefined {
  return segments.get(tag)
}

/** "answer type" for BAK02: by its own place first, then by the number of the data element. */
export function elementInWords(tag: string, element: number, dataElement = ''): string | undefined {
  return elements.get(`${tag}${String(element).padStart(2, '0')}`) ?? elements.get(dataElement)
}

/** "accepted with detail" for AD in data element 587. */
export function codeInWords(dataElement: string, code: string): string | undefined {
  return codes.get(dataElement)?.get(code)
}

/** Codes of a data element that have words, commonest first as they are listed. */
export function knownCodes(dataElement: string): readonly string[] {
  return [...(codes.get(dataElement)?.keys() ?? [])]
}

/** The first codes of a list with their meaning where known, for "Send …". */
export function codesExpected(dataElement: string, list: ReadonlySet<string>): Expectation {
  const known = [...list].filter(code => codeInWords(dataElement, code) !== undefined)
  const rest = [...list].filter(code => codeInWords(dataElement, code) === undefined)
  const chosen = [...known, ...rest].slice(0, 8).map(code => {
    const words = codeInWords(dataElement, code)
    return words ? `${code} (${words})` : code
  })
  const codes = chosen.join(', ')
  const more = list.size - chosen.length
  return more > 0
    ? { phrase: 'codes-and-more', with: { codes, n: String(more) } }
    : { phrase: 'codes', with: { codes } }
}
