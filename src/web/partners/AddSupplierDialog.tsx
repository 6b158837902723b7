// A new supplier: entered here, or one that is here already, by its connection code.
import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { type ReactNode, useState } from 'react'
import { type Partner, partnersApi } from '../../partners/api.ts'
import { PHONE_CHARS_MAX } from '../../partners/phone.ts'
import { useGo } from '../go.tsx'
import { m } from '../i18n/index.ts'
import { useAct } from '../query.ts'
import { showFieldProblems, useForm } from '../ui/form.ts'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { CalendarChoice } from './CalendarChoice.tsx'

interface Terms {
  vendorNumber: string
  contactName: string
  contactEmail: string
  contactPhone: string
  calendarId: string | null
}

const noTerms: Terms = { vendorNumber: '', contactName: '', contactEmail: '', contactPhone: '', calendarId: null }
const missing = (text: string) => (text.trim() ? null : m.partners_missing())
const termsNeeded = { vendorNumber: missing, contactName: missing, contactEmail: missing }

export function AddSupplierDialog({ onClose }: { onClose: () => void }) {
  const open = useOpen()
  // What stands beside its field is not said once more below.
  const [placed, setPlaced] = useState(false)
  const add = useAct(partnersApi.addSupplier, {
    quiet: true,
    changes: ['relationship'],
    done: ({ supplierName }) => m.partners_added({ name: supplierName }),
  })
  const form = useForm({ initialValues: { name: '', ...noTerms }, validate: { name: missing, ...termsNeeded } })
  const submit = form.onSubmit(body =>
    add.mutate({ body }, { onSuccess: open, onError: problem => setPlaced(showFieldProblems(form, problem)) }),
  )
  return (
    <Modal opened onClose={onClose} title={m.partners_add()} closeButtonProps={{ 'aria-label': m.ui_close() }}>
      <form onSubmit={submit} noValidate>
        <Body what={m.partners_add_what()} problem={placed ? null : add.error} busy={add.isPending} onClose={onClose}>
          <TextInput
            label={m.partners_supplier_name()}
            maxLength={120}
            required
            data-autofocus
            {...form.getInputProps('name')}
          />
          <TermsFields form={form} />
        </Body>
      </form>
    </Modal>
  )
}

export function ConnectDialog({ onClose }: { onClose: () => void }) {
  const open = useOpen()
  // What stands beside its field is not said once more below.
  const [placed, setPlaced] = useState(false)
  const connect = useAct(partnersApi.connect, {
    quiet: true,
    changes: ['relationship'],
    done: ({ supplierName }) => m.partners_connected({ name: supplierName }),
  })
  const form = useForm({
    initialValues: { connectionCode: '', ...noTerms },
    validate: { connectionCode: missing, ...termsNeeded },
  })
  const submit = form.onSubmit(body =>
    connect.mutate({ body }, { onSuccess: open, onError: problem => setPlaced(showFieldProblems(form, problem)) }),
  )
  return (
    <Modal opened onClose={onClose} title={m.partners_connect()} closeButtonProps={{ 'aria-label': m.ui_close() }}>
      <form onSubmit={submit} noValidate>
        <Body
          what={m.partners_connect_what()}
          problem={placed ? null : connect.error}
          busy={connect.isPending}
          onClose={onClose}
        >
          <TextInput
            label={m.partners_code()}
            maxLength={40}
            required
            autoComplete="off"
            data-autofocus
            {...form.getInputProps('connectionCode')}
          />
          <TermsFields form={form} />
        </Body>
      </form>
    </Modal>
  )
}

function useOpen(): (partner: Partner) => void {
  const go = useGo()
  return ({ id }) => go(`/partners/${id}`)
}

interface BodyProps {
  what: string
  problem: unknown
  busy: boolean
  onClose: () => void
  children: ReactNode
}

function Body({ what, problem, busy, onClose, children }: BodyProps) {
  return (
    <Stack>
      <Text size="sm" c="dimmed">
        {what}
      </Text>
      {children}
      <ProblemAlert problem={problem} hideFields />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {m.ui_cancel()}
        </Button>
        <Button type="submit" loading={busy}>
          {m.ui_save()}
        </Button>
      </Group>
    </Stack>
  )
}

function TermsFields<T extends Terms>({ form }: { form: UseFormReturnType<T> }) {
  return (
    <>
      <TextInput
        label={m.partners_vendor_number()}
        description={m.partners_vendor_number_what()}
        maxLength={40}
        required
        {...form.getInputProps('vendorNumber')}
      />
      <TextInput label={m.partners_contact_name()} maxLength={120} required {...form.getInputProps('contactName')} />
      <TextInput
        label={m.partners_contact_email()}
        description={m.partners_contact_what()}
        type="email"
        maxLength={254}
        required
        {...form.getInputProps('contactEmail')}
      />
      <TextInput
        label={m.partners_contact_phone()}
        description={m.partners_contact_phone_what()}
        type="tel"
        maxLength={PHONE_CHARS_MAX}
        {...form.getInputProps('contactPhone')}
      />
      <CalendarChoice {...form.getInputProps('calendarId')} />
    </>
  )
}
