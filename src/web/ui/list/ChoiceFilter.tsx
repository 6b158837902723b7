// A filter with choices: a button that says what is chosen, a menu to choose from, with a search when there are many.
import { Button, Menu } from '@mantine/core'
import { ChevronDown } from 'lucide-react'
import { useState } from 'react'
import { m } from '../../i18n/index.ts'
import type { Choice } from './types.ts'

interface ChoiceFilterProps {
  label: string
  choices: readonly Choice[]
  values: readonly string[]
  onChange: (values: string[]) => void
  /** Any number at once; otherwise one. */
  many: boolean
}

/** From so many choices on, one types instead of looking. */
const searchFrom = 9

export function ChoiceFilter({ label, choices, values, onChange, many }: ChoiceFilterProps) {
  const [search, setSearch] = useState('')
  const chosen = choices.filter(choice => values.includes(choice.value)).map(choice => choice.label)
  const text = chosen.length === 0 ? label : m.ui_list_chosen({ label, chosen: shortened(chosen) })
  const sought = search.trim().toLocaleLowerCase()
  const shown = sought ? choices.filter(choice => choice.label.toLocaleLowerCase().includes(sought)) : choices
  return (
    <Menu position="bottom-start" width={240}>
      <Menu.Target>
        <Button
          size="xs"
          variant={chosen.length > 0 ? 'light' : 'default'}
          fw={chosen.length > 0 ? 600 : 400}
          maw={280}
          rightSection={<ChevronDown size={14} aria-hidden />}
        >
          {text}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={360} style={{ overflowY: 'auto' }}>
        {choices.length >= searchFrom ? (
          <Menu.Search
            aria-label={m.ui_list_search()}
            placeholder={m.ui_list_search()}
            value={search}
            onChange={event => setSearch(event.currentTarget.value)}
          />
        ) : null}
        {many ? (
          <Menu.CheckboxGroup value={[...values]} onChange={onChange}>
            {shown.map(choice => (
              <Menu.CheckboxItem key={choice.value} value={choice.value}>
                {choice.label}
              </Menu.CheckboxItem>
            ))}
          </Menu.CheckboxGroup>
        ) : (
          <Menu.RadioGroup value={values[0] ?? ''} onChange={value => onChange(value ? [value] : [])}>
            <Menu.RadioItem value="" closeMenuOnClick>
              {m.ui_list_any()}
            </Menu.RadioItem>
            {shown.map(choice => (
              <Menu.RadioItem key={choice.value} value={choice.value} closeMenuOnClick>
                {choice.label}
              </Menu.RadioItem>
            ))}
          </Menu.RadioGroup>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}

/** `Late, At risk`; `Late and 3 more` when there are many. */
function shortened(chosen: readonly string[]): string {
  const [first = '', ...others] = chosen
  return others.length < 2 ? chosen.join(', ') : m.ui_list_chosen_more({ first, n: others.length })
}
