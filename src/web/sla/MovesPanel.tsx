// Before a calendar is saved: which running clocks it moves, and by how much.
import { Stack, Table, Text, Title } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import type { CalendarBody } from '../../calendars/api.ts'
import { type Moves, slaApi } from '../../sla/api.ts'
import { m } from '../i18n/index.ts'
import { useEndpoint } from '../query.ts'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { When, ZoneNote } from '../ui/When.tsx'
import { linesText, subjectText } from './words.ts'

/** All open clocks of the calendar are counted for it: not at every key. */
const settleMs = 800

export function MovesPanel({ calendarId, calendar }: { calendarId: string; calendar: CalendarBody }) {
  const [body] = useDebouncedValue({ ...calendar, name: calendar.name || '-' }, settleMs)
  const moves = useEndpoint(slaApi.moves, { params: { calendarId }, body }, { watch: [`calendar:${calendarId}`] })
  return (
    <Stack gap="xs">
      <div>
        <Title order={2} size="h3">
          {m.sla_moves()}
        </Title>
        <Text size="sm" c="dimmed">
          {m.sla_moves_what()}
        </Text>
      </div>
      <ProblemAlert problem={moves.error} onRetry={() => void moves.refetch()} />
      {moves.data && !moves.error ? (
        <Stack gap="xs" role="status">
          <Text size="sm">
            {moves.data.moved === 0
              ? m.sla_moves_none()
              : m.sla_moves_some({ n: moves.data.moved, open: moves.data.open })}
          </Text>
          {moves.data.kept > 0 ? <Text size="sm">{m.sla_moves_kept({ n: moves.data.kept })}</Text> : null}
          {moves.data.rows.length > 0 ? <MovedClocks rows={moves.data.rows} zone={calendar.zone} /> : null}
          {moves.data.moved > moves.data.rows.length ? (
            <Text size="sm" c="dimmed">
              {m.sla_moves_more({ n: moves.data.rows.length })}
            </Text>
          ) : null}
        </Stack>
      ) : null}
    </Stack>
  )
}

function MovedClocks({ rows, zone }: { rows: Moves['rows']; zone: string }) {
  return (
    <Table.ScrollContainer minWidth={420}>
      <ZoneNote contractZone={zone} />
      <Table aria-label={m.sla_moves()}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{m.sla_moves_number()}</Table.Th>
            <Table.Th>{m.sla_moves_supplier()}</Table.Th>
            <Table.Th>{m.sla_moves_before()}</Table.Th>
            <Table.Th>{m.sla_moves_after()}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(row => (
            <Table.Tr key={row.clockId}>
              <Table.Td>{row.lines ? `${subjectText(row)}, ${linesText(row.lines)}` : subjectText(row)}</Table.Td>
              <Table.Td>{row.supplier}</Table.Td>
              <Table.Td>
                <When at={row.dueBefore} contractZone={zone} />
              </Table.Td>
              <Table.Td>
                <When at={row.dueAfter} contractZone={zone} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
