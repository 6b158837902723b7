// A customer's proposal to trade, with the supplier's two words on it.
import { Button, Group, Paper, Text, Title } from '@mantine/core'
import { partnersApi } from '../../partners/api.ts'
import { m } from '../i18n/index.ts'
import { useAct } from '../query.ts'
import { ConfirmAct } from '../ui/ConfirmAct.tsx'

export function Proposal({ id, name }: { id: string; name: string }) {
  const changes = ['relationship']
  const agree = useAct(partnersApi.agree, { changes, done: m.partners_agreed({ name }) })
  const decline = useAct(partnersApi.agree, { changes, done: m.partners_declined({ name }) })
  const params = { relationshipId: id }
  return (
    <Paper p="md" withBorder>
      <Title order={2} size="h4">
        {m.partners_proposed_to_you({ name })}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {m.partners_proposed_what()}
      </Text>
      <Group gap="xs">
        <Button loading={agree.isPending} onClick={() => agree.mutate({ params, body: { agree: true } })}>
          {m.partners_agree()}
        </Button>
        <ConfirmAct
          label={m.partners_decline()}
          title={m.partners_decline_ask({ name })}
          danger
          onConfirm={() => decline.mutateAsync({ params, body: { agree: false } })}
        >
          {m.partners_decline_what()}
        </ConfirmAct>
      </Group>
    </Paper>
  )
}
