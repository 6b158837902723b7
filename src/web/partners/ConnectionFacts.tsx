// The partner's page: ids, addresses, agreed documents with a sample of each, the last error. Both sides read the same.
import { Anchor, Code, Group, Stack, Tabs, Text, Title } from '@mantine/core'
import { Download } from 'lucide-react'
import { gatewayApi, type PartnerGateway } from '../../gateway/api.ts'
import type { Partner } from '../../partners/api.ts'
import type { EdiIdentity } from '../../partners/profile.ts'
import { CopyField } from '../accounts/CopyField.tsx'
import { Go } from '../go.tsx'
import { m } from '../i18n/index.ts'
import { useEndpoint } from '../query.ts'
import { useMay } from '../shell/me.ts'
import { Facts } from '../ui/Facts.tsx'
import { saveFile } from '../ui/list/csv.ts'
import { ListSkeleton } from '../ui/list/DataList.tsx'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { When } from '../ui/When.tsx'
import classes from './ConnectionFacts.module.css'
import { channelText } from './partner-text.ts'

export function ConnectionFacts({ partner, lead }: { partner: Partner; lead: string }) {
  const params = { relationshipId: partner.id }
  const watch = { watch: [`relationship:${partner.id}`, 'interchange', 'document'] }
  const gateway = useEndpoint(gatewayApi.partner, { params }, watch)
  if (gateway.error) return <ProblemAlert problem={gateway.error} onRetry={() => void gateway.refetch()} />
  if (!gateway.data) return <ListSkeleton />
  if (gateway.data.transport === 'none') return <Text>{m.partners_page_portal()}</Text>
  return (
    <Stack gap="lg">
      <Text c="dimmed" size="sm">
        {lead}
      </Text>
      <Agreed partner={partner} gateway={gateway.data} />
      <Addresses gateway={gateway.data} webhookUrl={partner.webhookUrl} />
      <LastError gateway={gateway.data} />
      <Samples gateway={gateway.data} partner={partner} />
    </Stack>
  )
}

function idsText(ids: EdiIdentity | null): string {
  if (!ids) return m.partners_no_ids()
  return m.partners_ids_text({ qualifier: ids.qualifier, id: ids.id, group: ids.groupId || ids.id })
}

function Agreed({ partner, gateway }: { partner: Partner; gateway: PartnerGateway }) {
  const { order, answer, forecast, shipNotice = 'none' } = partner.documents
  const documents = [forecast, order, answer, shipNotice].filter(each => /^\d/.test(each))
  return (
    <Facts
      facts={[
        { label: m.partners_transport(), value: channelText(gateway.transport) },
        { label: m.partners_usage(), value: gateway.usage === 'T' ? m.partners_usage_t() : m.partners_usage_p() },
        { label: m.partners_buyer_ids(), value: idsText(gateway.ourIds) },
        { label: m.partners_supplier_ids(), value: idsText(gateway.theirIds) },
        { label: m.partners_version_edi(), value: partner.ediVersion },
        {
          label: m.partners_agreed_documents(), // Advice in words, either way, where a business refuses what was valid.
          value: [...documents, '997', '824'].join(', '),
        },
      ]}
    />
  )
}

function Addresses({ gateway, webhookUrl }: { gateway: PartnerGateway; webhookUrl: string | null }) {
  const { urls, folder } = gateway
  if (gateway.transport === 'https')
    return (
      <Stack gap="sm" maw="40rem">
        <CopyField label={m.partners_post()} description={m.partners_post_what()} value={urls.post} />
        <CopyField label={m.partners_outbox()} description={m.partners_outbox_what()} value={urls.outbox} />
        <CopyField label={m.partners_collect()} value={`${urls.outbox}/ID`} />
        <CopyField
          label={m.partners_confirm()}
          description={m.partners_confirm_what()}
          value={`${urls.outbox}/ID/confirm`}
        />
        <Text size="sm">
          {m.partners_auth()} <Code>{m.partners_auth_what()}</Code>
        </Text>
        {webhookUrl ? <Pushed to={webhookUrl} /> : null}
        <Acknowledged />
      </Stack>
    )
  if (!folder) return null
  return (
    <Stack gap="sm" maw="40rem">
      <CopyField label={m.partners_in_folder()} description={m.partners_in_folder_what()} value={folder.in} />
      <CopyField label={m.partners_out_folder()} description={m.partners_out_folder_what()} value={folder.out} />
      <Acknowledged />
    </Stack>
  )
}

