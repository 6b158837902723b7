/**
 * Two inputs compared by what they mean. Separators, line ends, control numbers, counts, and dates and times of the
 * envelope say nothing about the business and are ignored; so is the order of segments beside each other in a loop,
 * unless it carries meaning (lines of text or address). Numbers are compared as numbers.
 */
import { type ElementType, guideFor, type SegmentRule } from '../guide/guide.ts'
import { Loop } from '../judge/loops.ts'
import { placeSegments } from '../judge/structure.ts'
import type { Group, Interchange, Reading, TransactionSet } from '../model.ts'
import type { Segment } from '../read/segment.ts'
import { elementInWords, segmentInWords } from './words.ts'

export interface Difference {
  readonly kind: 'changed' | 'removed' | 'added'
  /** Which document, like "850 no. 1"; '' for the envelope. */
  readonly document: string
  /** Loops around it with the number of their turn, like "PO1[2]/SCH[1]". */
  readonly loop: string
  /** "PO1", or "PO104" for a changed element; with "-2" for a component. */
  readonly what: string
  readonly name: string | null
  /** The value or segment in the first input; null where it is not there. */
  readonly before: string | null
  readonly after: string | null
}

/** Empty when both mean the same. Documents are compared in the order sent. */
export function diffReadings(a: Reading, b: Reading): Difference[] {
  const before = a.interchanges.flatMap(documentsOf)
  const after = b.interchanges.flatMap(documentsOf)
  const found: Difference[] = []
  for (let i = 0; i < Math.max(before.length, after.length); i++) {
    const [one, other] = [before[i], after[i]]
    const document = `${(one ?? other)?.set.id} no. ${i + 1}`
    if (one && other && one.set.id === other.set.id) found.push(...diffDocuments(one, other, document))
    else {
      const whole = { document, loop: '', what: 'ST', name: 'document' }
      if (one) found.push({ ...whole, kind: 'removed', before: one.set.id, after: null })
      if (other) found.push({ ...whole, kind: 'added', before: null, after: other.set.id })
    }
  }
  return found
}

interface Document {
  readonly interchange: Interchange
  readonly group: Group
  readonly set: TransactionSet
}

const documentsOf = (interchange: Interchange): Document[] =>
  interchange.groups.flatMap(group => group.sets.map(set => ({ interchange, group, set })))

function diffDocuments(a: Document, b: Document, document: string): Difference[] {
  const found: Difference[] = []
  const rows = (one: Document) => envelopeOf(one)
  const after = rows(b)
  for (const [i, [what, before]] of rows(a).entries()) {
    const value = after[i]?.[1] ?? ''
    if (value === before) continue
    const name = elementInWords(what.slice(0, -2), Number(what.slice(-2))) ?? null
    found.push({ kind: 'changed', document, loop: '', what, name, before, after: value })
  }
  const tree = new Trees(document, ruleOf(a), ruleOf(b))
  tree.compare(nodeOf(treeOf(a)), nodeOf(treeOf(b)), '')
  return [...found, ...tree.found]
}

function envelopeOf({ interchange: { isa }, group: { gs }, set }: Document): (readonly [string, string])[] {
  return [
    ['ISA05', isa.senderQualifier],
    ['ISA06', isa.senderId],
    ['ISA07', isa.receiverQualifier],
    ['ISA08', isa.receiverId],
    ['ISA15', isa.usage],
    ['GS01', gs.functionalId],
    ['GS02', gs.sender],
    ['GS03', gs.receiver],
    ['GS08', gs.version],
    ['ST03', set.convention],
  ]
}

type Rules = (tag: string) => SegmentRule | undefined

/** ST01 may hold anything, "constructor" too. */
const guideOf = ({ set, group }: Document) => (/^\d{3}$/.test(set.id) ? guideFor(set.id, group.gs.version) : undefined)

function ruleOf(document: Document): Rules {
  return guideOf(document)?.segmentRule ?? (() => undefined)
}

