// The commit: all as forecast in one click, or by week with a reason; the buyer reads the same grid.
import { Button, Group, Stack, Text, TextInput, Title } from '@mantine/core'
import { Check, Undo2 } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { forecastsApi, type ShareDetail } from '../../forecasts/api.ts'
import { dateText, decimalText } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'
import { useAct } from '../query.ts'
import { cellKey, commitCell, type DraftCell, draftCells, openBeside, sendable, type Typed } from './commit-draft.ts'
import classes from './forecasts.module.css'
import type { GridChange } from './grid-cell.ts'
import { partOf } from './ShareChanges.tsx'
import { useSeenVersion } from './use-seen-version.ts'
import { WeekGrid } from './WeekGrid.tsx'
import { percentText } from './words.ts'

interface CommitPanelProps {
  share: ShareDetail
  mayCommit: boolean
}

export function CommitPanel({ share, mayCommit }: CommitPanelProps) {
  const wanted = share.commitStatus !== 'not-wanted'
  const open = wanted && share.status === 'published'
  const typing = useTyped(share.id)
  const { typed } = typing
  const rows = useMemo(
    () =>
      share.lines.map(line => ({
        key: line.id,
        name: partOf(line, share.side),
        detail: [line.description, line.shipToCode, line.unit].join(' · '),
      })),
    [share],
  )
  const editable = open && mayCommit
  const change = (changes: GridChange[]) =>
    typing.set(
      changes.flatMap(({ row, week, text }) => {
        const line = share.lines[row]
        const start = share.weeks[week]?.start
        if (!line || !start || line.quantities[week] === null) return []
        return [[cellKey(line.id, start), text === '' || text === line.committed[week] ? undefined : text] as const]
      }),
    )
  return (
    <section>
      <Title order={2} size="h4">
        {editable ? m.forecasts_grid() : m.forecasts_grid_read()}
      </Title>
      <Hints share={share} editable={editable} open={open} />
      <WeekGrid
        label={m.forecasts_grid()}
        weeks={share.weeks}
        rows={rows}
        cell={(row, week) => {
          const line = share.lines[row]
          if (!line) return { text: '', shown: '', tone: 'plain', words: '' }
          return commitCell(share, line, week, typed, wanted)
        }}
        onChange={editable ? change : undefined}
      />
      {wanted ? <Key share={share} /> : null}
      {editable ? <CommitFoot share={share} typed={typed} clear={typing.clear} /> : null}
    </section>
  )
}

function Hints({ share, editable, open }: { share: ShareDetail; editable: boolean; open: boolean }) {
  if (share.commitStatus === 'not-wanted')
    return share.side === 'supplier' ? <Hint>{m.forecasts_commit_none()}</Hint> : null
  if (!open) return null
  if (!editable) return share.side === 'supplier' ? <Hint>{m.forecasts_commit_role()}</Hint> : null
  const carried = share.lines.some(line => line.origins.includes('carried'))
  return (
    <>
      <Hint>{share.asked > 0 ? m.forecasts_commit_waits({ n: share.asked }) : m.forecasts_commit_nothing()}</Hint>
      {carried ? <Hint>{m.forecasts_commit_carried()}</Hint> : null}
      <Hint>{m.forecasts_grid_how_commit()}</Hint>
    </>
  )
}

const Hint = ({ children }: { children: string }) => (
  <Text size="sm" c="dimmed" mb={4}>
    {children}
  </Text>
)

function Key({ share }: { share: ShareDetail }) {
  const signs = [
    share.side === 'supplier' ? m.forecasts_key_asked() : m.forecasts_key_asked_buyer(),
    m.forecasts_key_carried(),
    m.forecasts_key_short(),
    m.forecasts_key_above(),
    m.forecasts_key_changed(),
    m.forecasts_key_firm(),
  ]
  return (
    <div className={classes.key}>
      {signs.map(sign => (
        <span key={sign}>{sign}</span>
      ))}
    </div>
  )
}

/** Reasons listed one by one; beyond these, one reason stands for all. */
const reasonsShownMax = 30

