// What was said when somebody called about an answer.
import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { type ClockRow, slaApi } from '../../sla/api.ts'
import { m } from '../i18n/index.ts'
import { useAct } from '../query.ts'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { subjectText } from './words.ts'

export function CallDialog({ clock, onClose }: { clock: ClockRow; onClose: () => void }) {
  const [text, setText] = useState('')
  const note = text.trim()
  const call = useAct(slaApi.noteCall, { quiet: true, done: m.sla_called_done(), changes: ['clock'] })
  return (
    <Modal
      opened
      onClose={onClose}
      title={m.sla_called_title({ subject: subjectText(clock) })}
      closeButtonProps={{ 'aria-label': m.ui_close() }}
    >
      <Stack>
        <Text size="sm">{m.sla_called_what()}</Text>
        <Textarea
          label={m.sla_called_note()}
          value={text}
          onChange={event => setText(event.currentTarget.value)}
          data-autofocus
          autosize
          minRows={2}
          maxRows={8}
          maxLength={1_000}
          required
        />
        <ProblemAlert problem={call.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {m.ui_cancel()}
          </Button>
          <Button
            loading={call.isPending}
            disabled={note === ''}
            onClick={() => call.mutate({ params: { clockId: clock.id }, body: { note } }, { onSuccess: onClose })}
          >
            {m.sla_called()}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
