// A release as the buyer sees it: demand by week against the one before, who has committed, what changed item by item.
import { Button, Paper, Stack, Title } from '@mantine/core'
import { Table2 } from 'lucide-react'
import { forecastsApi, type ReleaseDetail } from '../../forecasts/api.ts'
import { useLink, useParam } from '../go.tsx'
import { m } from '../i18n/index.ts'
import { useEndpoint } from '../query.ts'
import { useMay } from '../shell/me.ts'
import { DemandChart } from '../ui/DemandChart.tsx'
import { Facts } from '../ui/Facts.tsx'
import { ListSkeleton } from '../ui/list/DataList.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { StatusBadge } from '../ui/StatusBadge.tsx'
import { When } from '../ui/When.tsx'
import { changeFacts, chartWeeks, horizonText } from './facts.tsx'
import classes from './forecasts.module.css'
import { ReleaseLines } from './ReleaseLines.tsx'
import { ReleaseSuppliers } from './ReleaseSuppliers.tsx'
import { percentText, releaseWord, sourceText } from './words.ts'

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
        <ReleaseSuppliers release={release} />
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
