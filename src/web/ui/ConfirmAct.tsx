// A button that asks first, in words that say what will happen.
import { Button, type ButtonProps, Group, Modal, Stack } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { ReactNode } from 'react'
import { m } from '../i18n/index.ts'

interface ConfirmActProps extends ButtonProps {
  label: string
  /** The question: "Revoke the invitation?" */
  title: string
  /** What will happen, and whether it can be undone. */
  children: ReactNode
  /** The word on the button that does it: "Revoke". Default: `label`. */
  act?: string
  danger?: boolean
  onConfirm: () => unknown
}

export function ConfirmAct({ label, title, children, act, danger = false, onConfirm, ...button }: ConfirmActProps) {
  const [open, is] = useDisclosure(false)
  return (
    <>
      <Button variant="default" {...button} onClick={is.open}>
        {label}
      </Button>
      <Confirm opened={open} title={title} act={act ?? label} danger={danger} onClose={is.close} onConfirm={onConfirm}>
        {children}
      </Confirm>
    </>
  )
}

interface ConfirmProps {
  opened: boolean
  title: string
  act: string
  danger?: boolean
  children: ReactNode
  onClose: () => void
  /** May answer a promise: the dialog stays open, busy, until it is settled, and open when it fails. */
  onConfirm: () => unknown
}

/** The dialog alone, for acts that start elsewhere (a bulk action, a menu). */
export function Confirm({ opened, title, act, danger = false, children, onClose, onConfirm }: ConfirmProps) {
  const [busy, is] = useDisclosure(false)
  const run = async () => {
    is.open()
    try {
      await onConfirm()
      onClose()
    } catch {
      // The act has shown its refusal; the question stays open.
    } finally {
      is.close()
    }
  }
  return (
    <Modal opened={opened} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': m.ui_close() }}>
      <Stack>
        <div>{children}</div>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {m.ui_cancel()}
          </Button>
          <Button color={danger ? 'red' : 'petrol'} loading={busy} onClick={() => void run()} data-autofocus>
            {act}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
