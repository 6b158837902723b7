// Enters an item.
import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { type ItemBody, itemsApi } from '../../items/api.ts'
import { useGo } from '../go.tsx'
import { m } from '../i18n/index.ts'
import { useAct } from '../query.ts'
import { showFieldProblems, useForm } from '../ui/form.ts'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { ItemGroupField } from './ItemGroupField.tsx'

const missing = (text: string) => (text.trim() ? null : m.items_missing())

export function ItemDialog({ onClose }: { onClose: () => void }) {
  const go = useGo()
  const add = useAct(itemsApi.add, {
    quiet: true,
    changes: ['item'],
    done: item => m.items_added({ number: item.number }),
  })
  const form = useForm<Required<ItemBody> & { group: string }>({
    initialValues: { number: '', description: '', unit: 'EA', group: '' },
    validate: { number: missing, description: missing, unit: missing },
  })
  const submit = form.onSubmit(body =>
    add.mutate(
      { body },
      { onSuccess: item => go(`/items/${item.id}`), onError: problem => void showFieldProblems(form, problem) },
    ),
  )
  return (
    <Modal opened onClose={onClose} title={m.items_add()} closeButtonProps={{ 'aria-label': m.ui_close() }}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <TextInput
            label={m.items_number()}
            maxLength={48}
            required
            data-autofocus
            {...form.getInputProps('number')}
          />
          <TextInput label={m.items_description()} maxLength={80} required {...form.getInputProps('description')} />
          <TextInput
            label={m.items_unit()}
            description={m.items_unit_what()}
            maxLength={20}
            required
            {...form.getInputProps('unit')}
          />
          <ItemGroupField {...form.getInputProps('group')} />
          <ProblemAlert problem={add.error} beside={form} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {m.ui_cancel()}
            </Button>
            <Button type="submit" loading={add.isPending}>
              {m.ui_save()}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
