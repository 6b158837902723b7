// One item: its words, and who makes it.
import { Button, Group, Paper, Stack, TextInput, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Factory, Plus } from 'lucide-react'
import { type Item, itemsApi } from '../../items/api.ts'
import { useParam } from '../go.tsx'
import { m } from '../i18n/index.ts'
import { useAct, useEndpoint } from '../query.ts'
import { useMay } from '../shell/me.ts'
import { showFieldProblems, useForm } from '../ui/form.ts'
import { ListSkeleton } from '../ui/list/DataList.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { ItemGroupField } from './ItemGroupField.tsx'
import { SupplierItemDialog } from './SupplierItemDialog.tsx'
import { SupplierItemList } from './SupplierItemList.tsx'

export function ItemPage() {
  const itemId = useParam('itemId')
  const item = useEndpoint(itemsApi.get, { params: { itemId } }, { watch: [`item:${itemId}`], keep: false })
  const manage = useMay()('item.manage')
  const [adding, is] = useDisclosure(false)
  if (item.error) return <ProblemAlert problem={item.error} onRetry={() => void item.refetch()} />
  if (!item.data) return <ListSkeleton />
  const add = manage ? (
    <Button leftSection={<Plus size={16} aria-hidden />} onClick={is.open}>
      {m.items_maker_add()}
    </Button>
  ) : null
  return (
    <Stack gap="lg">
      <PageHeader
        title={item.data.number}
        trail={[{ label: m.items_title(), to: '/items' }]}
        lead={item.data.description}
        actions={add}
      />
      {manage ? <ItemForm key={item.data.id} item={item.data} /> : null}
      <section>
        <Title order={2} size="h3" mb="sm">
          {m.items_makers()}
        </Title>
        <SupplierItemList
          query={{ itemId }}
          hide="item"
          empty={{
            icon: <Factory size={28} aria-hidden />,
            title: m.items_makers_none(),
            why: m.items_makers_none_why(),
            action: add,
          }}
        />
      </section>
      {adding ? <SupplierItemDialog item={item.data} onClose={is.close} /> : null}
    </Stack>
  )
}

function ItemForm({ item }: { item: Item }) {
  const change = useAct(itemsApi.change, {
    quiet: true,
    changes: ['item'],
    done: saved => m.items_saved({ number: saved.number }),
  })
  const { number, description, unit, group } = item
  const form = useForm({ initialValues: { number, description, unit, group: group ?? '' } })
  const submit = form.onSubmit(body =>
    change.mutate(
      { params: { itemId: item.id }, body },
      { onSuccess: () => form.resetDirty(), onError: problem => void showFieldProblems(form, problem) },
    ),
  )
  return (
    <Paper p="md">
      <form onSubmit={submit} noValidate>
        <Group align="flex-start" gap="md">
          <TextInput label={m.items_number()} maxLength={48} required {...form.getInputProps('number')} />
          <TextInput
            label={m.items_description()}
            maxLength={80}
            required
            flex={1}
            miw="14rem"
            {...form.getInputProps('description')}
          />
          <TextInput label={m.items_unit()} maxLength={20} w="8rem" required {...form.getInputProps('unit')} />
          <ItemGroupField
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            w="16rem"
            {...form.getInputProps('group')}
          />
          <Button type="submit" mt={22} loading={change.isPending} disabled={!form.isDirty()}>
            {m.ui_save()}
          </Button>
        </Group>
        <ProblemAlert problem={change.error} beside={form} />
      </form>
    </Paper>
  )
}
