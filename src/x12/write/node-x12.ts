/** The only file that knows node-x12: it puts segments together behind our guard, and gives its object model and query. */
import { X12Element, X12Interchange, X12Parser, X12QueryEngine, X12Segment, type X12Transaction } from 'node-x12'
import type { Delimiters, TransactionSet } from '../model.ts'

/**
 * Puts segments together, each with its terminator. Values must have passed the pen: node-x12 lets separators through.
 * (It also pads ISA13 and IEA02 with zeros, which are nine digits here already.)
 */
export class SegmentSerializer {
  private readonly segment: X12Segment
  /** Made once and filled anew for every segment: a large document would make hundreds of thousands. */
  private readonly elements: X12Element[] = []
  /** The first n of them. */
  private readonly firsts: X12Element[][] = [[]]

  constructor(delimiters: Delimiters) {
    this.segment = new X12Segment('', {
      elementDelimiter: delimiters.element,
      subElementDelimiter: delimiters.component,
      segmentTerminator: delimiters.terminator,
    })
  }

  /** The first `count` of the values. */
  serialize(tag: string, values: readonly string[], count: number): string {
    const { segment, elements } = this
    while (elements.length < count) {
      elements.push(new X12Element())
      this.firsts.push([...elements])
    }
    for (let i = 0; i < count; i++) {
      const element = elements[i]
      if (element) element.value = values[i] ?? ''
    }
    segment.setTag(tag)
    segment.elements = this.firsts[count] ?? []
    return segment.toString()
  }
}

/** node-x12's own reading of a whole input: what the benchmark measures ours against, and nothing else uses. */
export function parseWithNodeX12(text: string): object {
  return new X12Parser(false).parse(text)
}

/** One transaction set as node-x12's object model, for partner rules and exports: a fresh instance each time. */
export interface NodeX12Set {
  readonly transaction: X12Transaction
  /** node-x12's query language, like `PO1['1']…`; values of every match. */
  query(reference: string): string[]
}

/**
 * The set alone is handed over, in an envelope made for it: a parser that has seen another partner's input would give
 * that back too, and a tag-only segment would receive its neighbour's last value, so those are left out of the text.
 */
export function toNodeX12Set(set: TransactionSet, delimiters: Delimiters): NodeX12Set {
  const { element, terminator } = delimiters
  const pad = (text: string, width: number) => text.padEnd(width)
  const isa = ['ISA', '00', pad('', 10), '00', pad('', 10), 'ZZ', pad('A', 15), 'ZZ', pad('B', 15), '000101', '0000']
  const head = [...isa, 'U', '00401', '000000001', '0', 'P', delimiters.component].join(element)
  const lines = set.segments.filter(segment => segment.elements.length > 0).map(segment => segment.text)
  const gs = ['GS', 'XX', 'A', 'B', '20000101', '0000', '1', 'X', '004010'].join(element)
  const text = [head, gs, ...lines, ['GE', '1', '1'].join(element), ['IEA', '1', '000000001'].join(element), ''].join(
    terminator,
  )
  const interchange = new X12Parser(false).parse(text)
  if (!(interchange instanceof X12Interchange)) throw new Error('node-x12 read one set as several interchanges')
  const transaction = interchange.functionalGroups[0]?.transactions[0]
  if (transaction === undefined) throw new Error('node-x12 found no transaction in a set that has one')
  return {
    transaction,
    query: reference =>
      new X12QueryEngine(false, 'loose').query(interchange, reference).map(result => result.value ?? ''),
  }
}
