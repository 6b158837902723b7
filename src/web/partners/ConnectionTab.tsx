// How documents travel to and from a supplier: transport, ids, separators, keys, folder, webhook.
import { Checkbox, Group, Radio, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { ediVersions, type Partner, partnersApi, transports } from '../../partners/api.ts'
import { m } from '../i18n/index.ts'
import { useAct } from '../query.ts'
import { ConfirmAct } from '../ui/ConfirmAct.tsx'
import { KeysPanel } from './KeysPanel.tsx'
import { channelText } from './partner-text.ts'
import type { ProfileForm } from './profile-form.ts'
import { SecretDialog } from './SecretDialog.tsx'
import { Part } from './TermsTab.tsx'

export function ConnectionTab({ form, partner }: { form: ProfileForm; partner: Partner }) {
  const { transport } = form.values
  return (
    <Stack gap="xl">
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Radio.Group label={m.partners_transport()} {...form.getInputProps('transport')}>
          <Stack gap={6} mt={4}>
            {transports.map(value => (
              <Radio key={value} value={value} label={channelText(value)} />
            ))}
          </Stack>
        </Radio.Group>
        {transport === 'none' ? null : (
          <Radio.Group label={m.partners_usage()} {...form.getInputProps('usage')}>
            <Stack gap={6} mt={4}>
              <Radio value="T" label={m.partners_usage_t()} />
              <Radio value="P" label={m.partners_usage_p()} />
            </Stack>
            {partner.usage === 'T' && form.values.usage === 'P' ? (
              <Text size="sm" mt="xs" role="status">
                {m.partners_usage_going_live()}
              </Text>
            ) : null}
          </Radio.Group>
        )}
      </SimpleGrid>
      {transport === 'none' ? <Text size="sm">{m.partners_page_portal()}</Text> : null}
      {transport === 'folder' ? (
        <TextInput
          label={m.partners_folder_name()}
          description={m.partners_folder_what()}
          maxLength={40}
          maw="24rem"
          autoComplete="off"
          {...form.getInputProps('folderName')}
        />
      ) : null}
      {transport === 'https' ? <Webhook form={form} partner={partner} /> : null}
      {transport === 'none' ? null : (
        <>
          <Identity form={form} name="ourIdentity" title={m.partners_ours()} />
          <Identity form={form} name="theirIdentity" title={m.partners_theirs()} />
          <Separators form={form} />
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <Select
              label={m.partners_version_edi()}
              data={[...ediVersions]}
              allowDeselect={false}
              {...form.getInputProps('ediVersion')}
            />
            <Checkbox mt={28} label={m.partners_ta1()} {...form.getInputProps('ta1Requested', { type: 'checkbox' })} />
          </SimpleGrid>
        </>
      )}
      {partner.transport === 'https' || transport === 'https' ? <KeysPanel partner={partner} /> : null}
    </Stack>
  )
}

function Identity({ form, name, title }: { form: ProfileForm; name: 'ourIdentity' | 'theirIdentity'; title: string }) {
  return (
    <Part title={title}>
      <SimpleGrid cols={{ base: 1, sm: 3 }}>
        <TextInput
          label={m.partners_qualifier()}
          description={'\u00a0'}
          maxLength={2}
          autoComplete="off"
          {...form.getInputProps(`${name}.qualifier`)}
        />
        <TextInput
          label={m.partners_id()}
          description={'\u00a0'}
          maxLength={40}
          autoComplete="off"
          {...form.getInputProps(`${name}.id`)}
        />
        <TextInput
          label={m.partners_group_id()}
          description={m.partners_group_id_what()}
          maxLength={40}
          autoComplete="off"
          {...form.getInputProps(`${name}.groupId`)}
        />
      </SimpleGrid>
    </Part>
  )
}

/** Signs seen in the field; control characters go by their names. */
const signs = [
  '*',
  '|',
  '~',
  '^',
  '>',
  ':',
  '<',
  '+',
  '!',
  '{',
  '}',
  "'",
  '$',
  '`',
  '\\',
  '\n',
  '\r',
  '\u0005',
  '\u001c',
  '\u001d',
  '\u001e',
  '\u001f',
  '\u0085',
]
const controlNames: Readonly<Record<string, string>> = {
  '\n': 'LF',
  '\r': 'CR',
  '\u0005': 'ENQ (05)',
  '\u001c': 'FS (1C)',
  '\u001d': 'GS (1D)',
  '\u001e': 'RS (1E)',
  '\u001f': 'US (1F)',
  '\u0085': 'NEL (85)',
}

function Separators({ form }: { form: ProfileForm }) {
  const names = [
    ['element', m.partners_delimiter_element()],
    ['component', m.partners_delimiter_component()],
    ['repetition', m.partners_delimiter_repetition()],
    ['terminator', m.partners_delimiter_terminator()],
  ] as const
  return (
    <Part title={m.partners_delimiters()} what={m.partners_delimiters_what()}>
      <SimpleGrid cols={{ base: 2, sm: 5 }}>
        {names.map(([name, label]) => (
          <Sign key={name} form={form} name={name} label={label} />
        ))}
        <Select
          label={m.partners_delimiter_line()}
          data={[
            { value: 'none', label: m.partners_line_none() },
            { value: '\n', label: m.partners_line_lf() },
            { value: '\r\n', label: m.partners_line_crlf() },
          ]}
          allowDeselect={false}
          error={form.errors['delimiters.lineEnd']}
          value={form.values.delimiters.lineEnd || 'none'}
          onChange={end => form.setFieldValue('delimiters.lineEnd', end === '\n' || end === '\r\n' ? end : '')}
        />
      </SimpleGrid>
    </Part>
  )
}

interface SignProps {
  form: ProfileForm
  name: 'element' | 'component' | 'repetition' | 'terminator'
  label: string
}

function Sign({ form, name, label }: SignProps) {
  const value = form.values.delimiters[name]
  const all = signs.includes(value) ? signs : [value, ...signs]
  return (
    <Select
      label={label}
      data={all.map(sign => ({ value: sign, label: controlNames[sign] ?? sign }))}
      allowDeselect={false}
      {...form.getInputProps(`delimiters.${name}`)}
    />
  )
}

function Webhook({ form, partner }: { form: ProfileForm; partner: Partner }) {
  const [secret, setSecret] = useState<string | undefined>()
  const renew = useAct(partnersApi.renewWebhookSecret, { changes: ['relationship'] })
  const ask = async () => {
    const made = await renew.mutateAsync({ params: { relationshipId: partner.id } })
    setSecret(made.webhookSecret)
  }
  return (
    <Group align="flex-end">
      <TextInput
        label={m.partners_webhook()}
        description={m.partners_webhook_what()}
        placeholder="https://"
        type="url"
        maxLength={500}
        flex={1}
        miw="16rem"
        autoComplete="off"
        {...form.getInputProps('webhookUrl')}
      />
      {partner.webhookUrl ? (
        <ConfirmAct label={m.partners_webhook_renew()} title={m.partners_webhook_renew_ask()} onConfirm={ask}>
          {m.partners_webhook_renew_what()}
        </ConfirmAct>
      ) : null}
      <SecretDialog secret={secret} onClose={() => setSecret(undefined)} />
    </Group>
  )
}
