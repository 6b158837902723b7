// What a document names beside the subject that it stands on.
import { eq } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import { insertMany } from '../kernel/insert-many.ts'
import type { DocumentSubject } from './contract.ts'
import type { DocumentInsert } from './freeze.ts'
import { furtherSubjects } from './tables.ts'

/** A document, by the subject that it stood on until now. */
type Before = Pick<DocumentInsert, 'buyerId' | 'supplierId' | 'subjectId'> & { id: string }

/** In place of what an earlier try found, if one did. Reactions read it: before the fact of the outcome. */
export async function keepFurther(
  tx: Tx,
  { id: documentId, buyerId, supplierId, subjectId: before }: Before,
  { also = [] }: DocumentSubject,
): Promise<void> {
  if (before) await tx.delete(furtherSubjects).where(eq(furtherSubjects.documentId, documentId))
  await insertMany(
    tx,
    furtherSubjects,
    also.map(subjectId => ({ buyerId, supplierId, documentId, subjectId })),
  )
}
