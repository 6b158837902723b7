// One response policy: what it says, its ladder drawn, and what it would have done to the last 90 days.
import { Alert, Grid, Paper, Stack, Text } from '@mantine/core'
import { Info } from 'lucide-react'
import { useEffect, useState } from 'react'
import { type Policy, type PolicyBody, policyApi } from '../../sla/policy-api.ts'
import { useGo, useParam } from '../go.tsx'
import { m } from '../i18n/index.ts'
import { supplierLabel } from '../items/SupplierChoice.tsx'
import { Problem } from '../problem.ts'
import { useAct, useEndpoint } from '../query.ts'
import { useMay } from '../shell/me.ts'
import { AskBeforeLeaving } from '../ui/AskBeforeLeaving.tsx'
import { ConfirmAct } from '../ui/ConfirmAct.tsx'
import { ListSkeleton } from '../ui/list/DataList.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { SaveAct } from '../ui/SaveAct.tsx'
import { StatusBadge } from '../ui/StatusBadge.tsx'
import { noneMissing } from '../ui/whole.ts'
import { PolicyFields } from './PolicyFields.tsx'
import { PolicyVersions } from './PolicyVersions.tsx'
import { isWhole, newPolicy, policyBodyOf } from './policy-draft.ts'
import { policyFieldText } from './policy-words.ts'
import { ReplayPanel } from './ReplayPanel.tsx'

const trail = () => [{ label: m.sla_policies(), to: '/policies' }]

export function NewPolicyPage() {
  const go = useGo()
  const add = useAct(policyApi.add, { quiet: true, changes: ['policy'], done: savedText })
  const [first] = useState(newPolicy)
  const [draft, setDraft] = useState(first)
  const made = add.data?.id
  // Only when it is known as saved: before, leaving asks first.
  useEffect(() => {
    if (made) go(`/policies/${made}`)
  }, [made, go])
  return (
    <Stack gap="lg">
      <PageHeader title={m.sla_policy_add()} trail={trail()} lead={m.sla_policies_lead()} />
      <Editor
        draft={draft}
        onChange={changed => {
          if (add.error) add.reset()
          setDraft(changed)
        }}
        problem={add.error}
        saving={add.isPending}
        saveLabel={m.sla_policy_save()}
        saved={made ? draft : first}
        onSave={() => add.mutate({ body: draft })}
      />
    </Stack>
  )
}

export function PolicyPage() {
  const policyId = useParam('policyId')
  const watch = { watch: [`policy:${policyId}`], keep: false }
  const policy = useEndpoint(policyApi.get, { params: { policyId } }, watch)
  if (policy.error) return <ProblemAlert problem={policy.error} onRetry={() => void policy.refetch()} />
  if (!policy.data) return <ListSkeleton />
  // A new version from elsewhere must not overwrite what is being typed: the draft is kept until the page is left.
  return <Edit key={`${policyId} ${policy.data.retiredAt}`} policy={policy.data} />
}

function Edit({ policy }: { policy: Policy }) {
  const manage = useMay()('policy.manage')
  const [from, setFrom] = useState(policy)
  const [draft, setDraft] = useState(() => policyBodyOf(policy))
  const change = useAct(policyApi.change, { quiet: true, changes: ['policy'], done: savedText })
  const params = { policyId: policy.id }
  const save = () =>
    change.mutate(
      { params, body: { ...draft, version: from.version } },
      {
        onSuccess: saved => {
          setFrom(saved)
          setDraft(policyBodyOf(saved))
        },
      },
    )
  return (
    <Stack gap="lg">
      <PageHeader
        title={from.name}
        trail={trail()}
        lead={m.sla_policy_version_n({ n: from.version })}
        status={from.retiredAt ? <StatusBadge tone="quiet">{m.sla_policy_retired_badge()}</StatusBadge> : null}
        actions={manage && !from.retiredAt ? <Retire policy={from} /> : null}
      />
      {from.retiredAt ? <Text size="sm">{m.sla_policy_retired_what()}</Text> : null}
      <Editor
        policy={from}
        draft={draft}
        onChange={changed => {
          if (change.error) change.reset()
          setDraft(changed)
        }}
        problem={change.error}
        saving={change.isPending}
        saveLabel={m.sla_policy_save_next({ n: from.version + 1 })}
        saved={policyBodyOf(from)}
        onSave={save}
      />
      <PolicyVersions policyId={policy.id} />
    </Stack>
  )
}

const savedText = ({ name, version }: Policy): string => m.sla_policy_saved({ name, n: version })

function Retire({ policy: { id, name, version } }: { policy: Policy }) {
  const retire = useAct(policyApi.retire, { changes: ['policy'], done: m.sla_policy_retired({ name }) })
  return (
    <ConfirmAct
      label={m.sla_policy_retire()}
      title={m.sla_policy_retire_title()}
      danger
      onConfirm={() => retire.mutateAsync({ params: { policyId: id }, body: { version } })}
    >
      {m.sla_policy_retire_what()}
    </ConfirmAct>
  )
}

const labelOf = (policy: Policy | undefined): string | undefined =>
  policy?.supplierName ? supplierLabel(policy.supplierName, policy.vendorNumber ?? '') : undefined

interface EditorProps {
  /** As it is saved; none for a new one. */
  policy?: Policy
  draft: PolicyBody
  onChange: (draft: PolicyBody) => void
  problem: unknown
  saving: boolean
  saveLabel: string
  /** The draft as it was before anything was typed. */
  saved: PolicyBody
  onSave: () => void
}

const errorsOf =
  (problem: unknown) =>
  (at: string): string | undefined =>
    problem instanceof Problem ? problem.details.fields.find(({ path }) => path === at)?.what : undefined

function whyUnsaved(draft: PolicyBody, changed: boolean): string | undefined {
  if (draft.name.trim() === '') return m.ui_save_unnamed()
  if (!noneMissing(draft)) return m.ui_whole_missing()
  if (!isWhole(draft)) return m.sla_policy_calendar_missing()
  return changed ? undefined : m.ui_save_nothing()
}

function Editor({ policy, draft, onChange, problem, saving, saveLabel, saved, onSave }: EditorProps) {
  const changed = JSON.stringify(draft) !== JSON.stringify(saved)
  const [drawn, setDrawn] = useState(draft)
  if (drawn !== draft && isWhole(draft)) setDrawn(draft)
  const edits = useMay()('policy.manage') && !policy?.retiredAt
  return (
    <Grid gap="lg">
      <Grid.Col span={{ base: 12, lg: edits ? 7 : 12 }}>
        <Paper p="md" component="fieldset" disabled={!edits} style={{ minWidth: 0 }}>
          <Stack gap="lg">
            <PolicyFields
              draft={draft}
              errorAt={errorsOf(problem)}
              drawn={drawn}
              onChange={onChange}
              supplierLabel={labelOf(policy)}
            />
            {edits ? (
              <Alert variant="light" icon={<Info size={18} aria-hidden />}>
                {m.sla_policy_running()}
              </Alert>
            ) : null}
            <ProblemAlert problem={problem} nameOf={policyFieldText} />
            {edits ? (
              <SaveAct label={saveLabel} saving={saving} why={whyUnsaved(draft, changed)} onSave={onSave} />
            ) : null}
            <AskBeforeLeaving when={edits && changed} />
          </Stack>
        </Paper>
      </Grid.Col>
      {edits ? (
        <Grid.Col span={{ base: 12, lg: 5 }}>
          <Paper p="md">
            <ReplayPanel policyId={policy?.id ?? null} policy={drawn} />
          </Paper>
        </Grid.Col>
      ) : null}
    </Grid>
  )
}