/** How to take a push, and how to know that it is ours. */
function Pushed({ to }: { to: string }) {
  return (
    <section>
      <CopyField label={m.partners_pushed()} description={m.partners_pushed_what()} value={to} />
      <Text size="sm" mt={4}>
        {m.partners_pushed_signed()}
      </Text>
      <Code block style={{ whiteSpace: 'pre-wrap' }}>
        {'v1=hex(HMAC-SHA256(secret, Pullwire-Message-Id + "." + Pullwire-Timestamp + "." + body))'}
      </Code>
    </section>
  )
}

const Acknowledged = () => <Text size="sm">{m.partners_acknowledged_what()}</Text>

function LastError({ gateway }: { gateway: PartnerGateway }) {
  const mayLook = useMay()('gateway.view')
  const error = gateway.lastError
  return (
    <section>
      <Title order={2} size="h4">
        {m.partners_last_error()}
      </Title>
      {error ? (
        <Text size="sm">
          <When at={error.at} />:{' '}
          {mayLook ? (
            // What could not be written is in no interchange yet.
            <Go to={error.interchangeId ? `/gateway/interchanges/${error.interchangeId}` : '/gateway/attention'}>
              {error.text}
            </Go>
          ) : (
            error.text
          )}
        </Text>
      ) : (
        <Text size="sm" c="dimmed">
          {m.partners_last_error_none()}
        </Text>
      )}
    </section>
  )
}

type SampleShown = PartnerGateway['samples'][number]

const keyOf = ({ setId, direction }: SampleShown): string => `${setId}-${direction}`

/** Of the two 997 and the two 824, each goes the other way. */
const fileNameOf = ({ vendorNumber }: Partner, { setId, direction }: SampleShown): string =>
  `${vendorNumber}-${setId}-${direction === 'in' ? 'to-buyer' : 'to-supplier'}-sample.edi`

function Samples({ gateway, partner }: { gateway: PartnerGateway; partner: Partner }) {
  const [first] = gateway.samples
  if (!first) return null
  const nameOf = (sample: SampleShown) =>
    sample.direction === 'in'
      ? m.partners_sample_in({ set: sample.setId })
      : m.partners_sample_out({ set: sample.setId })
  return (
    <section>
      <Title order={2} size="h4">
        {m.partners_samples()}
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {m.partners_samples_what()}
      </Text>
      <Tabs defaultValue={keyOf(first)}>
        <Tabs.List aria-label={m.partners_samples()}>
          {gateway.samples.map(sample => (
            <Tabs.Tab key={keyOf(sample)} value={keyOf(sample)}>
              {nameOf(sample)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {gateway.samples.map(sample => (
          <Tabs.Panel key={keyOf(sample)} value={keyOf(sample)} pt="xs">
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long sample is scrolled by keyboard too */}
            <pre className={classes.sample} tabIndex={0}>
              {sample.text}
            </pre>
            <Group mt={4}>
              <Anchor
                component="button"
                type="button"
                size="sm"
                onClick={() => saveFile(fileNameOf(partner, sample), sample.text, 'application/edi-x12')}
              >
                <Download size={13} aria-hidden /> {m.partners_sample_save()} {nameOf(sample)}
              </Anchor>
            </Group>
          </Tabs.Panel>
        ))}
      </Tabs>
    </section>
  )
}
