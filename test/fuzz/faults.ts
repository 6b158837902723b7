// One fault in a document that has none: what a person did wrong once.
import type { Random } from './random.ts'

export type Fault = (segments: readonly string[], at: number, random: Random) => string[] | undefined

const tagOf = (segment: string) => segment.split('*', 1)[0] ?? ''
const renamed = (segment: string, tag: string) => `${tag}${segment.slice(tagOf(segment).length)}`

/** By name. `at` is the segment concerned; undefined where that fault cannot be made there. */
export const faults: Readonly<Record<string, Fault>> = {
  'a name with O for 0, or in small letters': (segments, at) => {
    const segment = segments[at] ?? ''
    const tag = tagOf(segment)
    const other = tag.replace('1', 'I').replace('0', 'O')
    return segments.toSpliced(at, 1, renamed(segment, other === tag ? tag.toLowerCase() : other))
  },
  'a name of which a letter is wrong': (segments, at, random) => {
    const segment = segments[at] ?? ''
    const tag = tagOf(segment)
    const i = random.int(tag.length)
    return segments.toSpliced(at, 1, renamed(segment, `${tag.slice(0, i)}Y${tag.slice(i + 1)}`))
  },
  'a name that is none': (segments, at) => segments.toSpliced(at, 1, renamed(segments[at] ?? '', 'ZZZ')),
  'a stray segment of another standard': (segments, at) => segments.toSpliced(at, 0, 'UNH*1'),
  'a segment lost': (segments, at) => segments.toSpliced(at, 1),
  'a segment sent twice': (segments, at) => segments.toSpliced(at, 0, segments[at] ?? ''),
  'a segment in the place of its neighbour': (segments, at) =>
    at + 1 < segments.length ? segments.toSpliced(at, 2, segments[at + 1] ?? '', segments[at] ?? '') : undefined,
  'a segment moved': (segments, at, random) =>
    segments.toSpliced(at, 1).toSpliced(random.int(segments.length), 0, segments[at] ?? ''),
}
