// Items from a CSV: judged row by row, then written together.
import { eq, sql } from 'drizzle-orm'
import { optional, readCsv, required, textCell, writeCsv } from '../kernel/csv.ts'
import type { Tx } from '../kernel/db.ts'
import type { Refusal } from '../kernel/errors.ts'
import { announce } from '../kernel/events.ts'
import { newId } from '../kernel/ids.ts'
import { LABEL_CHARS_MAX } from '../kernel/label.ts'
import { labelId } from '../kernel/labels.ts'
import {
  chunks,
  countChanges,
  differing,
  IMPORT_ROWS_MAX,
  type Imported,
  type Judged,
  refuseUnclean,
} from './imports.ts'
import { type ItemWords, refusePartNumber, refuseUnit, unitOf } from './item.ts'
import { itemGroups, items } from './tables.ts'
import { refuseUnits, type UnitUses } from './unit-uses.ts'

const columns = {
  item: required(partNumberCell, 'number', 'item number', 'part number'),
  description: required(textCell(80)),
  unit: optional(unitCell, 'uom'),
  group: optional(textCell(LABEL_CHARS_MAX), 'item group'),
}

function partNumberCell(text: string): string | Refusal {
  return refusePartNumber(text, '') ?? text
}

function unitCell(text: string): string | Refusal {
  const unit = unitOf(text)
  return refuseUnit(unit) ?? unit
}

export const itemsTemplate = {
  fileName: 'items.csv',
  csv: writeCsv(['item', 'description', 'unit', 'group'], [['BRK-2201', 'Disc brake, front', 'EA', 'Brakes']]),
}

/** `group`: a label, or nothing. */
type Row = ItemWords & { group: string }

/** Says what the file would do; writes nothing. */
export async function judgeItems(tx: Tx, csv: string, rooms: readonly UnitUses[]): Promise<Judged<Row>> {
  const reading = readCsv(csv, columns, { rows: IMPORT_ROWS_MAX })
  const known = await knownItems(tx)
  const lines = new Map<string, number>()
  const judged: Judged<Row> = { rows: [], errors: [...reading.errors] }
  for (const { line, values } of reading.rows) {
    const first = lines.get(values.item)
    if (first !== undefined) {
      const problem = `Line ${first} has the item ${values.item} already.`
      judged.errors.push({ line, column: 'item', problem, remedy: 'Keep one of the two lines.' })
      continue
    }
    lines.set(values.item, line)
    const was = known.get(values.item)
    // What an empty cell does not say stays as it is.
    const [unit, group] = [values.unit ?? was?.unit ?? 'EA', values.group ?? was?.group ?? '']
    const item = { number: values.item, description: values.description, unit, group }
    const before = was ? differing(cellsOf(was), cellsOf(item)) : null
    const change = before === null ? 'added' : Object.keys(before).length === 0 ? 'unchanged' : 'changed'
    judged.rows.push({ line, ...item, change, was: before ?? {} })
  }
  await takeOutUnits(tx, judged, known, rooms)
  judged.errors.sort((a, b) => a.line - b.line)
  return judged
}

const cellsOf = ({ description, unit, group }: Row) => ({ description, unit, group })

/** A row that changes a unit in use is wrong, as the form says it too. */
async function takeOutUnits(
  tx: Tx,
  judged: Judged<Row>,
  known: ReadonlyMap<string, Row & { id: string }>,
  rooms: readonly UnitUses[],
): Promise<void> {
  const changes = judged.rows.flatMap(({ number, unit }) => {
    const was = known.get(number)
    return was && was.unit !== unit ? [{ id: was.id, number, from: was.unit, to: unit }] : []
  })
  const refused = await refuseUnits(tx, changes, rooms)
  judged.rows = judged.rows.filter(({ line, number }) => {
    const refusal = refused.get(known.get(number)?.id ?? '')
    if (refusal)
      judged.errors.push({
        line,
        column: 'unit',
        problem: refusal.detail,
        remedy: refusal.remedy ?? 'Correct the cell.',
      })
    return !refusal
  })
}

async function knownItems(tx: Tx): Promise<Map<string, Row & { id: string }>> {
  const group = sql<string>`coalesce(${itemGroups.label}, '')`
  const all = await tx
    .select({ id: items.id, number: items.number, description: items.description, unit: items.unit, group })
    .from(items)
    .leftJoin(itemGroups, eq(itemGroups.id, items.groupId))
    .where(eq(items.orgId, tx.caller.orgId))
  return new Map(all.map(item => [item.number, item]))
}

/** Throws Refused when the file has errors and its clean part was not accepted. */
export async function importItems(
  tx: Tx,
  csv: string,
  acceptClean: boolean,
  rooms: readonly UnitUses[],
): Promise<Imported> {
  const judged = await judgeItems(tx, csv, rooms)
  refuseUnclean(judged.errors, acceptClean)
  const { orgId } = tx.caller
  const written = judged.rows.filter(({ change }) => change !== 'unchanged')
  const groupIds = new Map<string, string | null>()
  for (const label of new Set(written.map(({ group }) => group)))
    groupIds.set(label, await labelId(tx, itemGroups, label))
  for (const part of chunks(written, 1_000))
    await tx
      .insert(items)
      .values(
        part.map(({ number, description, unit, group }) => ({
          ...{ id: newId(), orgId, number, description, unit },
          groupId: groupIds.get(group) ?? null,
        })),
      )
      .onConflictDoUpdate({
        target: [items.orgId, items.number],
        set: { description: sql`excluded.description`, unit: sql`excluded.unit`, groupId: sql`excluded.group_id` },
      })
  const counts = countChanges(judged)
  const { added, changed } = counts
  await announce(tx, {
    type: 'items.imported',
    subject: { kind: 'item', id: orgId },
    parties: [orgId],
    at: tx.now,
    data: { added, changed },
  })
  return counts
}
