// Keeping a contact that ladders may name, or changing one.
import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { type Contact, type ContactBody, contactsApi } from '../../sla/contact-api.ts'
import { m } from '../i18n/index.ts'
import { useAct } from '../query.ts'
import { showFieldProblems, useForm } from '../ui/form.ts'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'

/** `contact`: the one that is changed; none: a new one. */
export function ContactDialog({ contact, onClose }: { contact?: Contact; onClose: () => void }) {
  const asked = {
    quiet: true,
    changes: ['contact'],
    done: ({ name }: Contact) => m.sla_contact_saved({ name }),
  } as const
  const add = useAct(contactsApi.add, asked)
  const change = useAct(contactsApi.change, asked)
  const form = useForm<ContactBody>({
    initialValues: { name: contact?.name ?? '', email: contact?.email ?? '' },
    validate: {
      name: value => (value.trim() ? null : m.sla_contact_name_missing()),
      email: value => (value.trim() ? null : m.sla_contact_email_missing()),
    },
  })
  const told = { onError: (problem: unknown) => void showFieldProblems(form, problem), onSuccess: onClose }
  const submit = form.onSubmit(body =>
    contact ? change.mutate({ params: { contactId: contact.id }, body }, told) : add.mutate({ body }, told),
  )
  return (
    <Modal
      opened
      onClose={onClose}
      title={contact ? contact.name : m.sla_contact_add()}
      closeButtonProps={{ 'aria-label': m.ui_close() }}
    >
      <form onSubmit={submit} noValidate>
        <Stack>
          <TextInput
            label={m.sla_contact_name()}
            description={m.sla_contact_name_what()}
            maxLength={120}
            required
            data-autofocus
            {...form.getInputProps('name')}
          />
          <TextInput
            label={m.sla_contact_email()}
            description={m.sla_contact_email_what()}
            type="email"
            maxLength={254}
            required
            autoComplete="off"
            {...form.getInputProps('email')}
          />
          <ProblemAlert problem={add.error ?? change.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {m.ui_cancel()}
            </Button>
            <Button type="submit" loading={add.isPending || change.isPending}>
              {m.sla_contact_save()}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