function CommitFoot({ share, typed, clear }: { share: ShareDetail; typed: Typed; clear: () => void }) {
  const [reasons, setReasons] = useState<ReadonlyMap<string, string>>(new Map())
  const [forAll, setForAll] = useState('')
  const [tried, setTried] = useState(false)
  const foot = useRef<HTMLDivElement>(null)
  const act = useAct(forecastsApi.commit, {
    changes: ['supplier-release', 'clock'],
    done: ({ commitStatus, coverage }) =>
      commitStatus === 'short'
        ? m.forecasts_commit_done_short({ coverage: percentText(coverage) })
        : m.forecasts_commit_done(),
  })
  const cells = useMemo(() => draftCells(share, typed), [share, typed])
  const seen = useSeenVersion(share, typed.size > 0)
  const short = cells.filter(cell => cell.short)
  const reasonOf = (cell: DraftCell) => reasons.get(cellKey(cell.line.id, cell.start)) || forAll
  const ready = sendable(cells, reasonOf)
  const params = { supplierReleaseId: share.id }
  const send = () => {
    setTried(true)
    if (!ready) {
      foot.current?.querySelector('input')?.focus()
      return
    }
    const basedOn = seen.basedOn()
    const body = { ...(cells.length === 0 ? asForecast(share) : { asked: true, cells: ready }), basedOn }
    act.mutate({ params, body }, { onSuccess: clear, onError: () => void seen.lookAgain() })
  }
  const wrong = cells.flatMap(cell => (cell.wrong === undefined ? [] : [wrongText(share, cell, cell.wrong)]))
  // All is said: to change it is a deliberate act, and begins in a cell.
  if (cells.length === 0 && share.asked === 0) return null
  return (
    <Stack gap="xs" mt="sm" ref={foot}>
      <Reasons
        share={share}
        short={short}
        reasons={reasons}
        forAll={forAll}
        missing={tried && !ready && wrong.length === 0}
        onForAll={setForAll}
        onReason={(key, text) => setReasons(new Map(reasons).set(key, text))}
      />
      <Group gap="xs" className={classes.foot}>
        <Button
          leftSection={<Check size={16} aria-hidden />}
          loading={act.isPending}
          disabled={wrong.length > 0}
          onClick={send}
        >
          {cells.length > 0 ? editedText(cells.length, openBeside(share, cells)) : asForecastText(share)}
        </Button>
        {cells.length > 0 ? (
          <Button variant="subtle" leftSection={<Undo2 size={16} aria-hidden />} onClick={clear}>
            {m.forecasts_commit_undo()}
          </Button>
        ) : null}
        <Text size="sm" c="red" role="alert">
          {wrong.length > 1 ? m.forecasts_commit_wrong({ first: wrong[0] ?? '', n: wrong.length - 1 }) : wrong[0]}
        </Text>
      </Group>
    </Stack>
  )
}

const wrongText = (share: ShareDetail, { line, start }: DraftCell, wrong: string): string =>
  `${m.forecasts_cell_week({ item: partOf(line, share.side), week: dateText(start) })}: ${wrong}`

/** What a press will commit, all of it. */
const editedText = (n: number, rest: number): string =>
  rest > 0 ? m.forecasts_commit_edited_rest({ n, rest }) : m.forecasts_commit_edited({ n })

interface ReasonsProps {
  share: ShareDetail
  short: readonly DraftCell[]
  reasons: ReadonlyMap<string, string>
  forAll: string
  missing: boolean
  onForAll: (text: string) => void
  onReason: (key: string, text: string) => void
}

/** Why it is less than forecast: once for all, or cell by cell. */
function Reasons({ share, short, reasons, forAll, missing, onForAll, onReason }: ReasonsProps) {
  if (short.length === 0) return null
  return (
    <Stack gap="xs">
      <div>
        <Text fw={600}>{m.forecasts_commit_reasons()}</Text>
        <Text size="sm" c="dimmed">
          {m.forecasts_commit_reasons_why()}
        </Text>
      </div>
      <TextInput
        label={short.length > 1 ? m.forecasts_commit_reason_all() : shortText(share, short[0])}
        required={short.some(cell => !reasons.get(cellKey(cell.line.id, cell.start)))}
        maxLength={200}
        value={forAll}
        onChange={event => onForAll(event.currentTarget.value)}
        error={missing ? m.forecasts_commit_reason_missing() : undefined}
      />
      {short.length > 1
        ? short.slice(0, reasonsShownMax).map(cell => {
            const key = cellKey(cell.line.id, cell.start)
            return (
              <TextInput
                key={key}
                size="xs"
                label={shortText(share, cell)}
                placeholder={forAll}
                maxLength={200}
                value={reasons.get(key) ?? ''}
                onChange={event => onReason(key, event.currentTarget.value)}
              />
            )
          })
        : null}
    </Stack>
  )
}

const shortText = (share: ShareDetail, cell: DraftCell | undefined): string =>
  cell
    ? m.forecasts_commit_reason_of({
        item: partOf(cell.line, share.side),
        week: dateText(cell.start),
        quantity: decimalText(cell.quantity ?? '0'),
        forecast: decimalText(cell.forecast),
      })
    : m.forecasts_commit_reason()

/** What was said before stays where the demand is the same; what is open becomes as forecast. */
const asForecast = (share: ShareDetail) => (share.asked > 0 && someSaid(share) ? { asked: true } : { all: true })
const asForecastText = (share: ShareDetail): string =>
  share.asked > 0 && someSaid(share) ? m.forecasts_commit_open({ n: share.asked }) : m.forecasts_commit_all()
const someSaid = ({ lines }: ShareDetail): boolean => lines.some(line => line.origins.includes('supplier'))

const draftPrefix = 'pullwire.draft.commit-'

/** What was typed survives a closed tab and an ended session, in this browser. */
function useTyped(shareId: string) {
  const key = draftPrefix + shareId
  const [typed, setTyped] = useState<Typed>(() => {
    try {
      return new Map(JSON.parse(localStorage.getItem(key) ?? '[]') as [string, string][])
    } catch {
      return new Map()
    }
  })
  useEffect(() => {
    try {
      if (typed.size === 0) localStorage.removeItem(key)
      else localStorage.setItem(key, JSON.stringify([...typed]))
    } catch {
      // A browser without storage keeps it as long as the page is open.
    }
  }, [key, typed])
  return {
    typed,
    set: (changes: readonly (readonly [string, string | undefined])[]) =>
      setTyped(was => {
        const next = new Map(was)
        for (const [cell, text] of changes)
          if (text === undefined) next.delete(cell)
          else next.set(cell, text)
        return next
      }),
    clear: () => setTyped(new Map()),
  }
}
