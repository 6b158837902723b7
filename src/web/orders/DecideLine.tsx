// The buyer's decision on a supplier's proposal, in one step: agree, refuse, or propose something else.
import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { Check, Reply, X } from 'lucide-react'
import { useState } from 'react'
import { type LineDetail, type OrderDetail, ordersApi } from '../../orders/api.ts'
import { dateText } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'
import { useAct } from '../query.ts'
import { serverClock } from '../server-clock.ts'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { StatusBadge } from '../ui/StatusBadge.tsx'
import { besideAsked } from './beside-asked.ts'
import { PromiseRows, type TypedRow } from './PromiseRows.tsx'
import { useClosedDays } from './use-closed-days.ts'

type Open = NonNullable<LineDetail['open']>
type Mode = 'choose' | 'reject' | 'counter'

export function DecideLine({ order, line, open }: { order: OrderDetail; line: LineDetail; open: Open }) {
  const [mode, setMode] = useState<Mode>('choose')
  const [note, setNote] = useState('')
  const [rows, setRows] = useState<TypedRow[]>(() => open.promised.map(({ quantity, date }) => ({ quantity, date })))
  const act = useAct(ordersApi.decide, {
    quiet: true,
    changes: ['order', 'clock'],
    done: ({ version }) => m.orders_decided({ number: order.number, version }),
  })
  const send = (decision: 'accept' | 'reject' | 'counter') => {
    const counter = decision === 'counter' ? { promised: rows } : {}
    const said = note.trim() === '' ? {} : { note: note.trim() }
    const decisions = [{ proposalId: open.id, act: decision, ...counter, ...said }]
    act.mutate({ params: { orderId: order.id }, body: { version: order.version, decisions } })
  }
  if (mode === 'choose')
    return (
      <Stack gap="xs">
        <Choose busy={act.isPending} accept={() => send('accept')} choose={setMode} />
        <ProblemAlert problem={act.error} />
      </Stack>
    )
  return (
    <Stack gap="xs">
      {mode === 'counter' ? (
        <>
          <PromiseRows rows={rows} onChange={setRows} ordered={line.quantity} unit={line.unit} split />
          <CounterMarks line={line} rows={rows} calendarId={order.calendarId} />
        </>
      ) : (
        <Text size="sm">
          {line.promised.length > 0 ? m.orders_decide_reject_kept() : m.orders_decide_reject_what()}
        </Text>
      )}
      <TextInput
        label={m.orders_reason()}
        description={m.orders_reason_optional()}
        maxLength={500}
        value={note}
        onChange={event => setNote(event.currentTarget.value)}
      />
      <Group gap="xs">
        <Button
          size="xs"
          color={mode === 'reject' ? 'red' : 'petrol'}
          loading={act.isPending}
          disabled={mode === 'counter' && rows.some(row => row.quantity.trim() === '' || row.date === '')}
          onClick={() => send(mode)}
        >
          {mode === 'reject' ? m.orders_reject() : m.orders_decide_send()}
        </Button>
        <Button size="xs" variant="subtle" color="gray" onClick={() => setMode('choose')}>
          {m.ui_cancel()}
        </Button>
      </Group>
      <ProblemAlert problem={act.error} />
    </Stack>
  )
}

interface CounterMarksProps {
  line: LineDetail
  rows: readonly TypedRow[]
  calendarId: string | null
}

/** What of the buyer's own proposal deserves a second look before it is sent, as a supplier's does. */
function CounterMarks({ line, rows, calendarId }: CounterMarksProps) {
  const isClosed = useClosedDays(calendarId)
  const beside = besideAsked(line, rows)
  const closed = [...new Set(rows.flatMap(({ date }) => (date !== '' && isClosed(date) ? [date] : [])))]
  return (
    <Group gap={6} role="status">
      {beside ? <StatusBadge tone="warn">{beside}</StatusBadge> : null}
      {closed.map(date => (
        <StatusBadge key={date} tone="warn">
          {m.orders_day_closed_on({ day: dateText(date, serverClock.now()) })}
        </StatusBadge>
      ))}
    </Group>
  )
}

function Choose({ busy, accept, choose }: { busy: boolean; accept: () => void; choose: (mode: Mode) => void }) {
  return (
    <Group gap="xs">
      <Button size="xs" leftSection={<Check size={14} aria-hidden />} loading={busy} onClick={accept}>
        {m.orders_accept()}
      </Button>
      <Button
        size="xs"
        variant="default"
        leftSection={<Reply size={14} aria-hidden />}
        onClick={() => choose('counter')}
      >
        {m.orders_counter()}
      </Button>
      <Button size="xs" variant="default" leftSection={<X size={14} aria-hidden />} onClick={() => choose('reject')}>
        {m.orders_reject()}
      </Button>
    </Group>
  )
}
