/** Conditions between the elements of a segment, asked of the very object that a caller writes down. */
import type { Release } from '../../guide/guide.ts'
import type { Relations, Segments } from './types.ts'

export type SegmentTag<R extends Release> = keyof Segments[R] & string

/** Elements of a segment by position: `{ 1: '00', 3: 'PO-1' }`. */
export type Elements<R extends Release, T> = T extends keyof Segments[R] ? Segments[R][T] : never

type RelationsOf<R extends Release, T> = T extends keyof Relations[R] ? Relations[R][T] : []

/** Told by the compiler when a condition does not hold. */
interface Broken<Said extends string> {
  readonly ' ': Said
}
type Present<V, Keys> = Extract<keyof V, Keys>
type All<V, Keys> = Exclude<Keys, keyof V> extends never ? unknown : { readonly [K in Keys & PropertyKey]: unknown }
type IsUnion<T, Each = T> = T extends unknown ? ([Each] extends [T] ? false : true) : never
type Numbers<L extends readonly unknown[]> = L extends readonly [infer First extends number, ...infer Rest]
  ? Rest extends readonly []
    ? `${First}`
    : `${First}, ${Numbers<Rest>}`
  : ''

type Rest<L> = L extends readonly [unknown, ...infer Others extends readonly number[]] ? Others : []

/** `unknown` where the relation holds for the keys of V. */
type Held<Relation, V> = Relation extends readonly [infer Kind, ...infer L extends readonly number[]]
  ? Kind extends 'P'
    ? Present<V, L[number]> extends never
      ? unknown
      : All<V, L[number]>
    : Kind extends 'R'
      ? Present<V, L[number]> extends never
        ? Broken<`one of the elements ${Numbers<L>} has to be given`>
        : unknown
      : Kind extends 'E'
        ? true extends IsUnion<Present<V, L[number]>>
          ? Broken<`only one of the elements ${Numbers<L>} may be given`>
          : unknown
        : L[0] extends keyof V
          ? Kind extends 'C'
            ? All<V, L[number]>
            : Present<V, Rest<L>[number]> extends never
              ? Broken<`element ${L[0]} needs one of the elements ${Numbers<Rest<L>>}`>
              : unknown
          : unknown
  : unknown

type AllHeld<L, V> = L extends readonly [infer First, ...infer Others] ? Held<First, V> & AllHeld<Others, V> : unknown

/** No element that the segment has not. */
type NoMore<V, Shape> = { readonly [K in Exclude<keyof V, keyof Shape>]: never }

/** What V must be beyond the shape of its segment. */
export type Checked<R extends Release, T, V> = AllHeld<RelationsOf<R, T>, V> & NoMore<V, Elements<R, T>>
