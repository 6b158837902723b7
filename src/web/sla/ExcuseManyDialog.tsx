// One reason for many excuses.
import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { ExcuseBody } from '../../sla/breach.ts'
import { m } from '../i18n/index.ts'
import type { AskProps } from './AskedMany.tsx'
import { ExcuseFields, useFault } from './ExcuseFields.tsx'

export function ExcuseManyDialog({ rows, onSay, onClose }: AskProps<ExcuseBody>) {
  const [fault, setFault] = useFault()
  const [text, setText] = useState('')
  const [busy, setBusy] = useState(false)
  const note = text.trim()
  const excuse = async () => {
    setBusy(true)
    await onSay({ ...fault, note })
  }
  const closeLabel = { 'aria-label': m.ui_close() }
  return (
    <Modal opened onClose={onClose} title={m.sla_excuse_many_title({ n: rows.length })} closeButtonProps={closeLabel}>
      <Stack>
        <Text size="sm">{m.sla_excuse_what()}</Text>
        <ExcuseFields fault={fault} onChange={setFault} />
        <Textarea
          label={m.sla_excuse_note()}
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
          <Button loading={busy} disabled={note === ''} onClick={() => void excuse()}>
            {m.sla_excuse()}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
