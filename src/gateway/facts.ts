// What facts of documents carry. Pure.
import type { DocumentFactData } from './contract.ts'

interface DocumentLike {
  setId: string
  interchangeId?: string | null
  subjectKind?: string | null
  subjectId?: string | null
  subjectLabel?: string | null
  buyerId: string
  supplierId: string
}

export const factData = (document: DocumentLike): DocumentFactData & Record<string, unknown> => ({
  setId: document.setId,
  interchangeId: document.interchangeId ?? null,
  subjectKind: document.subjectKind ?? null,
  subjectId: document.subjectId ?? null,
  label: document.subjectLabel ?? null,
  buyerId: document.buyerId,
  supplierId: document.supplierId,
})
