// One reason for many pauses.
import { Button, Group, Modal, Select, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { PauseBody, PauseReason } from '../../sla/api.ts'
import { m } from '../i18n/index.ts'
import type { AskProps } from './AskedMany.tsx'
import { commonReasons } from './may-pause.ts'
import { pauseReasonText } from './words.ts'

export function PauseManyDialog({ rows, onSay, onClose }: AskProps<PauseBody>) {
  const reasons = commonReasons(rows)
  const [wanted, setWanted] = useState<PauseReason>()
  const [text, setText] = useState('')
  const [busy, setBusy] = useState(false)
  const note = text.trim()
  const reason = wanted && reasons.includes(wanted) ? wanted : (reasons[0] ?? 'other')
  const pause = async () => {
    setBusy(true)
    await onSay({ reason, note })
  }
  const closeLabel = { 'aria-label': m.ui_close() }
  return (
    <Modal opened onClose={onClose} title={m.sla_pause_many_title({ n: rows.length })} closeButtonProps={closeLabel}>
      <Stack>
        <Text size="sm">{m.sla_pause_what()}</Text>
        <Select
          label={m.sla_pause_reason()}
          data={reasons.map(value => ({ value, label: pauseReasonText(value) }))}
          value={reason}
          onChange={value => value && setWanted(value)}
          allowDeselect={false}
        />
        <Textarea
          label={m.sla_pause_note()}
          value={text}
          onChange={event => setText(event.currentTarget.value)}
          autosize
          minRows={2}
          maxRows={8}
          maxLength={1_000}
          required
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {m.ui_cancel()}
          </Button>
          <Button loading={busy} disabled={note === ''} onClick={() => void pause()}>
            {m.sla_pause()}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
