// Whom a step tells: a role, or contacts one by one.
import { MultiSelect, Select } from '@mantine/core'
import { contactsApi } from '../../sla/contact-api.ts'
import type { PolicyKind } from '../../sla/policy-api.ts'
import { audiencesOf, type Escalated, NAMED_MAX, type NamedOne, type PolicyAudience } from '../../sla/policy-api.ts'
import { m } from '../i18n/index.ts'
import { useEndpoint } from '../query.ts'
import { audienceText } from './told-words.ts'

type Telling = Pick<Escalated, 'to' | 'named'>

interface AudienceChoiceProps<T> {
  kind: PolicyKind
  step: T
  /** What the server said of this step. */
  error: string | undefined
  onChange: (step: T) => void
}

export function AudienceChoice<T extends Telling>({ kind, step, error, onChange }: AudienceChoiceProps<T>) {
  const { named = [], ...rest } = step
  // Left out where nobody is named: an absent list is no list on the wire.
  const set = (to: PolicyAudience, chosen: NamedOne[]) =>
    onChange({ ...rest, to, ...(chosen.length > 0 ? { named: chosen } : {}) } as unknown as T)
  return (
    <>
      <Select
        label={m.sla_policy_to()}
        w="16rem"
        error={step.to === 'named' ? undefined : error}
        data={audiencesOf(kind).map(each => ({ value: each, label: choiceText(each) }))}
        value={step.to}
        allowDeselect={false}
        onChange={chosen => chosen && set(chosen, [])}
      />
      {step.to === 'named' ? (
        <NamedChoice kind={kind} named={named} error={error} onChange={chosen => set('named', chosen)} />
      ) : null}
    </>
  )
}

const choiceText = (to: PolicyAudience): string => (to === 'named' ? m.sla_policy_to_named() : audienceText(to))

const keyOf = (one: NamedOne): string => ('personId' in one ? `person ${one.personId}` : `contact ${one.contactId}`)

function oneOf(value: string): NamedOne {
  const [kind, id = ''] = value.split(' ')
  return kind === 'person' ? { personId: id } : { contactId: id }
}

interface NamedChoiceProps {
  kind: PolicyKind
  named: readonly NamedOne[]
  error: string | undefined
  onChange: (named: NamedOne[]) => void
}

/** Of a decision nobody outside is told. */
function NamedChoice({ kind, named, error, onChange }: NamedChoiceProps) {
  const known = useEndpoint(contactsApi.list, {}, { watch: ['contact', 'person'] })
  const { rows = [], people = [] } = known.data ?? {}
  const ours = people.map(({ id, name }) => ({ value: keyOf({ personId: id }), label: name }))
  const kept = rows.map(({ id, name, email }) => ({ value: keyOf({ contactId: id }), label: `${name} <${email}>` }))
  const contacts = kind === 'decision' ? [] : kept
  const listed = new Set([...ours, ...contacts].map(({ value }) => value))
  const gone = known.data ? named.map(keyOf).filter(value => !listed.has(value)) : []
  return (
    <MultiSelect
      label={m.sla_policy_named()}
      placeholder={named.length === 0 ? m.sla_policy_named_choose() : ''}
      w="18rem"
      searchable
      maxValues={NAMED_MAX}
      nothingFoundMessage={m.sla_policy_named_none()}
      error={gone.length > 0 ? m.sla_policy_named_gone() : error}
      data={[
        { group: m.sla_policy_named_people(), items: ours },
        { group: m.sla_policy_named_contacts(), items: contacts },
        {
          group: m.sla_policy_named_left(),
          items: gone.map(value => ({ value, label: m.sla_policy_named_left_one() })),
        },
      ].filter(({ items }) => items.length > 0)}
      value={named.map(keyOf)}
      onChange={values => onChange(values.map(oneOf))}
    />
  )
}
