// What a partner needs to connect its system: ids, addresses, a sample of each agreed document, the last error.
import { Anchor, CopyButton, Group, Stack, Text, Title } from '@mantine/core'
import { gatewayApi, type PartnerGateway } from '../../gateway/api.ts'
import { Go } from '../go.tsx'
import { m } from '../i18n/index.ts'
import { useEndpoint } from '../query.ts'
import { useMay } from '../shell/me.ts'
import { Facts } from '../ui/Facts.tsx'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { When } from '../ui/When.tsx'
import classes from './gateway.module.css'

/** For the page of a partner. `partnerId` is the other side's organization. */
export function PartnerConnection({ relationshipId, partnerId }: { relationshipId: string; partnerId: string }) {
  const asked = useEndpoint(
    gatewayApi.partner,
    { params: { relationshipId } },
    { watch: ['interchange', 'document', 'relationship'] },
  )
  const mayLook = useMay()('gateway.view')
  const gateway = asked.data
  if (!gateway) return asked.error ? <ProblemAlert problem={asked.error} onRetry={() => void asked.refetch()} /> : null
  return (
    <Stack gap="sm">
      {gateway.transport === 'none' ? (
        <Text size="sm">{m.gateway_partner_none()}</Text>
      ) : (
        <Connection gateway={gateway} />
      )}
      {mayLook && gateway.transport !== 'none' ? (
        <Go to={`/gateway/interchanges?partner=${partnerId}`}>{m.gateway_partner_all()}</Go>
      ) : null}
    </Stack>
  )
}

function Connection({ gateway }: { gateway: PartnerGateway }) {
  const { transport, ourIds, theirIds, urls, folder, lastError, samples } = gateway
  const https = transport === 'https'
  return (
    <>
      <Facts
        facts={[
          { label: m.gateway_partner_ours(), value: ourIds ? `${ourIds.qualifier}:${ourIds.id}` : null },
          { label: m.gateway_partner_theirs(), value: theirIds ? `${theirIds.qualifier}:${theirIds.id}` : null },
          { label: m.gateway_partner_post(), value: https ? <Copied text={urls.post} /> : null },
          { label: m.gateway_partner_outbox(), value: https ? <Copied text={urls.outbox} /> : null },
          { label: m.gateway_partner_in(), value: folder && !https ? <code>{folder.in}</code> : null },
          { label: m.gateway_partner_out(), value: folder && !https ? <code>{folder.out}</code> : null },
          {
            label: m.gateway_partner_last_error(),
            value: lastError ? <LastError of={lastError} /> : m.gateway_partner_no_error(),
          },
        ]}
      />
      {samples.length > 0 ? (
        <section aria-labelledby="samples">
          <Title order={3} id="samples" mb="xs">
            {m.gateway_partner_samples()}
          </Title>
          <Stack gap="xs">
            {samples.map(({ setId, direction, text }) => (
              <details key={`${setId}-${direction}`}>
                <summary>
                  {direction === 'in'
                    ? m.gateway_partner_sample_in({ set: setId })
                    : m.gateway_partner_sample_out({ set: setId })}
                </summary>
                {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
                <pre className={classes.sample} tabIndex={0}>
                  {text}
                </pre>
              </details>
            ))}
          </Stack>
        </section>
      ) : null}
    </>
  )
}

function LastError({ of: { at, text, interchangeId } }: { of: NonNullable<PartnerGateway['lastError']> }) {
  return (
    <>
      <When at={at} /> {interchangeId ? <Go to={`/gateway/interchanges/${interchangeId}`}>{text}</Go> : text}
    </>
  )
}

function Copied({ text }: { text: string }) {
  return (
    <Group gap="xs" wrap="wrap">
      <code>{text}</code>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Anchor component="button" type="button" size="sm" onClick={copy}>
            {copied ? m.gateway_copied() : m.gateway_copy()}
          </Anchor>
        )}
      </CopyButton>
    </Group>
  )
}
