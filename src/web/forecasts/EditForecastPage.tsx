// The grid in which a planner edits the standing forecast and publishes it as the next release.
import { ActionIcon, Alert, Button, Checkbox, Group, NumberInput, Stack, Switch, Text, TextInput } from '@mantine/core'
import { CalendarPlus, Send, Trash2, Undo2 } from 'lucide-react'
import { useMemo, useState } from 'react'
import { type Draft, forecastsApi } from '../../forecasts/api.ts'
import { FIRM_WEEKS_MAX, FIRM_WEEKS_USUAL } from '../../forecasts/forecast.ts'
import { useGo } from '../go.tsx'
import { countText } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'
import { useAct, useEndpoint } from '../query.ts'
import { Confirm } from '../ui/ConfirmAct.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ListSkeleton } from '../ui/list/DataList.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { AddLine } from './AddLine.tsx'
import {
  countEdits,
  type EditLine,
  editCell,
  editKey,
  isEdited,
  linesOf,
  noEdits,
  toPublish,
  weeksOf,
  zonedWeeks,
} from './edit-draft.ts'
import classes from './forecasts.module.css'
import type { GridChange } from './grid-cell.ts'
import { useEdits } from './use-edits.ts'
import { WeekGrid } from './WeekGrid.tsx'

export function EditForecastPage() {
  const draft = useEndpoint(forecastsApi.draft, {}, { keep: false })
  return (
    <>
      <PageHeader
        title={m.forecasts_edit_title()}
        lead={m.forecasts_edit_lead()}
        trail={[{ label: m.forecasts_title(), to: '/forecasts' }]}
      />
      {draft.error && !draft.data ? (
        <ProblemAlert problem={draft.error} onRetry={() => void draft.refetch()} />
      ) : draft.data ? (
        <Editor key={draft.data.basedOn} draft={draft.data} />
      ) : (
        <ListSkeleton />
      )}
    </>
  )
}

function Editor({ draft }: { draft: Draft }) {
  const { edits, change, restored, forget } = useEdits(draft.basedOn)
  const [search, setSearch] = useState('')
  const [onlyChanged, setOnlyChanged] = useState(false)
  const [firmWeeks, setFirmWeeks] = useState(FIRM_WEEKS_USUAL)
  const all = useMemo(() => linesOf(draft, edits), [draft, edits])
  const weeks = useMemo(() => weeksOf(draft, edits), [draft, edits])
  const counts = useMemo(() => countEdits(all, edits), [all, edits])
  const shown = useMemo(
    () => all.filter(line => fits(line, search) && (!onlyChanged || counts.lines.has(line.key))),
    [all, search, onlyChanged, counts],
  )
  const out = useMemo(() => new Set(edits.out), [edits.out])
  const type = (changes: GridChange[]) => {
    const cells = { ...edits.cells }
    for (const { row, week, text } of changes) {
      const [line, start] = [shown[row], weeks[week]]
      if (!line || start === undefined) continue
      if (text === (line.quantities[week] ?? '')) delete cells[editKey(line, start)]
      else cells[editKey(line, start)] = text
    }
    change({ ...edits, cells })
  }
  const rows = shown.map(line => ({
    key: line.key,
    name: line.item,
    detail: [line.supplierName, line.shipTo, line.unit, line.description].join(' · '),
    out: out.has(line.key),
    tool: (
      <LeaveOut
        line={line}
        out={out.has(line.key)}
        onLeave={() => {
          if (line.added) change({ ...edits, added: edits.added.filter(one => one.key !== line.key) })
          else if (out.has(line.key)) change({ ...edits, out: edits.out.filter(key => key !== line.key) })
          else change({ ...edits, out: [...edits.out, line.key] })
        }}
      />
    ),
  }))
  return (
    <Stack gap="sm">
      {restored ? <Alert color="petrol" title={m.forecasts_edit_restored()} /> : null}
      <Group align="end" gap="sm">
        <TextInput
          label={m.forecasts_edit_search()}
          value={search}
          onChange={event => setSearch(event.currentTarget.value)}
        />
        <NumberInput
          label={m.forecasts_field_firm()}
          min={0}
          max={FIRM_WEEKS_MAX}
          allowDecimal={false}
          w="8rem"
          value={firmWeeks}
          onChange={value => setFirmWeeks(Number(value) || 0)}
        />
        <Button
          variant="default"
          leftSection={<CalendarPlus size={16} aria-hidden />}
          onClick={() => change({ ...edits, weeksAdded: edits.weeksAdded + 4 })}
        >
          {m.forecasts_edit_weeks()}
        </Button>
        <AddLine
          sites={draft.sites}
          known={all}
          onAdd={line => {
            setSearch('')
            setOnlyChanged(false)
            change({ ...edits, added: [line, ...edits.added] })
          }}
        />
        <Switch
          label={m.forecasts_edit_changed()}
          checked={onlyChanged}
          onChange={event => setOnlyChanged(event.currentTarget.checked)}
        />
      </Group>
      {all.length === 0 ? (
        <EmptyState title={m.forecasts_edit_empty()} why={m.forecasts_edit_empty_why()} />
      ) : (
        <>
          <Text size="sm" c="dimmed">
            {m.forecasts_grid_how()}
          </Text>
          <WeekGrid
            label={m.forecasts_edit_title()}
            weeks={zonedWeeks(weeks, firmWeeks)}
            rows={rows}
            cell={(row, week) => {
              const line = shown[row]
              if (!line) return { text: '', shown: '', tone: 'quiet', words: '' }
              return editCell(line, week, weeks[week] ?? '', edits)
            }}
            onChange={type}
          />
        </>
      )}
      <PublishFoot
        draft={draft}
        counts={counts}
        firmWeeks={firmWeeks}
        lines={suppliers => toPublish(all, weeks, edits, suppliers)}
        touched={isEdited(edits)}
        discard={() => change(noEdits)}
        published={forget}
      />
    </Stack>
  )
}

