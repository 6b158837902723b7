// A release as the buyer sees it: demand by week against the one before, who has committed, what changed item by item.
import { Anchor, Button, Group, Paper, Stack, Table, Title } from '@mantine/core'
import { Table2 } from 'lucide-react'
import { forecastsApi, type ReleaseDetail } from '../../forecasts/api.ts'
import { Go, useLink, useParam } from '../go.tsx'
import { m } from '../i18n/index.ts'
import { useEndpoint } from '../query.ts'
import { useMay } from '../shell/me.ts'
import { DueBadge, useClocksOf } from '../sla/DueBadge.tsx'
import { DemandChart } from '../ui/DemandChart.tsx'
import { Facts } from '../ui/Facts.tsx'
import { ListSkeleton } from '../ui/list/DataList.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { StatusBadge } from '../ui/StatusBadge.tsx'
import { When } from '../ui/When.tsx'
import { DocumentBadges } from './DocumentStatuses.tsx'
import { changeFacts, chartWeeks, differsText, horizonText } from './facts.tsx'
import classes from './forecasts.module.css'
import { ReleaseLines } from './ReleaseLines.tsx'
import { commitWord, documentText, percentText, releaseWord, sourceText } from './words.ts'

export function ReleasePage() {
  const releaseId = useParam('releaseId')
  const asked = useEndpoint(
    forecastsApi.release,
    { params: { releaseId } },
    { watch: [`forecast-release:${releaseId}`, 'supplier-release', 'document'], keep: false },
  )
  const may = useMay()
  const link = useLink()
  if (asked.error && !asked.data) return <ProblemAlert problem={asked.error} onRetry={() => void asked.refetch()} />
  if (!asked.data) return <ListSkeleton />
  const release = asked.data
  const word = releaseWord(release.status)
  return (
    <>
      <PageHeader
        title={m.forecasts_release({ number: release.number })}
        trail={[{ label: m.forecasts_title(), to: '/forecasts' }]}
        lead={release.note}
        status={<StatusBadge tone={word.tone}>{word.text}</StatusBadge>}
        actions={
          may('forecast.publish') ? (
            <Button
              component="a"
              variant="default"
              leftSection={<Table2 size={16} aria-hidden />}
              {...link('/forecasts/edit')}
            >
              {m.forecasts_edit()}
            </Button>
          ) : null
        }
      />
      <Stack gap="lg">
        <Demand release={release} />
        <Suppliers release={release} />
        <section>
          <Title order={2} size="h4" mb="xs">
            {m.forecasts_changes()}
          </Title>
          <ReleaseLines release={release} />
        </section>
      </Stack>
    </>
  )
}

function Demand({ release }: { release: ReleaseDetail }) {
  return (
    <div className={classes.page}>
      <Paper>
        <Title order={2} size="h4" mb="xs">
          {m.forecasts_demand_by_week()}
        </Title>
        <DemandChart
          label={m.forecasts_release({ number: release.number })}
          unit={release.unit ?? m.forecasts_mixed_units()}
          weeks={chartWeeks(release.weeks)}
        />
      </Paper>
      <Paper p="sm">
        <Facts
          facts={[
            ...changeFacts(release.summary, release.unit),
            {
              label: m.forecasts_fact_coverage(),
              value: release.coverage === null ? null : percentText(release.coverage),
            },
            { label: m.forecasts_fact_horizon(), value: horizonText(release) },
            {
              label: m.forecasts_fact_published(),
              value: (
                <>
                  <When at={release.publishedAt} />
                  <br />
                  {m.forecasts_fact_published_words({
                    who: release.publishedBy,
                    source: sourceText(release.source),
                  })}
                </>
              ),
            },
          ]}
        />
      </Paper>
    </div>
  )
}

function Suppliers({ release }: { release: ReleaseDetail }) {
  const clocks = useClocksOf(release.shares.filter(share => share.commitStatus === 'awaiting').map(share => share.id))
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        {m.forecasts_suppliers()}
      </Title>
      <Paper p={0}>
        <Table.ScrollContainer minWidth={640}>
          <Table aria-label={m.forecasts_suppliers()}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{m.forecasts_col_supplier()}</Table.Th>
                <Table.Th>{m.forecasts_col_commit()}</Table.Th>
                <Table.Th ta="right">{m.forecasts_col_coverage()}</Table.Th>
                <Table.Th>{m.forecasts_col_change()}</Table.Th>
                <Table.Th>{m.forecasts_col_document()}</Table.Th>
                <Table.Th>{m.forecasts_col_seen()}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {release.shares.map(share => (
                <Table.Tr key={share.id}>
                  <Table.Td>
                    <Go to={`/forecasts/${share.id}`}>{share.supplier.name}</Go>
                  </Table.Td>
                  <Table.Td>
                    <Group gap={4}>
                      <Commit status={share.commitStatus} />
                      <DueBadge clock={clocks.get(share.id)} />
                    </Group>
                  </Table.Td>
                  <Table.Td ta="right">{share.coverage === null ? '–' : percentText(share.coverage)}</Table.Td>
                  <Table.Td>{differsText(share.summary)}</Table.Td>
                  <Table.Td>
                    <WentOut share={share} />
                  </Table.Td>
                  <Table.Td>{share.viewedAt ? <When at={share.viewedAt} /> : m.forecasts_fact_not_viewed()}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </Paper>
    </section>
  )
}

function Commit({ status }: { status: ReleaseDetail['shares'][number]['commitStatus'] }) {
  const word = commitWord(status, 'buyer')
  return <StatusBadge tone={word.tone}>{word.text}</StatusBadge>
}

function WentOut({ share }: { share: ReleaseDetail['shares'][number] }) {
  const link = useLink()
  const mayOpen = useMay()('gateway.view')
  const document = share.documents.at(-1)
  if (!document) return <>{documentText(share.document)}</>
  const name = document.setId
  return (
    <Group gap={4}>
      {document.interchangeId && mayOpen ? (
        <Anchor {...link(`/gateway/interchanges/${document.interchangeId}`)}>{name}</Anchor>
      ) : (
        name
      )}
      <DocumentBadges document={document} />
    </Group>
  )
}
