// A filter with choices: a button that says what is chosen; the menu to choose from is fetched later.
import { Button } from '@mantine/core'
import { ChevronDown } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { m } from '../../i18n/index.ts'
import { part } from '../../parts.ts'
import { useOpener } from '../use-opener.ts'
import type { Choice } from './types.ts'

export interface ChoiceFilterProps {
  label: string
  choices: readonly Choice[]
  values: readonly string[]
  onChange: (values: string[]) => void
  /** Any number at once; otherwise one. */
  many: boolean
}

const load = () => import('./ChoiceMenu.tsx').then(x => ({ default: x.ChoiceMenu }))
const ChoiceMenu = lazy(part(load))

export function ChoiceFilter(props: ChoiceFilterProps) {
  const { label, choices, values } = props
  const { button, panel } = useOpener('menu', load)
  const chosen = choices.filter(choice => values.includes(choice.value)).map(choice => choice.label)
  return (
    <>
      <Button
        {...button}
        size="xs"
        variant={chosen.length > 0 ? 'light' : 'default'}
        fw={chosen.length > 0 ? 600 : 400}
        maw={280}
        rightSection={<ChevronDown size={14} aria-hidden />}
      >
        {chosen.length === 0 ? label : m.ui_list_chosen({ label, chosen: shortened(chosen) })}
      </Button>
      <Suspense>{panel ? <ChoiceMenu {...props} panel={panel} /> : null}</Suspense>
    </>
  )
}

/** `Late, At risk`; `Late and 3 more` when there are many. */
function shortened(chosen: readonly string[]): string {
  const [first = '', ...others] = chosen
  return others.length < 2 ? chosen.join(', ') : m.ui_list_chosen_more({ first, n: others.length })
}
