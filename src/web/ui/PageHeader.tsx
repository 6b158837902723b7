// The head of a page: where one is, its name, its state, and what may be done here. Also names the browser's tab.
import { Group, Text, Title } from '@mantine/core'
import { ChevronRight } from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import { Go } from '../go.tsx'
import classes from './PageHeader.module.css'

interface PageHeaderProps {
  title: string
  /** Pages above this one, outermost first. */
  trail?: readonly { label: string; to: string }[]
  /** One line under the title. */
  lead?: ReactNode
  /** Beside the title: usually a `StatusBadge`. */
  status?: ReactNode
  /** Buttons, the most important last. */
  actions?: ReactNode
}

export function PageHeader({ title, trail = [], lead, status, actions }: PageHeaderProps) {
  useEffect(() => {
    document.title = `${title} · Pullwire`
  }, [title])
  return (
    <header className={classes.header}>
      <div className={classes.words}>
        {trail.length > 0 ? (
          <nav className={classes.trail} aria-label={title}>
            {trail.map((step, at) => (
              <span key={step.to} className={classes.step}>
                <Go to={step.to} size="sm">
                  {step.label}
                </Go>
                {at < trail.length - 1 ? <ChevronRight size={13} aria-hidden /> : null}
              </span>
            ))}
          </nav>
        ) : null}
        <Group gap="sm" align="center">
          <Title order={1}>{title}</Title>
          {status}
        </Group>
        {lead ? (
          <Text c="dimmed" size="sm" component="div">
            {lead}
          </Text>
        ) : null}
      </div>
      {actions ? <Group gap="xs">{actions}</Group> : null}
    </header>
  )
}
