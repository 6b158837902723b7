/** A partner's guide as it is written down: plain JSON, its shape, and the check of that shape. */
import { type Leniency, leniencies } from '../model.ts'

/**
 * What a partner uses of a document. Addresses of segments name the loops around them: "DTM" stands in the heading,
 * "PO1/REF" in each PO1 loop, and "PO1/N1" is the whole N1 loop there. Addresses of elements add two digits and, for a
 * component, a dash: "BEG02" wherever BEG stands, "/REF01" in the heading only, "PO1/REF01" in PO1 loops only,
 * "LIN/UIT01-1" the first component.
 *
 *   {
 *     "name": "Nordwerk orders, version 2", "set": "850", "release": "004010NORD",
 *     "leniencies": ["unknown-codes"],
 *     "segments": { "DTM": { "use": "mandatory", "max": 2 }, "PO1/PID": { "use": "not used" } },
 *     "elements": { "BEG01": { "fixed": "00" }, "BEG02": { "codes": ["SA", "NE"] }, "PO1/REF02": { "max": 20 } },
 *     "rules": [
 *       { "at": "PO1", "when": { "element": 4 }, "wants": { "element": 5, "is": ["CT", "PE"] } },
 *       { "at": "PO1", "needs": { "segment": "REF", "element": 1, "is": ["PG"] } }
 *     ]
 *   }
 */
export interface PartnerGuideJson {
  /** How people call it, like "Nordwerk 830, version 3". */
  readonly name: string
  /** ST01. */
  readonly set: string
  /** GS08: six digits and the partner's suffix, if any. A bare release fits any suffix that has no guide of its own. */
  readonly release: string
  readonly leniencies?: readonly Leniency[]
  /** "not used": whatever `segments` does not name, and the standard does not make mandatory, is not used. */
  readonly unlisted?: 'used' | 'not used'
  readonly segments?: Readonly<Record<string, SegmentNarrowing>>
  readonly elements?: Readonly<Record<string, ElementNarrowing>>
  readonly rules?: readonly PartnerRule[]
}

export type Use = 'used' | 'not used' | 'mandatory'

export interface SegmentNarrowing {
  readonly use?: Use
  readonly min?: number
  readonly max?: number
  /** For people: shown on the guide's page. */
  readonly note?: string
}

export interface ElementNarrowing {
  readonly use?: Use
  readonly codes?: readonly string[]
  readonly fixed?: string
  readonly min?: number
  readonly max?: number
  readonly note?: string
}

/** An element of the segment that a rule speaks of: there or not, or one of some values. */
export interface ElementCondition {
  readonly element: number
  /** Default true. */
  readonly present?: boolean
  readonly is?: readonly string[]
}

/** In segments at this address: when one element is so, another must be so. */
export interface ElementRuleAcross {
  readonly at: string
  readonly when: ElementCondition
  readonly wants: ElementCondition
  readonly note?: string
}

/** In each loop (`at`; "" is the whole document): a segment with one of these values must stand, or a minimum of them. */
export interface SegmentRuleAcross {
  readonly at: string
  readonly needs: { readonly segment: string; readonly element?: number; readonly is?: readonly string[] }
  readonly note?: string
}

export type PartnerRule = ElementRuleAcross | SegmentRuleAcross

/** What is wrong with a partner's guide: `path` like `elements["BEG02"].codes[1]`, and the reason in words. */
export interface GuideError {
  readonly path: string
  readonly reason: string
}

type Check = (value: unknown, path: string, errors: GuideError[]) => void
type Fields = Readonly<Record<string, { readonly check: Check; readonly needed?: true }>>

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const wants =
  (holds: (value: unknown) => boolean, reason: string): Check =>
  (value, path, errors) => {
    if (!holds(value)) errors.push({ path, reason })
  }

const text = wants(value => typeof value === 'string' && value.trim() !== '', 'must be a text that is not empty')
const address = wants(value => typeof value === 'string', 'must be a text')
const count = wants(value => Number.isSafeInteger(value) && Number(value) >= 1, 'must be a whole number from 1 on')
const yesOrNo = wants(value => typeof value === 'boolean', 'must be true or false')
const use = wants(
  value => value === 'used' || value === 'not used' || value === 'mandatory',
  'must be "used", "not used" or "mandatory"',
)
const leniency = wants(
  value => typeof value === 'string' && Object.hasOwn(leniencies, value),
  `must be one of ${Object.keys(leniencies).join(', ')}`,
)

const list =
  (each: Check, least = 0): Check =>
  (value, path, errors) => {
    if (!Array.isArray(value)) {
      errors.push({ path, reason: 'must be a list' })
      return
    }
    if (value.length < least) errors.push({ path, reason: `must name at least ${least}` })
    for (const [i, one] of value.entries()) each(one, `${path}[${i}]`, errors)
  }

const record =
  (each: Check): Check =>
  (value, path, errors) => {
    if (!isRecord(value)) {
      errors.push({ path, reason: 'must be an object' })
      return
    }
    for (const [key, one] of Object.entries(value)) each(one, `${path}["${key}"]`, errors)
  }

const object =
  (fields: Fields): Check =>
  (value, path, errors) => {
    if (!isRecord(value)) {
      errors.push({ path: path || 'the guide', reason: 'must be an object' })
      return
    }
    const inside = (name: string) => (path ? `${path}.${name}` : name)
    for (const [name, { check, needed }] of Object.entries(fields)) {
      if (value[name] !== undefined) check(value[name], inside(name), errors)
      else if (needed) errors.push({ path: inside(name), reason: 'is missing' })
    }
    for (const name of Object.keys(value)) {
      if (!Object.hasOwn(fields, name)) {
        errors.push({ path: inside(name), reason: `is not known; known are ${Object.keys(fields).join(', ')}` })
      }
    }
  }

const condition = object({
  element: { check: count, needed: true },
  present: { check: yesOrNo },
  is: { check: list(text, 1) },
})

const elementRule = object({
  at: { check: text, needed: true },
  when: { check: condition, needed: true },
  wants: { check: condition, needed: true },
  note: { check: text },
})

const segmentRule = object({
  at: { check: address, needed: true },
  needs: {
    check: object({ segment: { check: text, needed: true }, element: { check: count }, is: { check: list(text, 1) } }),
    needed: true,
  },
  note: { check: text },
})

const shape = object({
  name: { check: text, needed: true },
  set: { check: text, needed: true },
  release: { check: text, needed: true },
  leniencies: { check: list(leniency) },
  unlisted: { check: wants(value => value === 'used' || value === 'not used', 'must be "used" or "not used"') },
  segments: {
    check: record(object({ use: { check: use }, min: { check: count }, max: { check: count }, note: { check: text } })),
  },
  elements: {
    check: record(
      object({
        use: { check: use },
        codes: { check: list(text, 1) },
        fixed: { check: text },
        min: { check: count },
        max: { check: count },
        note: { check: text },
      }),
    ),
  },
  rules: {
    check: list((value, path, errors) => {
      const check = isRecord(value) && 'needs' in value ? segmentRule : elementRule
      check(value, path, errors)
    }),
  },
})

/** Whether this has the shape of a partner's guide; every error names its path. Whether it fits the document comes after. */
export function shapeErrors(json: unknown): GuideError[] {
  const errors: GuideError[] = []
  shape(json, '', errors)
  return errors
}
