// Which documents are agreed with a supplier, and what answers them.
import { Alert, Radio, Stack, Text } from '@mantine/core'
import { Info } from 'lucide-react'
import { m } from '../i18n/index.ts'
import type { ProfileForm } from './profile-form.ts'

interface Question {
  name: 'order' | 'answer' | 'forecast' | 'commit' | 'shipNotice'
  label: string
  choices: { value: string; label: string }[]
}

const questions = (): Question[] => [
  {
    name: 'order',
    label: m.partners_doc_order(),
    choices: [
      { value: 'portal', label: m.partners_doc_order_portal() },
      { value: '850', label: m.partners_doc_order_850() },
      { value: '862', label: m.partners_doc_order_862() },
    ],
  },
  {
    name: 'answer',
    label: m.partners_doc_answer(),
    choices: [
      { value: 'portal', label: m.partners_doc_answer_portal() },
      { value: '855', label: m.partners_doc_answer_855() },
      { value: 'silence', label: m.partners_doc_answer_silence() },
    ],
  },
  {
    name: 'forecast',
    label: m.partners_doc_forecast(),
    choices: [
      { value: 'portal', label: m.partners_doc_forecast_portal() },
      { value: '830', label: m.partners_doc_forecast_830() },
    ],
  },
  {
    name: 'commit',
    label: m.partners_doc_commit(),
    choices: [
      { value: 'portal', label: m.partners_doc_commit_portal() },
      { value: 'none', label: m.partners_doc_commit_none() },
    ],
  },
  {
    name: 'shipNotice',
    label: m.partners_doc_ship_notice(),
    choices: [
      { value: 'none', label: m.partners_doc_ship_notice_none() },
      { value: 'portal', label: m.partners_doc_ship_notice_portal() },
      { value: '856', label: m.partners_doc_ship_notice_856() },
    ],
  },
]

export function DocumentsTab({ form }: { form: ProfileForm }) {
  const { documents } = form.values
  return (
    <Stack gap="lg">
      {questions().map(({ name, label, choices }) => (
        <Radio.Group key={name} label={label} {...form.getInputProps(`documents.${name}`)}>
          <Stack gap={6} mt={4}>
            {choices.map(choice => (
              <Radio key={choice.value} value={choice.value} label={choice.label} />
            ))}
          </Stack>
        </Radio.Group>
      ))}
      {documents.answer === 'silence' ? <Text size="sm">{m.partners_doc_clock_none()}</Text> : null}
      {documents.answer === '855' ? (
        <Alert variant="light" color="gray" icon={<Info size={18} aria-hidden />}>
          {m.partners_doc_mail_note()}
        </Alert>
      ) : null}
    </Stack>
  )
}
