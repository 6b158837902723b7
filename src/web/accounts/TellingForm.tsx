// How one is told: the own zone, the hours without mail, who stands in, and which mails one can do without.
import { Button, Checkbox, Group, Select, Stack, Switch, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { accountsApi, type TellingShown } from '../../accounts/api.ts'
import { DAY_MS, dateOfDay, dayOfDate, dayOfInstant, msOfWall, wallOf } from '../../kernel/time.ts'
import { WallTimeField } from '../calendars/WallTimeField.tsx'
import { ZoneChoice } from '../calendars/ZoneChoice.tsx'
import { m } from '../i18n/index.ts'
import { useAct, useEndpoint } from '../query.ts'
import { showFieldProblems, useForm } from '../ui/form.ts'
import { ListSkeleton } from '../ui/list/DataList.tsx'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import classes from './AccountPage.module.css'

export function Telling() {
  const telling = useEndpoint(accountsApi.telling, {}, { watch: ['telling'] })
  if (telling.error) return <ProblemAlert problem={telling.error} onRetry={() => void telling.refetch()} />
  return telling.data ? <TellingForm telling={telling.data} /> : <ListSkeleton />
}

const browserZone = Intl.DateTimeFormat().resolvedOptions().timeZone

type Draft = {
  zone: string
  isQuiet: boolean
  from: string
  to: string
  isAway: boolean
  /** The last day away. */
  until: string
  delegateId: string | null
  mailAlertsOnly: boolean
}

function draftOf({ zone, quiet, away, mailAlertsOnly }: TellingShown): Draft {
  const mine = zone ?? browserZone
  return {
    zone: mine,
    isQuiet: quiet !== null,
    from: quiet?.from ?? '20:00',
    to: quiet?.to ?? '07:00',
    isAway: away !== null,
    // The day before the one on which one is back.
    until: away
      ? wallOf(new Date(Date.parse(away.until) - 1), mine).date
      : dateOfDay(dayOfInstant(Date.now() + 7 * DAY_MS, mine)),
    delegateId: away?.delegateId ?? null,
    mailAlertsOnly,
  }
}

/** Where the form shows what the server calls otherwise. */
const fieldOf = (path: string): string => {
  if (path.startsWith('away.')) return path.slice('away.'.length)
  return path.startsWith('quiet') ? 'from' : path
}

function TellingForm({ telling }: { telling: TellingShown }) {
  // What stands beside its field is not said once more below.
  const [placed, setPlaced] = useState(false)
  const change = useAct(accountsApi.changeTelling, {
    quiet: true,
    done: ({ away }) =>
      away && away.delegateId === null ? m.accounts_telling_saved_alone() : m.accounts_telling_saved(),
    changes: ['telling'],
  })
  const form = useForm({ initialValues: draftOf(telling) })
  const { isQuiet, isAway, delegateId: standIn } = form.values
  const submit = form.onSubmit(({ zone, from, to, until, delegateId, mailAlertsOnly }) => {
    // Until the end of that day.
    const end = until ? new Date(msOfWall(dayOfDate(until) + 1, 0, zone)).toISOString() : ''
    const body = {
      zone,
      quiet: isQuiet ? { from, to } : null,
      away: isAway ? { until: end, delegateId } : null,
      mailAlertsOnly,
    }
    change.mutate({ body }, { onError: problem => setPlaced(showFieldProblems(form, problem, fieldOf)) })
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <ZoneChoice description={m.accounts_telling_zone()} {...form.getInputProps('zone')} value={form.values.zone} />
        <Switch label={m.accounts_telling_quiet()} {...form.getInputProps('isQuiet', { type: 'checkbox' })} />
        {isQuiet ? (
          <>
            <Group gap="sm">
              <WallTimeField
                label={m.accounts_telling_from()}
                {...form.getInputProps('from')}
                value={form.values.from}
              />
              <WallTimeField label={m.accounts_telling_to()} {...form.getInputProps('to')} value={form.values.to} />
            </Group>
            <Text size="sm" c="dimmed">
              {m.accounts_telling_quiet_what()}
            </Text>
          </>
        ) : null}
        <Switch label={m.accounts_telling_away()} {...form.getInputProps('isAway', { type: 'checkbox' })} />
        {isAway ? (
          <Group gap="sm" align="flex-start">
            <TextInput type="date" label={m.accounts_telling_until()} required {...form.getInputProps('until')} />
            <Select
              label={m.accounts_telling_stand_in()}
              description={standIn === null ? m.accounts_telling_alone() : m.accounts_telling_stand_in_what()}
              data={telling.colleagues.map(({ id, name }) => ({ value: id, label: name }))}
              placeholder={m.accounts_telling_nobody()}
              clearable
              searchable
              {...form.getInputProps('delegateId')}
            />
          </Group>
        ) : null}
        <Checkbox
          label={m.accounts_telling_alerts()}
          description={m.accounts_telling_alerts_what()}
          {...form.getInputProps('mailAlertsOnly', { type: 'checkbox' })}
        />
        <ProblemAlert problem={placed ? null : change.error} />
        <Button type="submit" loading={change.isPending} className={classes.start}>
          {m.accounts_telling_save()}
        </Button>
      </Stack>
    </form>
  )
}
