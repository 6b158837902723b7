// Where no mail server is set: an invitation's link, to hand over by hand.
import { Modal, Stack, Text } from '@mantine/core'
import { useEffect } from 'react'
import { accountsApi, type InvitationRow } from '../../accounts/api.ts'
import { m } from '../i18n/index.ts'
import { useAct } from '../query.ts'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { CopyField } from './CopyField.tsx'

export function LinkDialog({ invitation, onClose }: { invitation: InvitationRow; onClose: () => void }) {
  const link = useAct(accountsApi.invitationLink, { quiet: true })
  const { mutate } = link
  useEffect(() => mutate({ params: { invitationId: invitation.id } }), [mutate, invitation.id])
  return (
    <Modal opened onClose={onClose} title={m.accounts_link()} closeButtonProps={{ 'aria-label': m.ui_close() }}>
      <Stack>
        <Text size="sm">{m.accounts_link_what({ email: invitation.email })}</Text>
        {link.data ? <CopyField label={m.accounts_link_label()} value={`${location.origin}${link.data.path}`} /> : null}
        <ProblemAlert problem={link.error} />
      </Stack>
    </Modal>
  )
}
