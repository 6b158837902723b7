/** What CTT counts, by the kind of document. */

/** Which segments are counted in CTT01, and the element whose values are added up in CTT02. */
export interface Counted {
  readonly lines: string
  readonly quantity: { readonly tag: string; readonly element: number }
  /** What some partners count instead; taken, but not written by us. */
  readonly otherLines?: string
}

export const counted: Readonly<Record<string, Counted | undefined>> = {
  '810': { lines: 'IT1', quantity: { tag: 'IT1', element: 2 } },
  '830': { lines: 'LIN', quantity: { tag: 'FST', element: 1 } },
  '846': { lines: 'LIN', quantity: { tag: 'QTY', element: 2 } },
  '850': { lines: 'PO1', quantity: { tag: 'PO1', element: 2 } },
  '855': { lines: 'PO1', quantity: { tag: 'PO1', element: 2 } },
  '856': { lines: 'HL', quantity: { tag: 'SN1', element: 2 }, otherLines: 'SN1' },
  '860': { lines: 'POC', quantity: { tag: 'POC', element: 3 } },
  '861': { lines: 'RCD', quantity: { tag: 'RCD', element: 2 } },
  '862': { lines: 'LIN', quantity: { tag: 'FST', element: 1 } },
  '865': { lines: 'POC', quantity: { tag: 'POC', element: 3 } },
  '870': { lines: 'PO1', quantity: { tag: 'PO1', element: 2 }, otherLines: 'HL' },
}
