// A supplier says what leaves of an order: the lines agreed and not shipped yet stand there with what is open of them.
import { Alert, Button, Group, Paper, SimpleGrid, Stack, Text, Textarea, TextInput, Title } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { localDateOf } from '../../kernel/time.ts'
import { NOTE_CHARS_MAX, type OrderShipments, type PublishBody, shipmentsApi } from '../../shipments/api.ts'
import { totalOf } from '../../shipments/ship-notice.ts'
import { Go, useGo, useParam } from '../go.tsx'
import { decimalText } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'
import classes from '../orders/orders.module.css'
import { useAct, useEndpoint } from '../query.ts'
import { serverClock } from '../server-clock.ts'
import { useMay, useOrgId } from '../shell/me.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { DateField, QuantityField } from '../ui/fields.tsx'
import { useDraftForm } from '../ui/form.ts'
import { ListSkeleton } from '../ui/list/DataList.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { dayAfter, itemsOf, type Typed, typedFor } from './notice-draft.ts'

export function SendNoticePage() {
  const orderId = useParam('orderId')
  const asked = useEndpoint(
    shipmentsApi.ofOrder,
    { params: { orderId } },
    { watch: [`order:${orderId}`, 'ship-notice'], keep: false },
  )
  if (asked.error && !asked.data) return <ProblemAlert problem={asked.error} onRetry={() => void asked.refetch()} />
  if (!asked.data) return <ListSkeleton />
  const order = asked.data
  return (
    <>
      <PageHeader
        title={m.shipments_send_title({ number: order.orderNumber })}
        trail={[
          { label: m.orders_inbox(), to: '/inbox' },
          { label: m.orders_order({ number: order.orderNumber }), to: `/orders/${orderId}` },
        ]}
        lead={order.buyer.name}
      />
      <Ready order={order} />
    </>
  )
}

function Ready({ order }: { order: OrderShipments }) {
  const may = useMay()
  const [begun, setBegun] = useState(0)
  const back = <Go to={`/orders/${order.orderId}`}>{m.shipments_to_order()}</Go>
  if (!order.agreed)
    return (
      <EmptyState
        title={m.shipments_not_agreed()}
        why={m.shipments_not_agreed_why({ name: order.buyer.name })}
        action={back}
      />
    )
  if (!order.lines.some(({ open }) => open !== '0'))
    return <EmptyState title={m.shipments_nothing()} why={m.shipments_nothing_why()} action={back} />
  if (!may('shipNotice.send')) return <Alert>{m.shipments_role_refuses()}</Alert>
  return <NoticeForm key={begun} order={order} startOver={() => setBegun(begun + 1)} />
}

type Problems = ReadonlyMap<string, string>

function NoticeForm({ order, startOver }: { order: OrderShipments; startOver: () => void }) {
  const go = useGo()
  const today = localDateOf(new Date(serverClock.now()), order.shipTo.zone)
  const { form, restored, forget } = useDraftForm<Typed>(useOrgId(), `ship-${order.orderId}`, {
    initialValues: typedFor(order, today),
  })
  const act = useAct(shipmentsApi.publish, {
    quiet: true,
    changes: ['ship-notice', 'order', 'clock'],
    done: ({ number }) => m.shipments_sent({ number }),
  })
  const [sent, setSent] = useState<readonly number[]>([])
  const problems = problemsOf(act.error?.details.fields ?? [], sent)
  const items = itemsOf(order, form.values)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const { lines: _, ...head } = form.values
    const body: PublishBody = { ...head, items }
    setSent(items.map(({ lineNumber }) => lineNumber))
    // Once all has left this form is gone, and a callback of its own would not be called: the live feed may come first.
    act.mutateAsync({ body }).then(
      ({ noticeId }) => {
        forget()
        go(`/ship-notices/${noticeId}`)
      },
      () => undefined,
    )
  }
  return (
    <form onSubmit={submit}>
      <Stack maw={760}>
        <Text size="sm" c="dimmed">
          {m.shipments_send_lead()}
        </Text>
        {restored ? (
          <Restored
            startOver={() => {
              forget()
              startOver()
            }}
          />
        ) : null}
        <Head form={form} order={order} problems={problems} />
        <Lines form={form} order={order} problems={problems} />
        <Textarea
          label={m.shipments_field_note()}
          maxLength={NOTE_CHARS_MAX}
          autosize
          minRows={2}
          {...form.getInputProps('note')}
        />
        <ProblemAlert problem={act.error} hidePaths />
        <Group>
          <Button type="submit" loading={act.isPending} disabled={items.length === 0}>
            {m.shipments_send_act()}
          </Button>
          {items.length === 0 ? (
            <Text size="sm" role="status">
              {m.shipments_none_chosen()}
            </Text>
          ) : null}
        </Group>
      </Stack>
    </form>
  )
}