/** What is compared: the segments of a level, and the loops inside it. */
interface Node {
  readonly segments: readonly Segment[]
  readonly inner: readonly Node[]
}

function treeOf(document: Document): Loop | TransactionSet {
  const guide = guideOf(document)
  return guide ? new Loop(placeSegments(document.set, guide).root) : document.set
}

const isEnvelope = ({ tag }: Segment) => tag === 'ST' || tag === 'SE'

function nodeOf(of: Loop | TransactionSet): Node {
  const segments = of.segments.filter(one => !isEnvelope(one))
  return { segments, inner: of instanceof Loop ? of.inner.map(nodeOf) : [] }
}

/** Lines of text and address: the first is the first. */
const ordered = new Set(['MSG', 'MTX', 'NTE', 'N2', 'N3', 'K3', 'PID', 'MIT'])

class Trees {
  readonly found: Difference[] = []
  private readonly document: string
  private readonly rulesA: Rules
  private readonly rulesB: Rules

  constructor(document: string, rulesA: Rules, rulesB: Rules) {
    this.document = document
    this.rulesA = rulesA
    this.rulesB = rulesB
  }

  compare(a: Node, b: Node, loop: string): void {
    const segments = pairs(
      a.segments,
      b.segments,
      one => this.text(one, this.rulesA),
      one => this.text(one, this.rulesB),
      tagOf,
      keyOf,
    )
    for (const { one, other, equal } of segments) {
      if (equal) continue
      if (one && other) this.elements(one, other, loop)
      else this.whole(one, other, loop)
    }
    const flat = (rules: Rules) => (node: Node) => this.flat(node, rules)
    const loops = pairs(
      a.inner,
      b.inner,
      flat(this.rulesA),
      flat(this.rulesB),
      node => tagOf(node.segments[0]),
      node => keyOf(node.segments[0]),
    )
    const turns = new Map<string, number>()
    for (const { one, other, equal } of loops) {
      const opener = (one ?? other)?.segments[0]
      const tag = tagOf(opener)
      const turn = (turns.get(tag) ?? 0) + 1
      turns.set(tag, turn)
      const inside = `${loop ? `${loop}/` : ''}${tag}[${turn}]`
      if (equal) continue
      if (one && other) this.compare(one, other, inside)
      else this.whole(one?.segments[0], other?.segments[0], inside)
    }
  }

  private whole(one: Segment | undefined, other: Segment | undefined, loop: string): void {
    const segment = one ?? other
    if (segment === undefined) return
    this.found.push({
      kind: one ? 'removed' : 'added',
      document: this.document,
      loop,
      what: segment.tag,
      name: segmentInWords(segment.tag) ?? null,
      before: one ? this.text(one, this.rulesA) : null,
      after: other ? this.text(other, this.rulesB) : null,
    })
  }

  private elements(one: Segment, other: Segment, loop: string): void {
    const [rule, otherRule] = [this.rulesA(one.tag), this.rulesB(other.tag)]
    for (let n = 1; n <= Math.max(one.elements.length, other.elements.length); n++) {
      const parts = partsOf(one, n, rule)
      const others = partsOf(other, n, otherRule)
      for (let p = 0; p < Math.max(parts.length, others.length); p++) {
        const [before, after] = [parts[p] ?? '', others[p] ?? '']
        if (before === after) continue
        const several = Math.max(parts.length, others.length) > 1
        this.found.push({
          kind: 'changed',
          document: this.document,
          loop,
          what: `${one.tag}${String(n).padStart(2, '0')}${several ? `-${p + 1}` : ''}`,
          name: elementInWords(one.tag, n, rule?.elements[n - 1]?.number) ?? null,
          before: before === '' ? null : before,
          after: after === '' ? null : after,
        })
      }
    }
  }

