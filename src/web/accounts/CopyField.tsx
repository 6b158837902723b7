// A secret or a link to hand on: shown whole, selected by one click, copied by another.
import { ActionIcon, CopyButton, TextInput } from '@mantine/core'
import { Check, Copy } from 'lucide-react'
import { m } from '../i18n/index.ts'

export function CopyField({ label, description, value }: { label: string; description?: string; value: string }) {
  return (
    <TextInput
      label={label}
      description={description}
      value={value}
      readOnly
      onFocus={event => event.currentTarget.select()}
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
      rightSection={
        <CopyButton value={value} timeout={3_000}>
          {({ copied, copy }) => (
            <ActionIcon aria-label={copied ? m.accounts_copied() : m.accounts_copy({ label })} onClick={copy}>
              {copied ? <Check size={16} /> : <Copy size={16} />}
            </ActionIcon>
          )}
        </CopyButton>
      }
    />
  )
}
