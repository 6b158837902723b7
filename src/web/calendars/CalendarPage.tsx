// One working calendar: its week, holidays, shifts and cut-offs, and beside them what they lead to.
import { Grid, Group, Paper, Stack, Switch, Text, TextInput, Title } from '@mantine/core'
import { type ReactNode, useEffect, useState } from 'react'
import { type Calendar, type CalendarBody, calendarsApi } from '../../calendars/api.ts'
import { useGo, useParam } from '../go.tsx'
import { hereZone } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'
import { useAct, useEndpoint } from '../query.ts'
import { useMay } from '../shell/me.ts'
import { MovesPanel } from '../sla/MovesPanel.tsx'
import { AskBeforeLeaving } from '../ui/AskBeforeLeaving.tsx'
import { ListSkeleton } from '../ui/list/DataList.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { SaveAct } from '../ui/SaveAct.tsx'
import { bodyOf, type CalendarDraft, documentTypes, draftOf, fieldText, newDraft, typeText } from './calendar-draft.ts'
import { ExtraShifts, HalfDays, Shutdowns } from './DatedHours.tsx'
import { DeadlinePreview } from './DeadlinePreview.tsx'
import { Holidays } from './Holidays.tsx'
import { Versions } from './Versions.tsx'
import { WallTimeField } from './WallTimeField.tsx'
import { WeekGrid } from './WeekGrid.tsx'
import { ZoneChoice } from './ZoneChoice.tsx'

const trail = () => [{ label: m.calendars_title(), to: '/calendars' }]

export function NewCalendarPage() {
  const go = useGo()
  const add = useAct(calendarsApi.add, { quiet: true, changes: ['calendar'], done: savedText })
  const [first] = useState(() => newDraft(hereZone))
  const [draft, setDraft] = useState(first)
  const made = add.data?.id
  // Only when it is known as saved: before, leaving asks first.
  useEffect(() => {
    if (made) go(`/calendars/${made}`)
  }, [made, go])
  return (
    <Stack gap="lg">
      <PageHeader title={m.calendars_add()} trail={trail()} lead={m.calendars_what()} />
      <Editor
        draft={draft}
        onChange={setDraft}
        problem={add.error}
        saving={add.isPending}
        saveLabel={m.calendars_save()}
        saved={made ? draft : first}
        onSave={body => add.mutate({ body })}
      />
    </Stack>
  )
}

export function CalendarPage() {
  const calendarId = useParam('calendarId')
  const watch = { watch: [`calendar:${calendarId}`], keep: false }
  const calendar = useEndpoint(calendarsApi.get, { params: { calendarId } }, watch)
  if (calendar.error) return <ProblemAlert problem={calendar.error} onRetry={() => void calendar.refetch()} />
  if (!calendar.data) return <ListSkeleton />
  // A new version from elsewhere must not overwrite what is being typed: the draft is kept until the page is left.
  return <Edit key={calendarId} calendar={calendar.data} />
}

function Edit({ calendar }: { calendar: Calendar }) {
  const [from, setFrom] = useState(calendar)
  const [draft, setDraft] = useState(() => draftOf(calendar))
  const change = useAct(calendarsApi.change, { quiet: true, changes: ['calendar'], done: savedText })
  const save = (body: CalendarBody) =>
    change.mutate(
      { params: { calendarId: calendar.id }, body: { ...body, version: from.version } },
      {
        onSuccess: saved => {
          setFrom(saved)
          setDraft(draftOf(saved))
        },
      },
    )
  return (
    <Stack gap="lg">
      <PageHeader title={from.name} trail={trail()} lead={m.calendars_version_n({ n: from.version })} />
      <Editor
        calendarId={calendar.id}
        draft={draft}
        onChange={setDraft}
        problem={change.error}
        saving={change.isPending}
        saveLabel={m.calendars_save_next({ n: from.version + 1 })}
        saved={draftOf(from)}
        onSave={save}
      />
      <Versions calendarId={calendar.id} />
    </Stack>
  )
}

const savedText = ({ name, version }: Calendar): string => m.calendars_saved({ name, n: version })

interface EditorProps {
  /** Of one that is saved already: clocks may be running on it. */
  calendarId?: string
  draft: CalendarDraft
  onChange: (draft: CalendarDraft) => void
  problem: unknown
  saving: boolean
  saveLabel: string
  /** The draft as it was before anything was typed. */
  saved: CalendarDraft
  onSave: (body: CalendarBody) => void
}

