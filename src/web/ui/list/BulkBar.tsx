// What may be done with the picked rows. Stands at the foot of the window while something is picked.
import { Button, Group, Paper, Text } from '@mantine/core'
import { m } from '../../i18n/index.ts'
import { hideTip, showTip } from '../tip.ts'
import classes from './DataList.module.css'
import type { BulkAction } from './types.ts'

interface BulkBarProps<T> {
  rows: readonly T[]
  actions: readonly BulkAction<T>[]
  clear: (keep?: readonly string[]) => void
  /** How many match on the server in all, when more than are loaded and the page can act on all. */
  matching: { total: number; on: boolean; choose: () => void } | undefined
}

export function BulkBar<T>({ rows, actions, clear, matching }: BulkBarProps<T>) {
  if (rows.length === 0) return null
  const all = matching?.on ?? false
  return (
    <Paper className={classes.bulk ?? ''} role="region" aria-label={m.ui_list_actions()} shadow="md" p="xs">
      <Group gap="sm">
        <Text size="sm" fw={600} role="status">
          {all && matching
            ? m.ui_list_picked_matching({ total: matching.total })
            : m.ui_list_picked({ n: rows.length })}
        </Text>
        {matching && !all ? (
          <Button variant="subtle" size="compact-sm" onClick={matching.choose}>
            {m.ui_list_pick_matching({ total: matching.total })}
          </Button>
        ) : null}
        {actions.map(action => (
          <BulkButton
            key={action.id}
            action={action}
            rows={rows}
            run={() => action.run(rows, { matching: all, clear })}
          />
        ))}
        <Button variant="subtle" color="gray" size="compact-sm" onClick={() => clear()}>
          {m.ui_list_picked_none()}
        </Button>
      </Group>
    </Paper>
  )
}

function BulkButton<T>({ action, rows, run }: { action: BulkAction<T>; rows: readonly T[]; run: () => void }) {
  const why = action.refuse?.(rows)
  const Icon = action.icon
  const tell = (node: HTMLElement) => {
    if (why !== undefined) showTip(node, [why])
  }
  return (
    <Button
      size="xs"
      color={action.danger ? 'red' : 'petrol'}
      // Not `disabled`: a disabled button could not be focused, and its reason not be read.
      aria-disabled={why !== undefined}
      {...(why === undefined ? {} : { 'data-disabled': true })}
      leftSection={Icon ? <Icon size={14} aria-hidden /> : null}
      onMouseEnter={event => tell(event.currentTarget)}
      onMouseLeave={hideTip}
      onFocus={event => tell(event.currentTarget)}
      onBlur={hideTip}
      onClick={() => {
        if (why === undefined) run()
      }}
    >
      {action.label}
    </Button>
  )
}
