/** From templates to sentences: fields of a place put into the words of a catalogue. */
import type { Place } from './model.ts'

/**
 * What may stand between braces: `{value}`, or `{expected|allowed}` where "allowed" stands in when it is not known.
 * Most are the place's own; the others are phrases of the catalogue about it.
 */
export const templateFields = [
  'position',
  'tag',
  'element',
  'component',
  'repetition',
  'name',
  'loop',
  'value',
  'expected',
  /** "Segment 7 (PO1), element 3 (unit)". */
  'where',
  /** "PO1 (line ordered)". */
  'segment',
  /** "Segment 7, PO1 (line ordered)". */
  'placed',
  /** " in PO1/ACK", or nothing. */
  'inside',
  /** `is "X"`, or "is empty". */
  'held',
] as const
export type TemplateField = (typeof templateFields)[number]

/** Pieces of sentences that several messages share. */
export interface Phrases {
  readonly input: string
  readonly segmentAt: string
  readonly element: string
  readonly component: string
  readonly repetition: string
  readonly named: string
  readonly someSegment: string
  readonly inside: string
  readonly held: string
  readonly empty: string
  readonly expected: string
}

/** A template may have named fields and nothing else in braces. */
export const fieldPattern = /\{(\w+)(?:\|([^{}]*))?\}/g

type Known = Partial<Record<string, string>>

/** A place in the words of these phrases. */
export class Wording {
  private readonly phrases: Phrases

  constructor(phrases: Phrases) {
    this.phrases = phrases
  }

  /** The template with its fields filled in; what is not known and has no stand-in is left out. */
  render(template: string, place: Place): string {
    if (!template.includes('{')) return template
    const known: Known = {}
    return template.replace(fieldPattern, (_, field: string, otherwise = '') => {
      known[field] ??= this.field(field as TemplateField, place)
      return known[field] || otherwise
    })
  }

  private field(field: TemplateField, place: Place): string {
    switch (field) {
      case 'where':
        return this.where(place)
      case 'segment':
        return this.named(place.tag ?? this.phrases.someSegment, place.name)
      case 'placed':
        return this.placed(place)
      case 'inside':
        return place.loop ? fill(this.phrases.inside, { loop: place.loop }) : ''
      case 'held':
        return place.value ? fill(this.phrases.held, { value: place.value }) : this.phrases.empty
      default:
        return place[field] === undefined ? '' : String(place[field])
    }
  }

  private placed({ position, tag, name }: Place): string {
    if (position === undefined) return this.named(tag ?? this.phrases.someSegment, name)
    const at = fill(this.phrases.segmentAt, { position: String(position) })
    return tag === undefined ? at : `${at}, ${this.named(tag, name)}`
  }

  private where(place: Place): string {
    const { segmentAt, input, element, component, repetition } = this.phrases
    const { position, tag, name } = place
    const start = position === undefined ? tag : this.named(fill(segmentAt, { position: String(position) }), tag)
    const parts = [start ?? input]
    if (place.element !== undefined) parts.push(this.named(fill(element, { element: String(place.element) }), name))
    if (place.component !== undefined) parts.push(fill(component, { component: String(place.component) }))
    if (place.repetition !== undefined) parts.push(fill(repetition, { repetition: String(place.repetition) }))
    return parts.join(', ')
  }

  private named(what: string, name: string | undefined): string {
    return name ? fill(this.phrases.named, { what, name }) : what
  }
}

export function fill(template: string, fields: Known): string {
  return template.replace(fieldPattern, (_, field: string, otherwise = '') => fields[field] || otherwise)
}
