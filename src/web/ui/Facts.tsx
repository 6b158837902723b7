// What is known of a thing: labels and values, side by side, on a phone one above the other.
import type { ReactNode } from 'react'
import classes from './Facts.module.css'

/** Entries with nothing to say are left out. */
export function Facts({ facts }: { facts: readonly { label: string; value: ReactNode }[] }) {
  return (
    <dl className={classes.facts}>
      {facts
        .filter(({ value }) => value !== null && value !== undefined && value !== '')
        .map(({ label, value }) => (
          <div key={label} className={classes.fact}>
            <dt>{label}</dt>
            <dd>{typeof value === 'string' ? breakable(value) : value}</dd>
          </div>
        ))}
    </dl>
  )
}

/** A mail address goes over to the next line before its `@`, not in the middle of a name. */
function breakable(text: string): ReactNode {
  const [first, ...rest] = text.split(/(?<=\S)(?=@)/)
  return rest.length === 0 ? text : [first, ...rest.flatMap(part => [<wbr key={part} />, part])]
}
