// Says that a supplier makes an item and on which terms, or changes the terms.
import { Button, Group, Modal, NumberInput, Stack, Text, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { type Item, itemsApi, type SupplierItem, type SupplierItemTerms } from '../../items/api.ts'
import { nearestQuantities, refuseTerms } from '../../items/supplier-item.ts'
import { add, decimal } from '../../kernel/decimal.ts'
import { decimalText } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'
import { useAct } from '../query.ts'
import { QuantityField } from '../ui/fields.tsx'
import { showFieldProblems, useForm } from '../ui/form.ts'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { ShipFromChoice } from './ShipFromChoice.tsx'
import { ItemChoice, SupplierChoice } from './SupplierChoice.tsx'

interface DialogProps {
  /** The item is settled by the page around. */
  item?: Item
  /** The supplier is settled by the page around. */
  supplierId?: string
  /** Exists already: only its terms change. */
  made?: SupplierItem
  onClose: () => void
}

const missing = (text: string) => (text ? null : m.items_missing())

export function SupplierItemDialog({ item, supplierId, made, onClose }: DialogProps) {
  const form = useForm<Values>({
    initialValues: {
      supplierId: supplierId ?? made?.supplierId ?? '',
      itemId: item?.id ?? made?.itemId ?? '',
      supplierPartNumber: made?.supplierPartNumber ?? '',
      packQuantity: made?.packQuantity ?? '1',
      minimumQuantity: made?.minimumQuantity ?? '0',
      leadTimeDays: made?.leadTimeDays ?? 5,
      shipFromId: made?.shipFromId ?? null,
    },
    validate: { supplierId: missing, itemId: missing, supplierPartNumber: missing },
  })
  const { save, error, busy } = useSave(made)
  const submit = form.onSubmit(values =>
    save(values, { onSuccess: onClose, onError: problem => void showFieldProblems(form, problem) }),
  )
  const title = made ? m.items_edit({ name: `${made.itemNumber}, ${made.partnerName}` }) : m.items_sup_add()
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': m.ui_close() }}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <Parties form={form} supplier={!made && !supplierId} item={!made && !item} />
          <TextInput
            label={m.items_supplier_part()}
            maxLength={48}
            required
            {...form.getInputProps('supplierPartNumber')}
          />
          <QuantityField
            label={m.items_pack()}
            description={m.items_pack_what()}
            required
            {...form.getInputProps('packQuantity')}
          />
          <QuantityField
            label={m.items_minimum()}
            description={m.items_minimum_what()}
            required
            {...form.getInputProps('minimumQuantity')}
          />
          <Orderable {...form.values} />
          <NumberInput
            label={m.items_lead_time()}
            description={m.items_lead_time_what()}
            min={0}
            max={730}
            allowDecimal={false}
            required
            {...form.getInputProps('leadTimeDays')}
          />
          <ShipFromChoice
            supplierId={form.values.supplierId}
            changed={made !== undefined && form.isDirty('shipFromId')}
            {...form.getInputProps('shipFromId')}
          />
          <ProblemAlert problem={error} hideFields />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {m.ui_cancel()}
            </Button>
            <Button type="submit" loading={busy}>
              {m.ui_save()}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

interface PartiesProps {
  form: UseFormReturnType<Values>
  /** Which of the two is still to be chosen. */
  supplier: boolean
  item: boolean
}

function Parties({ form, supplier, item }: PartiesProps) {
  return (
    <>
      {supplier ? (
        <SupplierChoice
          label={m.items_supplier()}
          required
          value={form.values.supplierId}
          error={form.errors.supplierId}
          onChange={id => form.setValues({ supplierId: id, shipFromId: null })}
        />
      ) : null}
      {item ? (
        <ItemChoice
          label={m.items_number()}
          required
          value={form.values.itemId}
          error={form.errors.itemId}
          onChange={id => form.setFieldValue('itemId', id)}
        />
      ) : null}
    </>
  )
}

type Values = SupplierItemTerms & { supplierId: string; itemId: string }

/** Adds or changes, whichever it is. */
function useSave(made: SupplierItem | undefined) {
  const options = { quiet: true, changes: ['supplier-item', 'item'] }
  const adding = useAct(itemsApi.addSupplierItem, {
    ...options,
    done: row => m.items_sup_added({ number: row.itemNumber, supplier: row.partnerName }),
  })
  const changing = useAct(itemsApi.changeSupplierItem, {
    ...options,
    done: row => m.items_sup_saved({ number: row.itemNumber }),
  })
  const save = (values: Values, then: { onSuccess: () => void; onError: (problem: Error) => void }) => {
    const { supplierId, itemId, ...terms } = values
    const body = { ...terms, leadTimeDays: Number(terms.leadTimeDays) || 0 }
    if (made) changing.mutate({ params: { supplierItemId: made.id }, body }, then)
    else adding.mutate({ body: { supplierId, itemId, ...body } }, then)
  }
  return { save, error: adding.error ?? changing.error, busy: adding.isPending || changing.isPending }
}

/** What packs and minimum come to, before anything is ordered. */
function Orderable({ packQuantity, minimumQuantity }: Pick<Values, 'packQuantity' | 'minimumQuantity'>) {
  if (refuseTerms({ packQuantity, minimumQuantity }).length > 0) return null
  const pack = decimal(packQuantity)
  const [least] = nearestQuantities({ packQuantity, minimumQuantity }, decimal(0))
  if (!least) return null
  const second = add(least, pack)
  const quantities = [least, second, add(second, pack)].map(decimalText).join(', ')
  return (
    <Text size="sm" c="dimmed" role="status">
      {m.items_try({ quantities, pack: decimalText(pack) })}
    </Text>
  )
}
