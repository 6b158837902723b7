// Where no mail server is set: an invitation's link, to hand over by hand.
import { Modal, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { accountsApi, type InvitationRow } from '../../accounts/api.ts'
import { m } from '../i18n/index.ts'
import { useAct } from '../query.ts'
import { CopyField } from './CopyField.tsx'

/** `show` makes a new link, once for each click, and opens the dialog that holds it. */
export function useInvitationLink({ id, email }: Pick<InvitationRow, 'id' | 'email'>): {
  show: () => void
  dialog: ReactNode
} {
  const link = useAct(accountsApi.invitationLink)
  return {
    show: () => link.mutate({ params: { invitationId: id } }),
    dialog: link.data ? (
      <Modal opened onClose={link.reset} title={m.accounts_link()} closeButtonProps={{ 'aria-label': m.ui_close() }}>
        <Stack>
          <Text size="sm">{m.accounts_link_what({ email })}</Text>
          <CopyField label={m.accounts_link_label()} value={`${location.origin}${link.data.path}`} />
        </Stack>
      </Modal>
    ) : null,
  }
}