const fits = ({ item, description, supplierName, supplier, shipTo }: EditLine, search: string): boolean =>
  [item, description, supplierName, supplier, shipTo].join(' ').toLowerCase().includes(search.trim().toLowerCase())

function LeaveOut({ line, out, onLeave }: { line: EditLine; out: boolean; onLeave: () => void }) {
  const label = out ? m.forecasts_edit_take_in({ item: line.item }) : m.forecasts_edit_leave_out({ item: line.item })
  return (
    <ActionIcon variant="subtle" color="gray" size="sm" aria-label={label} title={label} onClick={onLeave}>
      {out ? <Undo2 size={14} aria-hidden /> : <Trash2 size={14} aria-hidden />}
    </ActionIcon>
  )
}

interface PublishFootProps {
  draft: Draft
  counts: ReturnType<typeof countEdits>
  firmWeeks: number
  lines: (suppliers: ReadonlySet<string> | 'all') => ReturnType<typeof toPublish>
  touched: boolean
  discard: () => void
  published: () => void
}

function PublishFoot({ draft, counts, firmWeeks, lines, touched, discard, published }: PublishFootProps) {
  const go = useGo()
  const [note, setNote] = useState('')
  const [everybody, setEverybody] = useState(false)
  const [asking, setAsking] = useState(false)
  const act = useAct(forecastsApi.publish, {
    changes: ['forecast-release', 'supplier-release', 'clock'],
    done: ({ number, suppliers }) => m.forecasts_upload_done({ number, n: suppliers }),
  })
  const suppliers = everybody
    ? new Set([...draft.lines.map(line => line.supplier), ...counts.suppliers])
    : counts.suppliers
  const publish = async () => {
    const body = {
      lines: lines(everybody ? 'all' : counts.suppliers),
      firmWeeks,
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
      <Text size="sm" role="status">
        {m.forecasts_edit_counts({
          cells: countText(counts.cells),
          lines: countText(counts.lines.size),
          suppliers: countText(counts.suppliers.size),
        })}
      </Text>
      {counts.wrong > 0 ? <Alert color="red" role="alert" title={m.forecasts_edit_wrong({ n: counts.wrong })} /> : null}
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
          disabled={suppliers.size === 0 || counts.wrong > 0}
          onClick={() => setAsking(true)}
        >
          {m.forecasts_edit_publish()}
        </Button>
      </Group>
      <Confirm
        opened={asking}
        title={m.forecasts_edit_publish_title({ number: draft.basedOn + 1, n: suppliers.size })}
        act={m.forecasts_edit_publish()}
        onClose={() => setAsking(false)}
        onConfirm={publish}
      >
        {m.forecasts_edit_publish_what()}
      </Confirm>
    </Stack>
  )
}
