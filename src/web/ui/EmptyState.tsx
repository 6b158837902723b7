// Nothing here: why, and what to do next.
import { Text } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './EmptyState.module.css'

interface EmptyStateProps {
  icon?: ReactNode
  title: string
  /** Why it is empty. */
  why: ReactNode
  /** The next step: a button or a link. */
  action?: ReactNode
}

export function EmptyState({ icon, title, why, action }: EmptyStateProps) {
  return (
    <div className={classes.empty}>
      {icon ? <div className={classes.icon}>{icon}</div> : null}
      <Text fw={600}>{title}</Text>
      <Text c="dimmed" size="sm" maw="30rem">
        {why}
      </Text>
      {action}
    </div>
  )
}
