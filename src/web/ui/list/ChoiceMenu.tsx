// The choices of a filter, with a search when there are many.
import { Menu } from '@mantine/core'
import { useState } from 'react'
import { m } from '../../i18n/index.ts'
import { AnchoredMenu } from '../Anchored.tsx'
import type { Panel } from '../use-opener.ts'
import type { ChoiceFilterProps } from './ChoiceFilter.tsx'

/** From so many choices on, one types instead of looking. */
const searchFrom = 9

type ChoiceMenuProps = Omit<ChoiceFilterProps, 'label'> & { panel: Panel }

export function ChoiceMenu({ panel, choices, values, onChange, many }: ChoiceMenuProps) {
  const [search, setSearch] = useState('')
  const sought = search.trim().toLocaleLowerCase()
  const shown = sought ? choices.filter(choice => choice.label.toLocaleLowerCase().includes(sought)) : choices
  return (
    <AnchoredMenu panel={panel} position="bottom-start" width={240}>
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
    </AnchoredMenu>
  )
}
