// What is asked for before one act on many clocks: the page's own fields, and words.
import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { m } from '../i18n/index.ts'

interface ManyDialogProps {
  title: string
  what: string
  /** Label of the box for the words. */
  words: string
  act: string
  children?: ReactNode
  onSay: (note: string) => Promise<void>
  onClose: () => void
}

export function ManyDialog({ title, what, words, act, children, onSay, onClose }: ManyDialogProps) {
  const [text, setText] = useState('')
  const [busy, setBusy] = useState(false)
  const note = text.trim()
  const say = async () => {
    setBusy(true)
    await onSay(note)
  }
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': m.ui_close() }}>
      <Stack>
        <Text size="sm">{what}</Text>
        {children}
        <Textarea
          label={words}
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
          <Button loading={busy} disabled={note === ''} onClick={() => void say()}>
            {act}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
