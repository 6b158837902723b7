// Before a policy is saved: the last 90 days under it, against what was.
import { Stack, Table, Text, Title } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { type Figures, type PolicyBody, policyApi, type Replay, type Verdict } from '../../sla/policy-api.ts'
import { Go } from '../go.tsx'
import { m } from '../i18n/index.ts'
import { spanText } from '../partners/partner-text.ts'
import { useEndpoint } from '../query.ts'
import { ListSkeleton } from '../ui/list/DataList.tsx'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { When } from '../ui/When.tsx'
import { policyFieldText } from './policy-words.ts'
import classes from './ReplayPanel.module.css'
import { linesText, subjectText } from './words.ts'

/** Thousands of clocks are laid out for it: not at every key. */
const settleMs = 900

export function ReplayPanel({ policyId, policy }: { policyId: string | null; policy: PolicyBody }) {
  const [body] = useDebouncedValue({ policyId, policy: { ...policy, name: policy.name || '-' } }, settleMs)
  const replay = useEndpoint(policyApi.preview, { body }, { watch: ['policy'] })
  return (
    <Stack gap="sm">
      <div>
        <Title order={2} size="h3">
          {m.sla_replay()}
        </Title>
        <Text size="sm" c="dimmed">
          {m.sla_replay_what()}
        </Text>
      </div>
      <ProblemAlert problem={replay.error} nameOf={policyFieldText} onRetry={() => void replay.refetch()} />
      {replay.data && !replay.error ? (
        <div role="status" aria-busy={replay.isFetching} className={classes.found}>
          <Found replay={replay.data} />
        </div>
      ) : replay.isPending ? (
        <ListSkeleton />
      ) : null}
    </Stack>
  )
}

function Found({ replay }: { replay: Replay }) {
  const { governed, replayed, before, after, changed, rows } = replay
  if (replayed === 0) return <Text size="sm">{m.sla_replay_none()}</Text>
  const counted =
    replayed < governed ? m.sla_replay_newest({ n: replayed, all: governed }) : m.sla_replay_counted({ n: replayed })
  return (
    <Stack gap="sm">
      <Text size="sm">{counted}</Text>
      <Bar name={m.sla_replay_before()} figures={before} />
      <Bar name={m.sla_replay_after()} figures={after} />
      <FiguresTable before={before} after={after} />
      <Text size="sm">{changed === 0 ? m.sla_replay_same() : m.sla_replay_changed({ n: changed })}</Text>
      {changed > rows.length ? (
        <Text size="sm" c="dimmed">
          {m.sla_replay_more({ n: rows.length })}
        </Text>
      ) : null}
      {rows.length > 0 ? <ChangedClocks rows={rows} /> : null}
    </Stack>
  )
}

const verdicts = ['met', 'late', 'excused', 'waiting', 'cancelled'] as const satisfies readonly Verdict[]

function verdictText(verdict: Verdict): string {
  switch (verdict) {
    case 'met':
      return m.sla_replay_met()
    case 'late':
      return m.sla_replay_late()
    case 'excused':
      return m.sla_replay_excused()
    case 'waiting':
      return m.sla_replay_waiting()
    case 'cancelled':
      return m.sla_replay_cancelled()
  }
}

/** Both bars are as long: they hold the same clocks. */
function Bar({ name, figures }: { name: string; figures: Figures }) {
  const { met, late, excused, waiting, cancelled } = figures
  return (
    <div>
      <Text size="xs">{name}</Text>
      <div
        className={classes.bar}
        role="img"
        aria-label={m.sla_replay_bar({ name, met, late, excused, waiting, cancelled })}
      >
        {verdicts.map(verdict =>
          figures[verdict] > 0 ? (
            <span
              key={verdict}
              className={classes.part}
              data-verdict={verdict}
              style={{ flexGrow: figures[verdict] }}
            />
          ) : null,
        )}
      </div>
    </div>
  )
}

function FiguresTable({ before, after }: { before: Figures; after: Figures }) {
  const lines = [
    ...verdicts.map(verdict => ({
      label: verdictText(verdict),
      mark: verdict,
      of: (it: Figures) => String(it[verdict]),
    })),
    { label: m.sla_replay_told(), mark: undefined, of: ({ toldBuyer }: Figures) => String(toldBuyer) },
    {
      label: m.sla_replay_room(),
      mark: undefined,
      of: ({ medianRoomMinutes }: Figures) => roomText(medianRoomMinutes),
    },
  ]
  return (
    <Table aria-label={m.sla_replay()} className={classes.figures}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{m.sla_replay_figure()}</Table.Th>
          <Table.Th ta="right">{m.sla_replay_before()}</Table.Th>
          <Table.Th ta="right">{m.sla_replay_after()}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {lines.map(({ label, mark, of }) => (
          <Table.Tr key={label}>
            <Table.Td>
              {mark ? <span className={classes.key} data-verdict={mark} aria-hidden /> : null}
              {label}
            </Table.Td>
            <Table.Td ta="right">{of(before)}</Table.Td>
            <Table.Td ta="right" fw={of(before) === of(after) ? 400 : 700}>
              {of(after)}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

function roomText(minutes: number | null): string {
  if (minutes === null) return '–'
  const span = spanText(Math.round(Math.abs(minutes)))
  return minutes < 0 ? m.sla_replay_room_over({ span }) : span
}

function ChangedClocks({ rows }: { rows: Replay['rows'] }) {
  return (
    <Table.ScrollContainer minWidth={300}>
      <Table aria-label={m.sla_replay_changed({ n: rows.length })}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{m.sla_replay_clock()}</Table.Th>
            <Table.Th>{m.sla_replay_due()}</Table.Th>
            <Table.Th>{m.sla_replay_end()}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(row => (
            <Table.Tr key={row.clockId}>
              <Table.Td>
                <Go to={`/clocks/${row.clockId}`}>
                  {row.lines ? `${subjectText(row)}, ${linesText(row.lines)}` : subjectText(row)}
                </Go>
                <Text size="xs" c="dimmed">
                  {row.supplier}
                </Text>
              </Table.Td>
              <Table.Td>
                <Text size="sm" c="dimmed" component="div">
                  <When at={row.before.dueAt} contractZone={row.zone} />
                </Text>
                <When at={row.after.dueAt} contractZone={row.zone} />
              </Table.Td>
              <Table.Td>{endText(row)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

function endText({ before, after }: Replay['rows'][number]): string {
  const [was, is] = [verdictText(before.verdict), verdictText(after.verdict)]
  const end = was === is ? was : m.sla_replay_end_changed({ before: was, after: is })
  if (before.toldBuyer === after.toldBuyer) return end
  return `${end}, ${after.toldBuyer ? m.sla_replay_told_now() : m.sla_replay_not_told()}`
}
