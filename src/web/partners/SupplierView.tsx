// A supplier as its buyer sees it: what is agreed, in tabs, saved as one profile.
import { Alert, Button, Group, Paper, Stack, Tabs, Text } from '@mantine/core'
import { Info, PackageSearch, TriangleAlert } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { type Partner, partnersApi } from '../../partners/api.ts'
import { useSearchParams } from '../go.tsx'
import { m } from '../i18n/index.ts'
import { SupplierItemDialog } from '../items/SupplierItemDialog.tsx'
import { SupplierItemList } from '../items/SupplierItemList.tsx'
import { Problem } from '../problem.ts'
import { useAct, useEndpoint } from '../query.ts'
import { useMay } from '../shell/me.ts'
import { AskBeforeLeaving } from '../ui/AskBeforeLeaving.tsx'
import { ConfirmAct } from '../ui/ConfirmAct.tsx'
import { showFieldProblems, useForm } from '../ui/form.ts'
import { PageHeader } from '../ui/PageHeader.tsx'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { StatusBadge } from '../ui/StatusBadge.tsx'
import { ConnectionFacts } from './ConnectionFacts.tsx'
import { ConnectionTab } from './ConnectionTab.tsx'
import { DocumentsTab } from './DocumentsTab.tsx'
import { HistoryTab } from './HistoryTab.tsx'
import { PeopleTab } from './PeopleTab.tsx'
import { fieldText, nobodyText, statusText, statusTones } from './partner-text.ts'
import { bodyOf, type ProfileForm, type ProfileValues, tabOf, valuesOf, wrongNumbers } from './profile-form.ts'
import { SecretDialog } from './SecretDialog.tsx'
import { ShipFromPanel } from './ShipFromPanel.tsx'
import { TermsTab } from './TermsTab.tsx'

export function SupplierView({ partner }: { partner: Partner }) {
  const name = partner.supplierName
  const status = <StatusBadge tone={statusTones[partner.status]}>{statusText(partner.status)}</StatusBadge>
  return (
    <Stack gap="lg">
      <PageHeader
        title={name}
        trail={[{ label: m.partners_suppliers(), to: '/suppliers' }]}
        status={status}
        lead={`${m.partners_vendor_number()} ${partner.vendorNumber}`}
        actions={<StatusActs partner={partner} />}
      />
      <StatusNote partner={partner} />
      <NobodyNote partner={partner} />
      <Profile partner={partner} />
    </Stack>
  )
}

function StatusNote({ partner: { status, supplierName: name } }: { partner: Partner }) {
  if (status !== 'proposed' && status !== 'declined') return null
  return (
    <Alert variant="light" color="gray" icon={<Info size={18} aria-hidden />}>
      {status === 'proposed' ? m.partners_waits({ name }) : m.partners_was_declined({ name })}
    </Alert>
  )
}

/** Whoever may not invite cannot mend it, and is told on the order. */
function NobodyNote({ partner: { id, status, supplierName, documents } }: { partner: Partner }) {
  const manage = useMay()('partner.manage')
  const [search, set] = useSearchParams()
  const asked = { params: { relationshipId: id } }
  const invited = useEndpoint(partnersApi.invitations, asked, { watch: ['invitation'], enabled: manage })
  if (status !== 'active' || !invited.data?.nobodyAnswers) return null
  const { title, what } = nobodyText(supplierName, documents)
  return (
    <Alert variant="light" color="yellow" icon={<TriangleAlert size={18} aria-hidden />} title={title}>
      <Text size="sm">{what}</Text>
      {search.tab !== 'people' && invited.data.mayInvite ? (
        <Button size="xs" mt="xs" variant="default" onClick={() => set({ tab: 'people' })}>
          {m.partners_nobody_act()}
        </Button>
      ) : null}
    </Alert>
  )
}

function StatusActs({ partner }: { partner: Partner }) {
  const manage = useMay()('partner.manage')
  const name = partner.supplierName
  const params = { relationshipId: partner.id }
  const changes = ['relationship']
  const suspend = useAct(partnersApi.suspend, { changes, done: m.partners_suspended({ name }) })
  const resume = useAct(partnersApi.resume, { changes, done: m.partners_resumed({ name }) })
  if (!manage) return null
  if (partner.status === 'suspended')
    return (
      <Button loading={resume.isPending} onClick={() => resume.mutate({ params })}>
        {m.partners_resume()}
      </Button>
    )
  if (partner.status !== 'active') return null
  return (
    <ConfirmAct
      label={m.partners_suspend()}
      title={m.partners_suspend_ask({ name })}
      danger
      onConfirm={() => suspend.mutateAsync({ params })}
    >
      {m.partners_suspend_what()}
    </ConfirmAct>
  )
}

const tabs = ['terms', 'documents', 'connection', 'page', 'people', 'items', 'history'] as const
type Tab = (typeof tabs)[number]

function tabText(tab: Tab): string {
  switch (tab) {
    case 'terms':
      return m.partners_tab_terms()
    case 'documents':
      return m.partners_tab_documents()
    case 'connection':
      return m.partners_tab_connection()
    case 'page':
      return m.partners_tab_page()
    case 'people':
      return m.partners_tab_people()
    case 'items':
      return m.partners_tab_items()
    case 'history':
      return m.partners_tab_history()
  }
}

