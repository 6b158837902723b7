// Getting to a place in an interchange: search in all of it, the next finding, the next part.
import { ActionIcon, Group, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { ChevronLeft, ChevronRight, Search } from 'lucide-react'
import { type KeyboardEvent, type RefObject, useEffect, useState } from 'react'
import { gatewayApi } from '../../gateway/api.ts'
import { countText } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'
import { useEndpoint } from '../query.ts'
import { problemText } from '../ui/problem-text.ts'
import { partLines } from './SegmentGrid.tsx'

interface StepsProps {
  label: string
  previous: string
  next: string
  onStep: (by: 1 | -1) => void
}

export function Steps({ label, previous, next, onStep }: StepsProps) {
  return (
    <Group gap={4} wrap="nowrap">
      <ActionIcon variant="default" aria-label={previous} onClick={() => onStep(-1)}>
        <ChevronLeft size={16} aria-hidden />
      </ActionIcon>
      <ActionIcon variant="default" aria-label={next} onClick={() => onStep(1)}>
        <ChevronRight size={16} aria-hidden />
      </ActionIcon>
      <Text size="sm" component="span" role="status">
        {label}
      </Text>
    </Group>
  )
}

interface SearchBarProps {
  interchangeId: string
  inputRef: RefObject<HTMLInputElement | null>
  current: number
  onGo: (line: number) => void
  /** What is searched for, to be marked where it shows. */
  onSeek: (text: string) => void
}

/** The browser's own search sees only what is drawn. */
export function SearchBar({ interchangeId, inputRef, current, onGo, onSeek }: SearchBarProps) {
  const [typed, setTyped] = useState('')
  const [text] = useDebouncedValue(typed.trim(), 250)
  const found = useEndpoint(
    gatewayApi.search,
    { params: { interchangeId }, query: { text } },
    { enabled: text !== '', keep: false },
  )
  const lines = text === '' ? undefined : found.data?.lines
  // biome-ignore lint/correctness/useExhaustiveDependencies: goes to the first one when what is found changes, not when one walks on
  useEffect(() => {
    onSeek(text)
    const first = lines?.find(line => line >= current) ?? lines?.[0]
    if (first !== undefined) onGo(first)
  }, [lines, text])
  const step = (by: 1 | -1) => {
    if (!lines || lines.length === 0) return
    const ahead = by > 0 ? lines.find(line => line > current) : lines.findLast(line => line < current)
    onGo(ahead ?? lines.at(by > 0 ? 0 : -1) ?? current)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return
    event.preventDefault()
    step(event.shiftKey ? -1 : 1)
  }
  return (
    <Group gap="xs">
      <TextInput
        ref={inputRef}
        size="xs"
        type="search"
        aria-label={m.gateway_search_in()}
        placeholder={m.gateway_search_in()}
        leftSection={<Search size={14} aria-hidden />}
        value={typed}
        maxLength={100}
        onChange={event => setTyped(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      {lines && lines.length > 0 ? (
        <Steps
          label={foundText(lines, current, found.data?.total ?? 0)}
          previous={m.gateway_previous_found()}
          next={m.gateway_next_found()}
          onStep={step}
        />
      ) : (
        <Text size="sm" component="span" role="status">
          {found.error ? problemText(found.error).what : lines ? m.gateway_found_none() : ''}
        </Text>
      )}
    </Group>
  )
}

function foundText(lines: readonly number[], current: number, total: number): string {
  const at = lines.indexOf(current)
  return m.gateway_found_of({ n: at < 0 ? '–' : countText(at + 1), total: countText(total) })
}

interface PartStepsProps {
  total: number
  current: number
  onGo: (line: number) => void
}

export function PartSteps({ total, current, onGo }: PartStepsProps) {
  if (total <= partLines) return null
  const part = Math.floor(current / partLines)
  const last = Math.floor((total - 1) / partLines)
  return (
    <Steps
      label={m.gateway_part({
        from: countText(part * partLines + 1),
        to: countText(Math.min(total, (part + 1) * partLines)),
        total: countText(total),
      })}
      previous={m.gateway_previous_part()}
      next={m.gateway_next_part()}
      onStep={by => onGo(Math.min(last, Math.max(0, part + by)) * partLines)}
    />
  )
}
