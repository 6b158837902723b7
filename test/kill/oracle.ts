// What must hold of the database after any number of kills.
import type { SmallWorld } from '../world.ts'

/** I3, I6: control numbers and each organization's feed are dense, from 1 on. Answers what is not. */
export async function numbersWithoutGaps({ rows }: SmallWorld): Promise<object[]> {
  const interchanges = await rows<object>(`
    select supplier_id, count(*)::int as sent, max(control::int) as last,
           (select next from control_numbers n where n.kind = 'ISA' and n.supplier_id = i.supplier_id) as next
      from interchanges i where direction = 'out' group by supplier_id
    having count(*) <> max(control::int) or count(distinct control) <> count(*)
        or (select next from control_numbers n where n.kind = 'ISA' and n.supplier_id = i.supplier_id) <> max(control::int) + 1`)
  const groups = await rows<object>(`
    select supplier_id, count(distinct group_control)::int as groups, max(group_control::int) as last
      from documents where direction = 'out' and group_control is not null group by supplier_id
    having count(distinct group_control) <> max(group_control::int) or count(*) <> count(distinct group_control)`)
  const feeds = await rows<object>(
    'select org_id, count(*)::int as told, max(n) as last from feed group by org_id having count(*) <> max(n) or min(n) <> 1',
  )
  const unpublished = await rows<object>('select type from events where published_at is null')
  return [...interchanges, ...groups, ...feeds, ...unpublished]
}