/** The form lives above the tabs: leaving one loses nothing. */
function Profile({ partner }: { partner: Partner }) {
  const manage = useMay()('partner.manage')
  const [search, set] = useSearchParams()
  const [version, setVersion] = useState(partner.version)
  const [secret, setSecret] = useState<string | undefined>()
  const form = useForm<ProfileValues>({ initialValues: valuesOf(partner), validate: wrongNumbers })
  const change = useAct(partnersApi.changeProfile, {
    quiet: true,
    changes: ['relationship', 'supplier-item'],
    done: ({ partner: saved }) => m.partners_saved({ n: saved.version }),
  })
  const showTab = (path: string | undefined) => path && set({ tab: tabOf(path) })
  const save = form.onSubmit(
    values =>
      change.mutate(
        { params: { relationshipId: partner.id }, body: bodyOf(values, version) },
        {
          onSuccess: ({ partner: saved, webhookSecret }) => {
            setVersion(saved.version)
            setSecret(webhookSecret ?? undefined)
            form.setInitialValues(valuesOf(saved))
            form.setValues(valuesOf(saved))
            form.resetDirty(valuesOf(saved))
          },
          onError: problem => {
            showFieldProblems(form, problem)
            showTab(problem instanceof Problem ? problem.details.fields[0]?.path : undefined)
          },
        },
      ),
    wrong => showTab(Object.keys(wrong)[0]),
  )
  const undo = () => {
    form.reset()
    change.reset()
  }
  const known = tabs.find(tab => tab === search.tab) ?? 'terms'
  return (
    <>
      <Tabs value={known} onChange={tab => set({ tab: tab ?? undefined })} keepMounted={false}>
        <Tabs.List aria-label={m.partners_tabs({ name: partner.supplierName })}>
          {tabs.map(tab => (
            <Tabs.Tab key={tab} value={tab}>
              {tabText(tab)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {tabs.map(tab => (
          <Tabs.Panel key={tab} value={tab} pt="md">
            <TabContent tab={tab} partner={partner} form={form} manage={manage} onSubmit={save} />
          </Tabs.Panel>
        ))}
      </Tabs>
      {manage ? (
        <SaveBar form={form} problem={change.error} busy={change.isPending} onSave={() => save()} onUndo={undo} />
      ) : null}
      <AskBeforeLeaving when={form.isDirty()} />
      <SecretDialog secret={secret} onClose={() => setSecret(undefined)} />
    </>
  )
}

interface TabContentProps {
  tab: Tab
  partner: Partner
  form: ProfileForm
  manage: boolean
  onSubmit: ReturnType<ProfileForm['onSubmit']>
}

function TabContent({ tab, partner, form, manage, onSubmit }: TabContentProps): ReactNode {
  const edited = (children: ReactNode) => (
    <form onSubmit={onSubmit} noValidate>
      <Paper p="md" component="fieldset" disabled={!manage} style={{ margin: 0, minWidth: 0 }}>
        {children}
      </Paper>
    </form>
  )
  switch (tab) {
    case 'terms':
      return (
        <Stack gap="xl">
          {edited(<TermsTab form={form} />)}
          <Paper p="md">
            <ShipFromPanel partner={partner} />
          </Paper>
        </Stack>
      )
    case 'documents':
      return edited(<DocumentsTab form={form} />)
    case 'connection':
      return edited(
        <>
          <NoIds partner={partner} />
          <ConnectionTab form={form} partner={partner} />
        </>,
      )
    case 'page':
      return (
        <>
          <NoIds partner={partner} />
          <ConnectionFacts partner={partner} lead={m.partners_page_what({ name: partner.supplierName })} />
        </>
      )
    case 'people':
      return <PeopleTab partner={partner} />
    case 'items':
      return <ItemsTab partner={partner} />
    case 'history':
      return <HistoryTab relationshipId={partner.id} />
  }
}

/** A connection may be prepared before the ids are known; that it carries nothing so long is said where it shows. */
function NoIds({ partner: { transport, ourIdentity, theirIdentity } }: { partner: Partner }) {
  if (transport === 'none' || (ourIdentity && theirIdentity)) return null
  return (
    <Alert
      variant="light"
      color="yellow"
      mb="md"
      icon={<TriangleAlert size={18} aria-hidden />}
      title={m.partners_no_ids()}
    >
      <Text size="sm">{m.partners_no_ids_what()}</Text>
    </Alert>
  )
}

interface SaveBarProps {
  form: ProfileForm
  problem: unknown
  busy: boolean
  onSave: () => void
  onUndo: () => void
}

/** In sight on every tab while something is not saved. */
function SaveBar({ form, problem, busy, onSave, onUndo }: SaveBarProps) {
  if (!form.isDirty() && !problem) return null
  return (
    <Paper p="sm" withBorder pos="sticky" bottom={8} style={{ zIndex: 5 }}>
      <Stack gap="xs">
        <ProblemAlert problem={problem} nameOf={fieldText} />
        <Group justify="space-between">
          <Text size="sm" role="status">
            {m.partners_unsaved()}
          </Text>
          <Group gap="xs">
            <Button variant="default" onClick={onUndo}>
              {m.partners_undo()}
            </Button>
            <Button loading={busy} onClick={onSave}>
              {m.ui_save()}
            </Button>
          </Group>
        </Group>
      </Stack>
    </Paper>
  )
}

function ItemsTab({ partner }: { partner: Partner }) {
  const manage = useMay()('item.manage')
  const [adding, setAdding] = useState(false)
  const add = manage ? <Button onClick={() => setAdding(true)}>{m.partners_items_add()}</Button> : null
  return (
    <Stack>
      <Group justify="flex-end">{add}</Group>
      <SupplierItemList
        query={{ supplierId: partner.supplierId }}
        hide="partner"
        empty={{
          icon: <PackageSearch size={28} aria-hidden />,
          title: m.partners_items_none(),
          why: m.partners_items_none_why(),
          action: add,
        }}
      />
      {adding ? <SupplierItemDialog supplierId={partner.supplierId} onClose={() => setAdding(false)} /> : null}
    </Stack>
  )
}