function Editor({ calendarId, draft, onChange, problem, saving, saveLabel, saved, onSave }: EditorProps) {
  const changed = JSON.stringify(bodyOf(draft)) !== JSON.stringify(bodyOf(saved))
  const manage = useMay()('calendar.manage')
  const set = (part: Partial<CalendarDraft>) => onChange({ ...draft, ...part })
  const [pasted, setPasted] = useState('')
  const unadded = !draft.always && pasted.trim() !== ''
  return (
    <Grid gap="lg">
      <Grid.Col span={{ base: 12, lg: 7 }}>
        <Paper p="md" component="fieldset" disabled={!manage} style={{ minWidth: 0 }}>
          <Stack gap="lg">
            <Group grow align="flex-start">
              <TextInput
                label={m.calendars_name()}
                description={'\u00a0'}
                maxLength={80}
                required
                value={draft.name}
                onChange={event => set({ name: event.currentTarget.value })}
              />
              <ZoneChoice
                description={m.calendars_zone_what()}
                required
                value={draft.zone}
                onChange={zone => set({ zone: zone ?? draft.zone })}
              />
            </Group>
            <Switch
              label={m.calendars_always()}
              checked={draft.always}
              onChange={event => set({ always: event.currentTarget.checked })}
            />
            {draft.always ? null : <Hours draft={draft} set={set} pasted={pasted} onPasted={setPasted} />}
            {manage && calendarId ? <MovesPanel calendarId={calendarId} calendar={bodyOf(draft)} /> : null}
            <ProblemAlert problem={problem} nameOf={fieldText} />
            {manage ? (
              <SaveAct
                label={saveLabel}
                saving={saving}
                why={whyUnsaved(draft, unadded, changed)}
                onSave={() => onSave(bodyOf(draft))}
              />
            ) : null}
            <AskBeforeLeaving when={manage && (changed || unadded)} />
          </Stack>
        </Paper>
      </Grid.Col>
      <Grid.Col span={{ base: 12, lg: 5 }}>
        <Paper p="md">
          <DeadlinePreview calendar={bodyOf(draft)} />
        </Paper>
      </Grid.Col>
    </Grid>
  )
}

function whyUnsaved(draft: CalendarDraft, unadded: boolean, changed: boolean): string | undefined {
  if (draft.name.trim() === '') return m.ui_save_unnamed()
  if (unadded) return m.calendars_paste_unadded()
  return changed ? undefined : m.ui_save_nothing()
}

interface HoursProps {
  draft: CalendarDraft
  set: (part: Partial<CalendarDraft>) => void
  pasted: string
  onPasted: (text: string) => void
}

function Hours({ draft, set, pasted, onPasted }: HoursProps) {
  return (
    <>
      <Part title={m.calendars_week()} what={m.calendars_week_what()}>
        <WeekGrid week={draft.week} onChange={week => set({ week })} />
      </Part>
      <Part title={m.calendars_cut_off()} what={m.calendars_cut_off_what()}>
        <Group>
          {documentTypes.map(type => (
            <WallTimeField
              key={type}
              w="auto"
              label={typeText(type)}
              value={draft.cutOff[type]}
              onChange={time => set({ cutOff: { ...draft.cutOff, [type]: time } })}
            />
          ))}
        </Group>
      </Part>
      <Part title={m.calendars_holidays()}>
        <Holidays
          holidays={draft.holidays}
          onChange={holidays => set({ holidays })}
          pasted={pasted}
          onPasted={onPasted}
        />
      </Part>
      <Part title={m.calendars_half_days()} what={m.calendars_half_days_what()}>
        <HalfDays days={draft.halfDays} onChange={halfDays => set({ halfDays })} />
      </Part>
      <Part title={m.calendars_shutdowns()} what={m.calendars_shutdowns_what()}>
        <Shutdowns shutdowns={draft.shutdowns} onChange={shutdowns => set({ shutdowns })} />
      </Part>
      <Part title={m.calendars_extra()} what={m.calendars_extra_what()}>
        <ExtraShifts days={draft.extra} onChange={extra => set({ extra })} />
      </Part>
    </>
  )
}

function Part({ title, what, children }: { title: string; what?: string; children: ReactNode }) {
  return (
    <section>
      <Title order={2} size="h4">
        {title}
      </Title>
      {what ? (
        <Text size="sm" c="dimmed" mb="xs">
          {what}
        </Text>
      ) : null}
      {children}
    </section>
  )
}
