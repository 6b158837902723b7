// A button that asks for words before it acts: a note, or what the partner shall be told.
import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { type ReactNode, useState } from 'react'
import { m } from '../i18n/index.ts'

interface WordsActProps {
  label: string
  title: string
  what: ReactNode
  /** Label of the box for the words. */
  words: string
  act?: string
  /** Above the box: more to fill in. */
  children?: ReactNode
  optional?: boolean
  /** Must settle; when it fails, its problem has been shown and the dialog stays open with what was typed. */
  onSay: (text: string) => Promise<unknown>
  onOpen?: () => void
  /** What can be written instead of what was typed; offered when it is something else. */
  instead?: (text: string) => string
  /** What the box holds at first. */
  start?: string
  size?: string
}

export function WordsAct({
  label,
  title,
  what,
  words,
  act,
  children,
  optional = false,
  onSay,
  onOpen,
  instead = typed => typed,
  start = '',
  size,
}: WordsActProps) {
  const [open, is] = useDisclosure(false, onOpen ? { onOpen } : {})
  const [typed, setText] = useState<string | undefined>()
  const text = typed ?? start
  const [busy, setBusy] = useState(false)
  const say = async () => {
    setBusy(true)
    try {
      await onSay(text.trim())
      setText(undefined)
      is.close()
    } catch {
      // The act has shown its refusal.
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Button variant="default" size="xs" onClick={is.open}>
        {label}
      </Button>
      <Modal
        opened={open}
        onClose={is.close}
        title={title}
        size={size ?? 'md'}
        closeButtonProps={{ 'aria-label': m.ui_close() }}
      >
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
            required={!optional}
          />
          <Instead of={text} is={instead(text)} onTake={setText} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={is.close}>
              {m.ui_cancel()}
            </Button>
            <Button loading={busy} disabled={!optional && text.trim() === ''} onClick={() => void say()}>
              {act ?? label}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  )
}

/** Offered only where it is something else than what was typed. */
function Instead({ of, is, onTake }: { of: string; is: string; onTake: (text: string) => void }) {
  if (is === of) return null
  return (
    <Button variant="default" size="xs" onClick={() => onTake(is)}>
      {m.ui_words_instead({ text: is })}
    </Button>
  )
}