  /** A segment with its separators made the same, for seeing at once that two are equal. */
  private text(segment: Segment, rules: Rules): string {
    const rule = rules(segment.tag)
    const cells = segment.elements.map((_, i) => partsOf(segment, i + 1, rule).join('>'))
    while (cells.at(-1) === '') cells.pop()
    return [segment.tag, ...cells].join('*')
  }

  private flat(node: Node, rules: Rules): string {
    return [
      ...node.segments.map(one => this.text(one, rules)),
      ...node.inner.map(one => `(${this.flat(one, rules)})`),
    ].join('\n')
  }
}

const tagOf = (segment: Segment | undefined) => segment?.tag ?? ''
/** What usually tells brothers apart: the qualifier or number in front. */
const keyOf = (segment: Segment | undefined) =>
  `${segment?.tag} ${segment?.el(1)} ${segment?.el(1) === '' ? segment?.el(3) : ''}`

/** Components of an element in one form each: numbers as numbers, text without trailing blanks. */
function partsOf(segment: Segment, n: number, rule: SegmentRule | undefined): string[] {
  const element = rule?.elements[n - 1]
  if (!element?.components) {
    // Without a rule nothing says what is a number: "010" may be a part.
    const repeated = segment.repetitions(n).flatMap((_, r) => segment.components(n, r + 1))
    return repeated.map(value => sameForm(value, element?.type))
  }
  const parts = segment.components(n).map((value, i) => sameForm(value, element.components?.[i]?.type))
  while (parts.at(-1) === '') parts.pop()
  return parts
}

function sameForm(value: string, type: ElementType | undefined): string {
  const trimmed = value.trimEnd()
  const number = type === 'N' || type === 'R' ? /^([-+]?)0*(\d*)(?:\.(\d*?)0*)?$/.exec(trimmed) : null
  if (number === null || trimmed === '') return trimmed
  const [, sign, whole = '', rest = ''] = number
  const digits = `${whole || '0'}${rest ? `.${rest}` : ''}`
  return sign === '-' && digits !== '0' ? `-${digits}` : digits
}

interface Couple<T> {
  readonly one: T | undefined
  readonly other: T | undefined
  /** Already seen to mean the same. */
  readonly equal: boolean
}

/**
 * Pairs of brothers with the same tag: those that are equal first, then those with the same qualifier, then what is
 * left in the order sent. Whoever finds no partner stands alone.
 */
function pairs<T>(
  before: readonly T[],
  after: readonly T[],
  textOfA: (one: T) => string,
  textOfB: (one: T) => string,
  tag: (one: T) => string,
  key: (one: T) => string,
): Couple<T>[] {
  const partners = new Map<T, { readonly other: T; readonly equal: boolean }>()
  const free = new Set(after)
  const pair = (nameA: (one: T) => string, nameB: (one: T) => string, exact = false) => {
    const waiting = new Map<string, T[]>()
    for (const one of free) {
      const name = nameB(one)
      const list = waiting.get(name)
      if (list) list.push(one)
      else waiting.set(name, [one])
    }
    // Taken from the end of a turned list: a schedule may have a hundred thousand brothers.
    for (const list of waiting.values()) list.reverse()
    for (const one of before) {
      if (partners.has(one)) continue
      const partner = waiting.get(nameA(one))?.pop()
      if (partner === undefined) continue
      partners.set(one, { other: partner, equal: exact && !ordered.has(tag(one)) })
      free.delete(partner)
    }
  }
  // Where order is meaning, the first is compared with the first.
  const unlessOrdered = (name: (one: T) => string) => (one: T) => (ordered.has(tag(one)) ? tag(one) : name(one))
  pair(unlessOrdered(textOfA), unlessOrdered(textOfB), true)
  pair(key, key)
  pair(tag, tag)
  const couples = before.map((one): Couple<T> => ({ one, other: undefined, equal: false, ...partners.get(one) }))
  return [...couples, ...[...free].map((other): Couple<T> => ({ one: undefined, other, equal: false }))]
}
