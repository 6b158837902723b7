// Publishing what was edited: what it amounts to, to whom it goes, a note, and the question before it leaves.
import { Alert, Button, Checkbox, Group, Stack, Text, TextInput } from '@mantine/core'
import { Send, Undo2 } from 'lucide-react'
import { useState } from 'react'
import { type Draft, forecastsApi } from '../../forecasts/api.ts'
import { useGo } from '../go.tsx'
import { countText } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'
import { useAct } from '../query.ts'
import { Confirm } from '../ui/ConfirmAct.tsx'
import { type EditCounts, type EditLine, suppliersIn, type ToPublish } from './edit-draft.ts'
import classes from './forecasts.module.css'
import { PublishQuestion } from './PublishQuestion.tsx'

interface PublishFootProps {
  draft: Draft
  all: readonly EditLine[]
  counts: EditCounts
  /** The first day that is planning. */
  firmUntil: string
  ready: (suppliers: ReadonlySet<string> | 'all') => ToPublish
  touched: boolean
  discard: () => void
  published: () => void
}

export function PublishFoot({ draft, all, counts, firmUntil, ready, touched, discard, published }: PublishFootProps) {
  const go = useGo()
  const [note, setNote] = useState('')
  const [everybody, setEverybody] = useState(false)
  const [asking, setAsking] = useState<ToPublish | undefined>()
  const act = useAct(forecastsApi.publish, {
    changes: ['forecast-release', 'supplier-release', 'clock'],
    done: ({ number, suppliers }) => m.forecasts_upload_done({ number, n: suppliers }),
  })
  const some = counts.suppliers.size > 0 || (everybody && draft.lines.length > 0)
  const concerned = asking ? suppliersIn(asking) : 0
  const publish = async () => {
    const body = {
      lines: asking?.lines ?? [],
      ended: asking?.ended ?? [],
      firmUntil,
      note,
      source: 'grid' as const,
      basedOn: draft.basedOn,
    }
    const { id } = await act.mutateAsync({ body })
    published()
    go(`/forecasts/releases/${id}`)
  }
  return (
    <Stack gap="xs" className={classes.foot}>
      <Counts counts={counts} />
      <Group align="end" gap="sm">
        <TextInput
          label={m.forecasts_field_note()}
          maxLength={500}
          style={{ flex: '1 1 14rem' }}
          value={note}
          onChange={event => setNote(event.currentTarget.value)}
        />
        <Checkbox
          label={m.forecasts_edit_all()}
          checked={everybody}
          onChange={event => setEverybody(event.currentTarget.checked)}
        />
        {touched ? (
          <Button variant="subtle" leftSection={<Undo2 size={16} aria-hidden />} onClick={discard}>
            {m.forecasts_edit_discard()}
          </Button>
        ) : null}
        <Button
          leftSection={<Send size={16} aria-hidden />}
          disabled={!some || counts.wrong > 0}
          onClick={() => setAsking(ready(everybody ? 'all' : counts.suppliers))}
        >
          {m.forecasts_edit_publish()}
        </Button>
      </Group>
      {asking && concerned === 0 ? <Alert color="red" role="alert" title={m.forecasts_edit_publish_nothing()} /> : null}
      <Confirm
        opened={concerned > 0}
        title={m.forecasts_edit_publish_title({ number: draft.basedOn + 1, n: concerned })}
        act={m.forecasts_edit_publish()}
        onClose={() => setAsking(undefined)}
        onConfirm={publish}
      >
        {asking ? <Question asking={asking} all={all} /> : null}
      </Confirm>
    </Stack>
  )
}

function Question({ asking, all }: { asking: ToPublish; all: readonly EditLine[] }) {
  const names = new Map(all.map(line => [line.supplier, line.supplierName]))
  const named = (numbers: Iterable<string>) => [...new Set(numbers)].map(number => names.get(number) ?? number)
  return (
    <PublishQuestion
      suppliers={named([...asking.lines.map(({ supplier = '' }) => supplier), ...asking.ended])}
      ended={asking.gone.map(({ item }) => item)}
      endedCount={asking.gone.length}
      endedWhole={named(asking.ended)}
    />
  )
}

function Counts({ counts }: { counts: EditCounts }) {
  return (
    <>
      <Text size="sm" role="status">
        {m.forecasts_edit_counts({
          cellCount: counts.cells,
          lineCount: counts.lines.size,
          supplierCount: counts.suppliers.size,
          cells: countText(counts.cells),
          lines: countText(counts.lines.size),
          suppliers: countText(counts.suppliers.size),
        })}
      </Text>
      {counts.wrong > 0 ? <Alert color="red" role="alert" title={m.forecasts_edit_wrong({ n: counts.wrong })} /> : null}
    </>
  )
}
