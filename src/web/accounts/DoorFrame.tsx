// The frame of the pages before sign-in: the name of the product, one task, nothing else.
import { Paper, Text, Title } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'
import { m } from '../i18n/index.ts'
import { Logo } from '../shell/Logo.tsx'
import classes from './DoorFrame.module.css'

export function DoorFrame({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Pullwire`
  }, [title])
  return (
    <div className={classes.page}>
      <main className={classes.main}>
        <div className={classes.brand}>
          <Logo size={30} />
          <Text c="dimmed" size="sm">
            {m.accounts_tagline()}
          </Text>
        </div>
        <Paper p="lg" shadow="xs">
          <Title order={1} mb={lead ? 4 : 'md'}>
            {title}
          </Title>
          {lead ? (
            <Text c="dimmed" size="sm" mb="md" component="div">
              {lead}
            </Text>
          ) : null}
          {children}
        </Paper>
      </main>
    </div>
  )
}
