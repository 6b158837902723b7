// What is agreed with a customer, as the supplier reads it.
import { Stack, Tabs } from '@mantine/core'
import type { Partner } from '../../partners/api.ts'
import { useSearchParams } from '../go.tsx'
import { m } from '../i18n/index.ts'
import { useMay } from '../shell/me.ts'
import { PageHeader } from '../ui/PageHeader.tsx'
import { StatusBadge } from '../ui/StatusBadge.tsx'
import { ConnectionFacts } from './ConnectionFacts.tsx'
import { HistoryTab } from './HistoryTab.tsx'
import { KeysPanel } from './KeysPanel.tsx'
import { Proposal } from './Proposal.tsx'
import { statusText, statusTones } from './partner-text.ts'
import { ShipFromPanel } from './ShipFromPanel.tsx'
import { TermsText } from './TermsText.tsx'

export function CustomerView({ partner }: { partner: Partner }) {
  const mayAgree = useMay()('partner.agree')
  const [search, set] = useSearchParams()
  const name = partner.buyerName
  const status = <StatusBadge tone={statusTones[partner.status]}>{statusText(partner.status)}</StatusBadge>
  return (
    <Stack gap="lg">
      <PageHeader title={name} trail={[{ label: m.partners_customers(), to: '/customers' }]} status={status} />
      {partner.status === 'proposed' && mayAgree ? <Proposal id={partner.id} name={name} /> : null}
      <Tabs value={search.tab ?? 'terms'} onChange={tab => set({ tab: tab ?? undefined })}>
        <Tabs.List aria-label={m.partners_tabs({ name })}>
          <Tabs.Tab value="terms">{m.partners_tab_terms()}</Tabs.Tab>
          <Tabs.Tab value="page">{m.partners_tab_connection()}</Tabs.Tab>
          <Tabs.Tab value="history">{m.partners_tab_history()}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="terms" pt="md">
          <Stack gap="lg">
            <TermsText partner={partner} />
            <ShipFromPanel partner={partner} />
          </Stack>
        </Tabs.Panel>
        <Tabs.Panel value="page" pt="md">
          <Stack gap="lg">
            <ConnectionFacts partner={partner} lead={m.partners_page_what_theirs({ name })} />
            {partner.transport === 'https' ? <KeysPanel partner={partner} /> : null}
          </Stack>
        </Tabs.Panel>
        <Tabs.Panel value="history" pt="md">
          <HistoryTab relationshipId={partner.id} />
        </Tabs.Panel>
      </Tabs>
    </Stack>
  )
}
