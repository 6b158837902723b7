// What is in an interchange: raw and readable side by side, what was found, and ways to get to a place in it.
import { Group, Stack, Text, Title } from '@mantine/core'
import { useMemo, useRef, useState } from 'react'
import { type FindingAtLine, gatewayApi } from '../../gateway/api.ts'
import { m } from '../i18n/index.ts'
import { useEndpoint } from '../query.ts'
import { ListSkeleton } from '../ui/list/DataList.tsx'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { useShortcuts } from '../ui/shortcuts.ts'
import { FindingsList } from './Findings.tsx'
import { PartSteps, SearchBar, Steps } from './InspectorBar.tsx'
import { WordBadge } from './parts.tsx'
import { SegmentGrid } from './SegmentGrid.tsx'
import { useSegments } from './use-segments.ts'

export function Inspector({ interchangeId }: { interchangeId: string }) {
  const first = useSegments(interchangeId)
  const found = useEndpoint(
    gatewayApi.findings,
    { params: { interchangeId } },
    { watch: [`interchange:${interchangeId}`, 'document'], keep: false },
  )
  const errors = found.data?.errors ?? 0
  return (
    <section aria-labelledby="contents">
      <Group gap="sm" mb="xs">
        <Title order={2} id="contents">
          {m.gateway_contents()}
        </Title>
        {errors > 0 ? <WordBadge word={{ text: m.gateway_errors_found({ n: errors }), tone: 'late' }} /> : null}
      </Group>
      {found.error ? <ProblemAlert problem={found.error} onRetry={() => void found.refetch()} /> : null}
      {first.total !== undefined ? (
        <Opened
          interchangeId={interchangeId}
          total={first.total}
          findings={found.data?.findings ?? none}
          findingsTotal={found.data?.total ?? 0}
        />
      ) : first.problem ? (
        <ProblemAlert problem={first.problem} onRetry={first.retry} />
      ) : (
        <ListSkeleton />
      )}
    </section>
  )
}
const none: FindingAtLine[] = []

interface OpenedProps {
  interchangeId: string
  total: number
  findings: readonly FindingAtLine[]
  findingsTotal: number
}

function Opened({ interchangeId, total, findings, findingsTotal }: OpenedProps) {
  const [current, setCurrent] = useState(0)
  const [shown, setShown] = useState(-1)
  const [sought, setSought] = useState('')
  const searchBox = useRef<HTMLInputElement>(null)
  const findingsAt = useMemo(() => byLine(findings), [findings])
  const placed = useMemo(() => findings.flatMap((one, i) => (one.line === undefined ? [] : [i])), [findings])
  const showFinding = (place: number) => {
    setShown(place)
    setCurrent(findings[place]?.line ?? current)
  }
  const pick = (line: number) => {
    setCurrent(line)
    setShown(findings.findIndex(one => one.line === line))
  }
  const step = (by: 1 | -1) => {
    const place = nextFinding(findings, placed, { shown, current }, by)
    if (place !== undefined) showFinding(place)
  }
  useShortcuts([
    { keys: 'n', label: m.gateway_next_finding(), run: () => step(1) },
    { keys: 'p', label: m.gateway_previous_finding(), run: () => step(-1) },
    { keys: '/', label: m.ui_key_search(), run: () => searchBox.current?.focus() },
  ])
  const list = <FindingsList findings={findings} total={findingsTotal} current={shown} onPick={showFinding} />
  if (total === 0) {
    return (
      <Stack gap="sm">
        {findings.length > 0 ? list : null}
        <Text size="sm">{m.gateway_unreadable()}</Text>
      </Stack>
    )
  }
  return (
    <Stack gap="sm">
      {findings.length > 0 ? list : null}
      <Group gap="sm" align="center" className="no-print">
        <SearchBar
          interchangeId={interchangeId}
          inputRef={searchBox}
          current={current}
          onGo={pick}
          onSeek={setSought}
        />
        {placed.length > 0 ? (
          <Steps
            label={m.gateway_finding_of({ n: placed.indexOf(shown) + 1 || '–', total: placed.length })}
            previous={m.gateway_previous_finding()}
            next={m.gateway_next_finding()}
            onStep={step}
          />
        ) : null}
      </Group>
      <PartSteps total={total} current={current} onGo={pick} />
      <SegmentGrid
        interchangeId={interchangeId}
        total={total}
        current={current}
        onPick={pick}
        findingsAt={findingsAt}
        sought={sought}
      />
      <Text size="xs" c="dimmed">
        {m.gateway_segment_count({ n: total })}
      </Text>
    </Stack>
  )
}

function byLine(findings: readonly FindingAtLine[]): Map<number, FindingAtLine[]> {
  const found = new Map<number, FindingAtLine[]>()
  for (const one of findings) {
    if (one.line === undefined) continue
    const there = found.get(one.line)
    if (there) there.push(one)
    else found.set(one.line, [one])
  }
  return found
}

/** From the one that is shown, or from where one stands; behind the last the first follows. */
function nextFinding(
  findings: readonly FindingAtLine[],
  placed: readonly number[],
  { shown, current }: { shown: number; current: number },
  by: 1 | -1,
): number | undefined {
  const at = placed.indexOf(shown)
  if (at >= 0) return placed.at((at + by) % placed.length)
  const lineOf = (place: number) => findings[place]?.line ?? 0
  const ahead = by > 0 ? placed.find(one => lineOf(one) >= current) : placed.findLast(one => lineOf(one) <= current)
  return ahead ?? placed.at(by > 0 ? 0 : -1)
}
