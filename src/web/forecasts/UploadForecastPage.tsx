// A forecast from a file: every wrong cell with its remedy, what it would change, then all or the clean part.
import { Alert, Button, Group, NumberInput, Paper, Stack, Text, TextInput, Title } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { useState } from 'react'
import { forecastsApi, type Preview } from '../../forecasts/api.ts'
import { CSV_CHARS_MAX, FIRM_WEEKS_MAX, FIRM_WEEKS_USUAL, LINES_MAX } from '../../forecasts/forecast.ts'
import { call } from '../api.ts'
import { useGo } from '../go.tsx'
import { countText } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'
import { useEndpoint } from '../query.ts'
import { CsvImport } from '../ui/CsvImport.tsx'
import { DemandChart } from '../ui/DemandChart.tsx'
import { Facts } from '../ui/Facts.tsx'
import { saveFile } from '../ui/list/csv.ts'
import { PageHeader } from '../ui/PageHeader.tsx'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { changeFacts, chartWeeks, cutSentence, horizonText } from './facts.tsx'
import { PublishQuestion } from './PublishQuestion.tsx'
import { useChecked } from './use-checked.ts'

export function UploadForecastPage() {
  const go = useGo()
  const queries = useQueryClient()
  const [firmWeeks, setFirmWeeks] = useState(FIRM_WEEKS_USUAL)
  const [note, setNote] = useState('')
  const { preview, problem, waiting, check } = useChecked(firmWeeks)
  const template = useTemplate()
  const save = async (form: Preview['form']) => {
    const { fileName, csv } = await call(forecastsApi.template, { query: { form } })
    saveFile(fileName, csv)
  }
  return (
    <>
      <PageHeader
        title={m.forecasts_upload_title()}
        lead={m.forecasts_upload_lead()}
        trail={[{ label: m.forecasts_title(), to: '/forecasts' }]}
        actions={
          <Button
            variant="default"
            leftSection={<Download size={16} aria-hidden />}
            onClick={() => void save('weeks-as-rows')}
          >
            {m.forecasts_upload_weeks_rows()}
          </Button>
        }
      />
      <Paper>
        <Stack>
          <Text size="sm" c="dimmed">
            {m.forecasts_upload_rule({ lines: countText(LINES_MAX) })}
          </Text>
          <Particulars firmWeeks={firmWeeks} setFirmWeeks={setFirmWeeks} note={note} setNote={setNote} />
          <CsvImport
            template={template}
            acceptLabel={({ clean, problems }) =>
              problems.length === 0 ? m.forecasts_upload_accept() : m.forecasts_upload_accept_clean({ n: clean })
            }
            question={preview?.release ? questionOf(preview.release) : undefined}
            waiting={waiting}
            sizeBytesMax={CSV_CHARS_MAX}
            check={async csv => {
              const { rows, clean, errors } = await check(csv)
              return { rows, clean, problems: errors }
            }}
            accept={async (csv, _fileName, part) => {
              const body = { csv, firmWeeks, note, acceptClean: part === 'clean' }
              const { id, number, suppliers } = await call(forecastsApi.import, { body })
              await queries.invalidateQueries()
              notifications.show({ message: m.forecasts_upload_done({ number, n: suppliers }), color: 'green' })
              go(`/forecasts/releases/${id}`)
            }}
          >
            {() => (
              <>
                <ProblemAlert problem={problem} />
                {preview?.release ? <Shown release={preview.release} waiting={waiting} /> : null}
              </>
            )}
          </CsvImport>
        </Stack>
      </Paper>
    </>
  )
}

interface ParticularsProps {
  firmWeeks: number
  setFirmWeeks: (weeks: number) => void
  note: string
  setNote: (note: string) => void
}

function Particulars({ firmWeeks, setFirmWeeks, note, setNote }: ParticularsProps) {
  return (
    <Group align="start">
      <NumberInput
        label={m.forecasts_field_firm()}
        description={m.forecasts_field_firm_why()}
        min={0}
        max={FIRM_WEEKS_MAX}
        allowDecimal={false}
        w="18rem"
        value={firmWeeks}
        onChange={value => setFirmWeeks(Number(value) || 0)}
      />
      <TextInput
        label={m.forecasts_field_note()}
        maxLength={500}
        style={{ flex: '1 1 18rem' }}
        value={note}
        onChange={event => setNote(event.currentTarget.value)}
      />
    </Group>
  )
}

/** The server's template, with real weeks and items, in the form that the import shows. */
function useTemplate() {
  const { data } = useEndpoint(forecastsApi.template, { query: {} })
  const [columns = [], example = []] = (data?.csv ?? '')
    .replace(/^\uFEFF/, '')
    .split('\r\n')
    .map(line => line.split(','))
  return { fileName: data?.fileName ?? 'forecast.csv', columns, example }
}

type WouldPublish = NonNullable<Preview['release']>

/** The same question for the whole file and for its clean part. */
const questionOf = (release: WouldPublish) => ({
  title: m.forecasts_edit_publish_title({ number: release.number, n: release.suppliers.length }),
  what: (
    <PublishQuestion
      suppliers={release.suppliers.map(({ name }) => name)}
      ended={release.ended.map(({ buyerPart }) => buyerPart)}
      endedCount={release.summary.endedLines}
      cut={release.summary.cut ? cutSentence(release.summary.cut, release.unit) : null}
      held={<HeldLines release={release} />}
    />
  ),
})

function HeldLines({ release: { held, heldWhole } }: { release: WouldPublish }) {
  if (held === 0) return null
  return (
    <Alert color="yellow" title={m.forecasts_upload_held({ n: held })}>
      {heldWhole.length > 0
        ? m.forecasts_upload_held_whole({ suppliers: heldWhole.map(({ name }) => name).join(', ') })
        : null}
    </Alert>
  )
}

function Shown({ release, waiting }: { release: WouldPublish; waiting: boolean }) {
  return (
    <section aria-busy={waiting} style={waiting ? { opacity: 0.5 } : undefined}>
      <Title order={2} size="h4" mb="xs">
        {m.forecasts_upload_preview()}
      </Title>
      <Stack>
        <HeldLines release={release} />
        <Facts
          facts={[
            { label: m.forecasts_filter_supplier(), value: release.suppliers.map(({ name }) => name).join(', ') },
            ...changeFacts(release.summary, release.unit),
            { label: m.forecasts_fact_horizon(), value: horizonText(release) },
            { label: m.forecasts_change_gone(), value: endedText(release) },
          ]}
        />
        <DemandChart
          label={m.forecasts_upload_preview()}
          unit={release.unit ?? m.forecasts_mixed_units()}
          weeks={chartWeeks(release.weeks)}
        />
      </Stack>
    </section>
  )
}

function endedText({ ended, summary }: WouldPublish): string {
  const names = ended.map(({ buyerPart }) => buyerPart).join(', ')
  const more = summary.endedLines - ended.length
  return more > 0 ? m.forecasts_ask_more({ names, n: countText(more) }) : names
}
