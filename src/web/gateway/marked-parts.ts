// The value of an element in its parts, each told whether a finding is about it. Pure.
import type { FindingAtLine, SegmentsShown } from '../../gateway/api.ts'

export type Wrong = 'error' | 'warning'

export interface Part {
  text: string
  /** What stands between parts. */
  separator: boolean
  wrong: Wrong | undefined
}

type About = Pick<FindingAtLine, 'severity' | 'element' | 'component' | 'repetition'>

/** The worst that is said; a note marks nothing. */
export function worstOf(findings: readonly Pick<FindingAtLine, 'severity'>[]): Wrong | undefined {
  return (['error', 'warning'] as const).find(one => findings.some(found => found.severity === one))
}

/** A value in repetitions and components, where a finding is about one of these; else in one piece. */
export function partsOf(value: string, findings: readonly About[], separators: SegmentsShown['separators']): Part[] {
  const whole = worstOf(findings.filter(one => one.component === undefined && one.repetition === undefined))
  if (whole || findings.length === 0) return [{ text: value, separator: false, wrong: whole }]
  const { repetition, component } = separators
  return split(value, repetition).flatMap((repeated, r) => {
    const here = findings.filter(one => (one.repetition ?? 1) === r + 1)
    const inside = split(repeated, component).flatMap((text, c): Part[] => {
      const wrong = worstOf(here.filter(one => one.component === undefined || one.component === c + 1))
      return [...between(c > 0, component), { text, separator: false, wrong }]
    })
    return [...between(r > 0, repetition), ...inside]
  })
}

const split = (text: string, separator: string | undefined) => (separator ? text.split(separator) : [text])
const between = (is: boolean, separator: string | undefined): Part[] =>
  is && separator ? [{ text: separator, separator: true, wrong: undefined }] : []

/** Is what stands under this reference, like `BAK02` or `AK401-1`, what the finding is about? */
export function isAbout(finding: About, ref: string, tag: string): boolean {
  if (finding.element === undefined) return false
  const element = `${tag}${String(finding.element).padStart(2, '0')}`
  if (!ref.startsWith(`${element}-`)) return ref === element
  return finding.component === undefined || ref === `${element}-${finding.component}`
}

/** A text in pieces: what was searched for, and what stands around it. */
export function pieces(text: string, sought: string): { text: string; found: boolean }[] {
  if (sought === '') return [{ text, found: false }]
  const [low, needle] = [text.toLowerCase(), sought.toLowerCase()]
  const all: { text: string; found: boolean }[] = []
  let at = 0
  for (let next = low.indexOf(needle); next >= 0; next = low.indexOf(needle, at)) {
    if (next > at) all.push({ text: text.slice(at, next), found: false })
    at = next + needle.length
    all.push({ text: text.slice(next, at), found: true })
  }
  if (at < text.length || all.length === 0) all.push({ text: text.slice(at), found: false })
  return all
}
