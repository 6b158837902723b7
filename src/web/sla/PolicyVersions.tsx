// Every version that a policy has had: who wrote it, when, and what it said.
import { Table, Text, Title } from '@mantine/core'
import { policyApi } from '../../sla/policy-api.ts'
import { m } from '../i18n/index.ts'
import { targetText } from '../partners/partner-text.ts'
import { useEndpoint } from '../query.ts'
import { When } from '../ui/When.tsx'
import { LadderDrawing } from './LadderDrawing.tsx'
import { hoursText, narrowedText, policyKindText, suppliersText } from './policy-words.ts'

export function PolicyVersions({ policyId }: { policyId: string }) {
  const versions = useEndpoint(policyApi.versions, { params: { policyId } }, { watch: [`policy:${policyId}`] })
  if (!versions.data || versions.data.rows.length < 2) return null
  return (
    <section>
      <Title order={2} size="h3">
        {m.sla_policy_versions()}
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {m.sla_policy_versions_what()}
      </Text>
      <Table aria-label={m.sla_policy_versions()} verticalSpacing="sm">
        <Table.Tbody>
          {versions.data.rows.map(
            ({ version, createdAt, by, kind, target, hours, calendarName, ladder, ...appliesTo }) => (
              <Table.Tr key={version}>
                <Table.Td style={{ verticalAlign: 'top' }}>
                  <strong>{m.sla_policy_version_n({ n: version })}</strong>
                  <div>
                    <When at={createdAt} /> {m.sla_policy_by({ name: by })}
                  </div>
                  <div>{targetText(policyKindText(kind), target)}</div>
                  <div>{[suppliersText(appliesTo), narrowedText(appliesTo)].filter(Boolean).join(' · ')}</div>
                  <div>
                    {m.sla_policy_hours()}: {calendarName ?? hoursText(kind, hours)}
                  </div>
                  <details>
                    <summary>{m.sla_policy_ladder()}</summary>
                    <LadderDrawing ladder={ladder} kind={kind} />
                  </details>
                </Table.Td>
              </Table.Tr>
            ),
          )}
        </Table.Tbody>
      </Table>
    </section>
  )
}
