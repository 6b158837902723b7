// The grid in which a planner edits the standing forecast and publishes it as the next release.
import { ActionIcon, Alert, Button, Group, NumberInput, Stack, Switch, Text, TextInput } from '@mantine/core'
import { CalendarPlus, Trash2, Undo2 } from 'lucide-react'
import { useMemo, useState } from 'react'
import { type Draft, forecastsApi } from '../../forecasts/api.ts'
import { FIRM_WEEKS_MAX } from '../../forecasts/forecast.ts'
import { m } from '../i18n/index.ts'
import { useEndpoint } from '../query.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ListSkeleton } from '../ui/list/DataList.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { AddLine } from './AddLine.tsx'
import {
  countEdits,
  type EditLine,
  type Edits,
  editCell,
  editKey,
  firmUntilIn,
  firmWeeksOf,
  isEdited,
  linesOf,
  noEdits,
  takeOver,
  toPublish,
  weeksOf,
  zonedWeeks,
} from './edit-draft.ts'
import type { GridChange } from './grid-cell.ts'
import type { OlderEdits } from './kept-edits.ts'
import { PublishFoot } from './PublishFoot.tsx'
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
  const { edits, change, restored, forget, older, forgetOlder } = useEdits(draft.basedOn)
  const [view, setView] = useState<View>({ search: '', onlyChanged: false })
  const [firmWeeks, setFirmWeeks] = useState(() => firmWeeksOf(draft))
  const all = useMemo(() => linesOf(draft, edits), [draft, edits])
  const weeks = useMemo(() => weeksOf(draft, edits), [draft, edits])
  const counts = useMemo(() => countEdits(all, edits), [all, edits])
  const shown = useMemo(
    () => all.filter(line => fits(line, view.search) && (!view.onlyChanged || counts.lines.has(line.key))),
    [all, view, counts],
  )
  return (
    <Stack gap="sm">
      {restored ? <Alert color="petrol" title={m.forecasts_edit_restored()} /> : null}
      {older ? (
        <Older
          older={older}
          take={() => {
            change(takeOver(draft, edits, older.edits))
            forgetOlder()
          }}
          forget={forgetOlder}
        />
      ) : null}
      <Toolbar
        draft={draft}
        all={all}
        edits={edits}
        change={change}
        view={view}
        setView={setView}
        firmWeeks={firmWeeks}
        setFirmWeeks={setFirmWeeks}
      />
      {all.length === 0 ? (
        <EmptyState title={m.forecasts_edit_empty()} why={m.forecasts_edit_empty_why()} />
      ) : (
        <>
          <Text size="sm" c="dimmed">
            {m.forecasts_grid_how()}
          </Text>
          <EditGrid shown={shown} weeks={weeks} firmWeeks={firmWeeks} edits={edits} change={change} />
        </>
      )}
      <PublishFoot
        draft={draft}
        all={all}
        counts={counts}
        firmUntil={firmUntilIn(weeks, firmWeeks)}
        ready={suppliers => toPublish(all, weeks, edits, suppliers)}
        touched={isEdited(edits)}
        discard={() => change(noEdits)}
        published={forget}
      />
    </Stack>
  )
}

/** A newer release came between: what was typed before it is neither lost nor put over it unasked. */
function Older({ older, take, forget }: { older: OlderEdits; take: () => void; forget: () => void }) {
  const cells = Object.keys(older.edits.cells).length + older.edits.out.length + older.edits.added.length
  return (
    <Alert color="yellow" title={m.forecasts_edit_older({ number: older.basedOn, n: cells })}>
      <Group gap="xs">
        <Button size="xs" onClick={take}>
          {m.forecasts_edit_older_take()}
        </Button>
        <Button size="xs" variant="subtle" onClick={forget}>
          {m.forecasts_edit_older_forget()}
        </Button>
      </Group>
    </Alert>
  )
}

const fits = ({ item, description, supplierName, supplier, shipTo }: EditLine, search: string): boolean =>
  [item, description, supplierName, supplier, shipTo].join(' ').toLowerCase().includes(search.trim().toLowerCase())

/** What of the grid is shown. */
interface View {
  search: string
  onlyChanged: boolean
}

interface ToolbarProps {
  draft: Draft
  all: readonly EditLine[]
  edits: Edits
  change: (edits: Edits) => void
  view: View
  setView: (view: View) => void
  firmWeeks: number
  setFirmWeeks: (weeks: number) => void
}

function Toolbar({ draft, all, edits, change, view, setView, firmWeeks, setFirmWeeks }: ToolbarProps) {
  return (
    <Group align="end" gap="sm">
      <TextInput
        label={m.forecasts_edit_search()}
        value={view.search}
        onChange={event => setView({ ...view, search: event.currentTarget.value })}
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
          setView({ search: '', onlyChanged: false })
          change({ ...edits, added: [line, ...edits.added] })
        }}
      />
      <Switch
        label={m.forecasts_edit_changed()}
        checked={view.onlyChanged}
        onChange={event => setView({ ...view, onlyChanged: event.currentTarget.checked })}
      />
    </Group>
  )
}

interface EditGridProps {
  shown: readonly EditLine[]
  weeks: readonly string[]
  firmWeeks: number
  edits: Edits
  change: (edits: Edits) => void
}

function EditGrid({ shown, weeks, firmWeeks, edits, change }: EditGridProps) {
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
  )
}

function LeaveOut({ line, out, onLeave }: { line: EditLine; out: boolean; onLeave: () => void }) {
  const label = out ? m.forecasts_edit_take_in({ item: line.item }) : m.forecasts_edit_leave_out({ item: line.item })
  return (
    <ActionIcon variant="subtle" color="gray" size="sm" aria-label={label} title={label} onClick={onLeave}>
      {out ? <Undo2 size={14} aria-hidden /> : <Trash2 size={14} aria-hidden />}
    </ActionIcon>
  )
}
