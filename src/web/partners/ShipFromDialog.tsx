// Enters a site that a supplier ships from, or changes its name or calendar.
import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { SHIP_FROM_NAME_MAX, type ShipFromBody, type ShipFromSite, shipFromApi } from '../../partners/ship-from-api.ts'
import { m } from '../i18n/index.ts'
import { useAct } from '../query.ts'
import { showFieldProblems, useForm } from '../ui/form.ts'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { CalendarChoice } from './CalendarChoice.tsx'

interface DialogProps {
  relationshipId: string
  site?: ShipFromSite
  onClose: () => void
}

export function ShipFromDialog({ relationshipId, site, onClose }: DialogProps) {
  const options = {
    quiet: true,
    changes: ['relationship', 'supplier-item'],
    done: ({ name }: ShipFromSite) => m.partners_from_saved({ name }),
  }
  const add = useAct(shipFromApi.add, options)
  const change = useAct(shipFromApi.change, options)
  const form = useForm<ShipFromBody>({
    initialValues: { name: site?.name ?? '', calendarId: site?.calendarId ?? null },
    validate: { name: typed => (typed.trim() ? null : m.partners_missing()) },
  })
  const submit = form.onSubmit(body => {
    const then = { onSuccess: onClose, onError: (problem: Error) => void showFieldProblems(form, problem) }
    if (site) change.mutate({ params: { relationshipId, siteId: site.id }, body }, then)
    else add.mutate({ params: { relationshipId }, body }, then)
  })
  const title = site ? m.partners_from_edit({ name: site.name }) : m.partners_from_add()
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': m.ui_close() }}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <TextInput
            label={m.partners_from_name()}
            description={m.partners_from_name_what()}
            maxLength={SHIP_FROM_NAME_MAX}
            required
            data-autofocus
            {...form.getInputProps('name')}
          />
          <CalendarChoice
            description={m.partners_from_calendar_what()}
            placeholder={m.partners_from_calendar_none()}
            {...form.getInputProps('calendarId')}
          />
          <Text size="sm" role="status">
            {site && form.isDirty('calendarId') ? m.partners_calendar_running() : null}
          </Text>
          <ProblemAlert problem={add.error ?? change.error} hideFields />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {m.ui_cancel()}
            </Button>
            <Button type="submit" loading={add.isPending || change.isPending}>
              {m.ui_save()}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