/** A notice that was left, or refused, before: it is said that it is back. */
function Restored({ startOver }: { startOver: () => void }) {
  return (
    <Alert color="petrol" title={m.shipments_restored()}>
      <Button size="xs" variant="default" onClick={startOver}>
        {m.shipments_start_over()}
      </Button>
    </Alert>
  )
}

/** What is refused of an item stands beside its line. */
function problemsOf(
  fields: readonly { path: string; what: string; how?: string }[],
  sent: readonly number[],
): Problems {
  return new Map(
    fields.map(({ path, what, how }) => {
      const [kind, index] = path.split('.')
      const said = how ? `${what} ${how}` : what
      return [kind === 'items' && index !== undefined ? `line ${sent[Number(index)]}` : path, said]
    }),
  )
}

type Form = ReturnType<typeof useDraftForm<Typed>>['form']

interface PartProps {
  form: Form
  order: OrderShipments
  problems: Problems
}

function Head({ form, order, problems }: PartProps) {
  const { shipTo } = order
  const shipDateProps = form.getInputProps('shipDate')
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      <TextInput
        label={m.shipments_field_number()}
        description={m.shipments_field_number_what()}
        required
        maxLength={30}
        {...form.getInputProps('number')}
        error={problems.get('number')}
      />
      <TextInput
        label={m.shipments_field_carrier()}
        description={'\u00a0'}
        maxLength={60}
        {...form.getInputProps('carrier')}
      />
      <DateField
        label={m.shipments_field_ship_date()}
        description={'\u00a0'}
        required
        {...shipDateProps}
        onChange={shipDate =>
          form.setValues({ shipDate, arrivalDate: dayAfter(shipDate, order.transitDays) ?? form.values.arrivalDate })
        }
        error={problems.get('shipDate')}
      />
      <DateField
        label={m.shipments_field_arrival()}
        description={m.shipments_field_arrival_what({ place: `${shipTo.name} (${shipTo.code})` })}
        required
        {...form.getInputProps('arrivalDate')}
        error={problems.get('arrivalDate')}
      />
      <TextInput label={m.shipments_field_tracking()} maxLength={60} {...form.getInputProps('trackingNumber')} />
    </SimpleGrid>
  )
}

function Lines({ form, order, problems }: PartProps) {
  const over = order.lines.filter(({ open }) => open === '0')
  const set = (lineNumber: number, part: Partial<Typed['lines'][string]>) =>
    form.setFieldValue('lines', {
      ...form.values.lines,
      [lineNumber]: { quantity: '', lot: '', ...form.values.lines[lineNumber], ...part },
    })
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        {m.shipments_lines()}
      </Title>
      <ol className={classes.lines}>
        {order.lines
          .filter(({ open }) => open !== '0')
          .map(line => (
            <Paper key={line.lineNumber} component="li" className={classes.line ?? ''} p="sm" withBorder>
              <Text component="h3" fw={600}>
                {line.lineNumber} · <span className="mono">{line.supplierPart || line.buyerPart}</span>{' '}
                {line.description}
              </Text>
              <Text size="sm" c="dimmed" mb="xs">
                {m.shipments_line_open({
                  open: decimalText(line.open),
                  agreed: decimalText(totalOf(line.promised)),
                  unit: line.unit,
                })}
              </Text>
              <SimpleGrid cols={{ base: 1, xs: 2 }}>
                <QuantityField
                  label={m.shipments_field_quantity({ n: line.lineNumber })}
                  unit={line.unit}
                  value={form.values.lines[line.lineNumber]?.quantity ?? ''}
                  onChange={quantity => set(line.lineNumber, { quantity })}
                  error={problems.get(`line ${line.lineNumber}`)}
                />
                <TextInput
                  label={m.shipments_field_lot({ n: line.lineNumber })}
                  maxLength={50}
                  value={form.values.lines[line.lineNumber]?.lot ?? ''}
                  onChange={event => set(line.lineNumber, { lot: event.currentTarget.value })}
                />
              </SimpleGrid>
            </Paper>
          ))}
      </ol>
      {over.map(({ lineNumber, promised }) => (
        <Text key={lineNumber} size="sm" c="dimmed" mt="xs">
          {promised.length === 0
            ? m.shipments_line_unagreed({ n: lineNumber })
            : m.shipments_line_done({ n: lineNumber })}
        </Text>
      ))}
    </section>
  )
}
