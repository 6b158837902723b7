// The API keys of a relationship: made, shown once, rotated, revoked.
import { Button, Group, Stack, Table, Text, Title } from '@mantine/core'
import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import { type ApiKeyRow, type Partner, partnersApi } from '../../partners/api.ts'
import { m } from '../i18n/index.ts'
import { useAct, useEndpoint } from '../query.ts'
import { useMay } from '../shell/me.ts'
import { ConfirmAct } from '../ui/ConfirmAct.tsx'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { StatusBadge } from '../ui/StatusBadge.tsx'
import { When } from '../ui/When.tsx'
import { OnceDialog } from './OnceDialog.tsx'

export function KeysPanel({ partner }: { partner: Partner }) {
  const manage = useMay()('partner.manage')
  const params = { relationshipId: partner.id }
  const keys = useEndpoint(partnersApi.keys, { params }, { watch: [`relationship:${partner.id}`] })
  const [made, setMade] = useState<string | undefined>()
  const create = useAct(partnersApi.createKey, { changes: ['relationship'] })
  return (
    <section>
      <Group justify="space-between" align="flex-start">
        <div>
          <Title order={2} size="h4">
            {m.partners_keys()}
          </Title>
          <Text size="sm" c="dimmed" maw="38rem">
            {manage ? m.partners_keys_what() : m.partners_keys_what_theirs({ name: partner.buyerName })}
          </Text>
        </div>
        {manage ? (
          <Button
            variant="default"
            leftSection={<KeyRound size={16} aria-hidden />}
            loading={create.isPending}
            onClick={() => create.mutate({ params }, { onSuccess: ({ key }) => setMade(key) })}
          >
            {m.partners_key_add()}
          </Button>
        ) : null}
      </Group>
      <ProblemAlert problem={keys.error} onRetry={() => void keys.refetch()} />
      {keys.data ? <Keys rows={keys.data.rows} partner={partner} manage={manage} /> : null}
      <OnceDialog
        title={m.partners_key_add()}
        label={m.partners_key()}
        description={m.partners_key_once()}
        value={made}
        onClose={() => setMade(undefined)}
      />
    </section>
  )
}

function Keys({ rows, partner, manage }: { rows: readonly ApiKeyRow[]; partner: Partner; manage: boolean }) {
  if (rows.length === 0)
    return (
      <Text size="sm" mt="sm">
        {m.partners_keys_none()}
      </Text>
    )
  return (
    <>
      <Table visibleFrom="sm" aria-label={m.partners_keys()}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{m.partners_key()}</Table.Th>
            <Table.Th>{m.partners_state()}</Table.Th>
            <Table.Th>{m.partners_key_made()}</Table.Th>
            <Table.Th>{m.partners_key_used()}</Table.Th>
            {manage ? <Table.Th>{m.partners_key_revoke()}</Table.Th> : null}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(row => (
            <Table.Tr key={row.id}>
              <Table.Td ff="monospace">{row.prefix}…</Table.Td>
              <Table.Td>
                <KeyState row={row} />
              </Table.Td>
              <Table.Td>
                <When at={row.createdAt} />, {row.createdBy}
              </Table.Td>
              <Table.Td>{row.lastUsedAt ? <When at={row.lastUsedAt} /> : m.partners_key_never()}</Table.Td>
              {manage ? (
                <Table.Td>{row.revokedAt ? null : <Revoke row={row} rows={rows} partner={partner} />}</Table.Td>
              ) : null}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {/* A narrow window has no room for five columns: what is done with a key must not be off its edge. */}
      <Stack
        component="ul"
        hiddenFrom="sm"
        gap="sm"
        p={0}
        mt="sm"
        style={{ listStyle: 'none' }}
        aria-label={m.partners_keys()}
      >
        {rows.map(row => (
          <li key={row.id}>
            <Group gap="xs">
              <Text span ff="monospace" size="sm">
                {row.prefix}…
              </Text>
              <KeyState row={row} />
            </Group>
            <Text size="sm">
              {m.partners_key_made()}: <When at={row.createdAt} />, {row.createdBy}
            </Text>
            <Text size="sm">
              {m.partners_key_used()}: {row.lastUsedAt ? <When at={row.lastUsedAt} /> : m.partners_key_never()}
            </Text>
            {manage && !row.revokedAt ? <Revoke row={row} rows={rows} partner={partner} /> : null}
          </li>
        ))}
      </Stack>
    </>
  )
}

function KeyState({ row: { revokedAt } }: { row: ApiKeyRow }) {
  return (
    <StatusBadge tone={revokedAt ? 'quiet' : 'ok'}>
      {revokedAt ? m.partners_key_revoked() : m.partners_key_active()}
    </StatusBadge>
  )
}

interface RevokeProps {
  row: ApiKeyRow
  rows: readonly ApiKeyRow[]
  partner: Partner
}

function Revoke({ row, rows, partner }: RevokeProps) {
  const { prefix } = row
  const done = m.partners_key_is_revoked({ prefix })
  const revoke = useAct(partnersApi.revokeKey, { changes: ['relationship'], done })
  return (
    <Stack gap={0} align="flex-start">
      <ConfirmAct
        size="compact-sm"
        label={m.partners_key_revoke()}
        title={m.partners_key_revoke_ask({ prefix })}
        danger
        onConfirm={() => revoke.mutateAsync({ params: { relationshipId: partner.id, keyId: row.id } })}
      >
        {m.partners_key_revoke_what()} {lockedOutText(row, rows)}
      </ConfirmAct>
    </Stack>
  )
}

/** Of keys rotated too early: nothing shows that the partner's system knows another one. */
function lockedOutText(row: ApiKeyRow, rows: readonly ApiKeyRow[]): string {
  const others = rows.filter(one => one.id !== row.id && one.revokedAt === null)
  if (others.length === 0) return m.partners_key_revoke_only()
  return others.every(one => one.lastUsedAt === null) ? m.partners_key_revoke_unused() : ''
}
