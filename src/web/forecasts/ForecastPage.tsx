// One supplier's forecast, for both sides: demand by week, what changed, and the commit to it.
import { Alert, Group, Paper, Stack, Table, Text, Title } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { forecastsApi, type ShareDetail } from '../../forecasts/api.ts'
import type { ClockSummary } from '../../sla/api.ts'
import { call } from '../api.ts'
import { Go, useParam } from '../go.tsx'
import { m } from '../i18n/index.ts'
import { TestNote } from '../partners/TestNote.tsx'
import { useEndpoint } from '../query.ts'
import { useMay } from '../shell/me.ts'
import { CancelledLine } from '../sla/BreachLines.tsx'
import { DueLine, useClocksOf } from '../sla/DueBadge.tsx'
import { PauseActs } from '../sla/PauseActs.tsx'
import { PausedLine } from '../sla/PauseLines.tsx'
import { DemandChart } from '../ui/DemandChart.tsx'
import { ListSkeleton } from '../ui/list/DataList.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { QuantityText } from '../ui/QuantityText.tsx'
import { StatusBadge } from '../ui/StatusBadge.tsx'
import { CommitPanel } from './CommitPanel.tsx'
import { ShareDocuments, ShareFacts, ShareHistory } from './ForecastAside.tsx'
import { chartWeeks } from './facts.tsx'
import classes from './forecasts.module.css'
import { NobodyCommits } from './NobodyCommits.tsx'
import { ShareChanges } from './ShareChanges.tsx'
import { commitWord } from './words.ts'

export function ForecastPage() {
  const supplierReleaseId = useParam('supplierReleaseId')
  const asked = useEndpoint(
    forecastsApi.get,
    { params: { supplierReleaseId } },
    { watch: [`supplier-release:${supplierReleaseId}`, 'document'], keep: false },
  )
  useNoteViewed(asked.data)
  if (asked.error && !asked.data) return <ProblemAlert problem={asked.error} onRetry={() => void asked.refetch()} />
  if (!asked.data) return <ListSkeleton />
  return <ForecastShown share={asked.data} />
}

function ForecastShown({ share }: { share: ShareDetail }) {
  const may = useMay()
  const clock = useClocksOf([share.id]).get(share.id)
  const word = commitWord(share.commitStatus, share.side)
  const supplier = share.side === 'supplier'
  const trail = [
    { label: m.forecasts_title(), to: '/forecasts' },
    ...(share.releaseId === null
      ? []
      : [
          {
            label: m.forecasts_release({ number: share.number }),
            to: `/forecasts/releases/${share.releaseId}`,
          },
        ]),
  ]
  return (
    <>
      <PageHeader
        title={m.forecasts_forecast({ number: share.number })}
        trail={trail}
        lead={[supplier ? share.buyer.name : share.supplier.name, share.note].filter(Boolean).join(' · ')}
        status={
          <Group gap="xs">
            <StatusBadge tone={word.tone}>{word.text}</StatusBadge>
            <DueLine clock={clock} />
          </Group>
        }
        actions={clock ? <PauseActs clock={clock} /> : null}
      />
      <Stack gap="lg">
        {share.newer ? (
          <Alert color="yellow" title={m.forecasts_newer({ number: share.newer.number })}>
            <Go to={`/forecasts/${share.newer.id}`}>{m.forecasts_newer_open({ number: share.newer.number })}</Go>
          </Alert>
        ) : null}
        <ClockLines clock={clock} />
        <NobodyCommits share={share} />
        <TestNote of={share} timed={clock !== undefined} />
        {share.lines.length === 0 ? (
          <Alert color="yellow" title={m.forecasts_all_ended()}>
            {m.forecasts_all_ended_why()}
          </Alert>
        ) : null}
        <div className={classes.page}>
          <Paper>
            <Title order={2} size="h4" mb="xs">
              {m.forecasts_demand_by_week()}
            </Title>
            <DemandChart
              label={m.forecasts_forecast({ number: share.number })}
              unit={share.unit ?? m.forecasts_mixed_units()}
              weeks={chartWeeks(share.weeks)}
            />
          </Paper>
          <ShareFacts share={share} />
        </div>
        {share.lines.length > 0 ? (
          <>
            <CommitPanel key={share.id} share={share} mayCommit={supplier && may('forecast.commit')} />
            <ShareChanges share={share} />
          </>
        ) : null}
        <Ended share={share} />
        <ShareDocuments share={share} mayOpen={may('gateway.view')} />
        <ShareHistory share={share} />
      </Stack>
    </>
  )
}

/** What there is to say of its clock, beside when it is due. */
function ClockLines({ clock }: { clock: ClockSummary | undefined }) {
  if (!clock) return null
  return (
    <>
      <CancelledLine cancelledWhy={clock.cancelledWhy} />
      <PausedLine clock={clock} />
    </>
  )
}

function Ended({ share }: { share: ShareDetail }) {
  if (share.ended.length === 0) return null
  const part = (line: ShareDetail['ended'][number]) =>
    share.side === 'supplier' && line.supplierPart !== '' ? line.supplierPart : line.buyerPart
  return (
    <section>
      <Title order={2} size="h4">
        {m.forecasts_ended()}
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {m.forecasts_ended_why()}
      </Text>
      <Paper p={0}>
        <Table aria-label={m.forecasts_ended()}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{m.forecasts_col_item()}</Table.Th>
              <Table.Th>{m.forecasts_col_ship_to()}</Table.Th>
              <Table.Th ta="right">{m.forecasts_col_before()}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {share.ended.map(line => (
              <Table.Tr key={`${line.buyerPart} ${line.shipToCode}`}>
                <Table.Td>
                  <span className="mono">{part(line)}</span> {line.description}
                </Table.Td>
                <Table.Td>{line.shipToCode}</Table.Td>
                <Table.Td ta="right">
                  <QuantityText of={line.previousDemand} unit={line.unit} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Paper>
    </section>
  )
}

/** The supplier's first look is a fact that the buyer sees. */
function useNoteViewed(share: ShareDetail | undefined) {
  const noted = useRef('')
  useEffect(() => {
    if (share?.side !== 'supplier' || share.viewedAt || noted.current === share.id) return
    noted.current = share.id
    // Whether it was noted matters to the buyer only; the reader is not bothered with a failure.
    call(forecastsApi.view, { params: { supplierReleaseId: share.id } }).catch(() => undefined)
  }, [share])
}
