// A key or a secret that is shown this once: whole, and not closed by a slip before it was copied.
import { Alert, Button, CopyButton, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { m } from '../i18n/index.ts'

interface OnceDialogProps {
  title: string
  label: string
  description: string
  /** Undefined: there is none to be shown. */
  value: string | undefined
  onClose: () => void
}

export function OnceDialog({ title, label, description, value, onClose }: OnceDialogProps) {
  const [copied, setCopied] = useState(false)
  const [asked, setAsked] = useState(false)
  const leave = () => {
    setCopied(false)
    setAsked(false)
    onClose()
  }
  const close = () => (copied ? leave() : setAsked(true))
  return (
    <Modal
      opened={value !== undefined}
      onClose={close}
      title={title}
      size="lg"
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': m.ui_close() }}
    >
      <Stack>
        <Textarea
          label={label}
          description={description}
          value={value ?? ''}
          readOnly
          autosize
          onFocus={event => event.currentTarget.select()}
          onCopy={() => setCopied(true)}
          spellCheck={false}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', overflowWrap: 'anywhere' } }}
        />
        <Group justify="flex-end">
          <CopyButton value={value ?? ''} timeout={3_000}>
            {({ copied: justCopied, copy }) => (
              <Button
                leftSection={justCopied ? <Check size={16} aria-hidden /> : <Copy size={16} aria-hidden />}
                onClick={() => {
                  copy()
                  setCopied(true)
                }}
              >
                {justCopied ? m.accounts_copied() : m.accounts_copy({ label })}
              </Button>
            )}
          </CopyButton>
        </Group>
        {asked && !copied ? (
          <Alert color="yellow" variant="light" role="alert">
            <Text size="sm" mb="xs">
              {m.partners_once_ask()}
            </Text>
            <Button variant="default" size="xs" onClick={leave}>
              {m.partners_once_close()}
            </Button>
          </Alert>
        ) : null}
      </Stack>
    </Modal>
  )
}
