// Enters or changes a site.
import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { calendarsApi, type Site, type SiteBody } from '../../calendars/api.ts'
import { countryText, hereZone } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'
import { CalendarChoice } from '../partners/CalendarChoice.tsx'
import { useAct } from '../query.ts'
import { showFieldProblems, useForm } from '../ui/form.ts'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { ZoneChoice } from './ZoneChoice.tsx'

const missing = (text: string) => (text.trim() ? null : m.calendars_missing())

const noCountry = (code: string) => missing(code) ?? (countryText(code) ? null : m.calendars_country_unknown())

const blank: SiteBody = {
  code: '',
  name: '',
  zone: hereZone,
  street: '',
  city: '',
  region: '',
  postalCode: '',
  country: '',
  calendarId: null,
}

const bodyOf = ({ id: _, createdAt: __, calendarName: ___, ...body }: Site): SiteBody => body

export function SiteDialog({ site, onClose }: { site?: Site; onClose: () => void }) {
  const options = { quiet: true, changes: ['site'], done: (row: Site) => m.calendars_site_saved({ code: row.code }) }
  const add = useAct(calendarsApi.addSite, options)
  const change = useAct(calendarsApi.changeSite, options)
  const form = useForm<SiteBody>({
    initialValues: site ? bodyOf(site) : blank,
    validate: { code: missing, name: missing, city: missing, country: noCountry },
  })
  const submit = form.onSubmit(body => {
    const then = { onSuccess: onClose, onError: (problem: Error) => void showFieldProblems(form, problem) }
    if (site) change.mutate({ params: { siteId: site.id }, body }, then)
    else add.mutate({ body }, then)
  })
  const title = site ? m.calendars_site_edit({ code: site.code }) : m.calendars_site_add()
  return (
    <Modal opened onClose={onClose} title={title} size="lg" closeButtonProps={{ 'aria-label': m.ui_close() }}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <Group grow align="flex-start">
            <TextInput
              label={m.calendars_site_code()}
              description={m.calendars_site_code_what()}
              maxLength={20}
              required
              data-autofocus
              {...form.getInputProps('code')}
            />
            <TextInput
              label={m.calendars_site_name()}
              description={'\u00a0'}
              maxLength={60}
              required
              {...form.getInputProps('name')}
            />
          </Group>
          <ZoneChoice value={form.values.zone} required {...form.getInputProps('zone')} />
          <TextInput label={m.calendars_street()} maxLength={55} autoComplete="off" {...form.getInputProps('street')} />
          <Group grow align="flex-start">
            <TextInput label={m.calendars_postal_code()} maxLength={15} {...form.getInputProps('postalCode')} />
            <TextInput label={m.calendars_city()} maxLength={30} required {...form.getInputProps('city')} />
          </Group>
          <Group grow align="flex-start">
            <TextInput
              label={m.calendars_region()}
              description={'\u00a0'}
              maxLength={30}
              {...form.getInputProps('region')}
            />
            <TextInput
              label={m.calendars_country()}
              description={countryText(form.values.country) ?? m.calendars_country_what()}
              required
              {...form.getInputProps('country')}
            />
          </Group>
          <CalendarField form={form} isChanged={site !== undefined && form.isDirty('calendarId')} />
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

function CalendarField({ form, isChanged }: { form: UseFormReturnType<SiteBody>; isChanged: boolean }) {
  return (
    <div>
      <CalendarChoice
        description={m.calendars_site_calendar_what()}
        placeholder={m.calendars_site_calendar_none()}
        {...form.getInputProps('calendarId')}
      />
      <Text size="sm" mt={4} role="status">
        {isChanged ? m.calendars_site_calendar_running() : null}
      </Text>
    </div>
  )
}
