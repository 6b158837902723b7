// Which clocks of many an act was refused for, each with its reason.
import { Alert, Button, Group, List } from '@mantine/core'
import { TriangleAlert } from 'lucide-react'
import type { ClockRow } from '../../sla/api.ts'
import type { Became } from '../each-of.ts'
import { Go } from '../go.tsx'
import { m } from '../i18n/index.ts'
import { problemText } from '../ui/problem-text.ts'
import { subjectText } from './words.ts'

interface RefusedManyProps {
  title: string
  refused: readonly Became<ClockRow>[]
  onClose: () => void
}

export function RefusedMany({ title, refused, onClose }: RefusedManyProps) {
  return (
    <Alert
      color="red"
      variant="light"
      mb="md"
      role="alert"
      icon={<TriangleAlert size={18} aria-hidden />}
      title={title}
    >
      <List size="sm" mb="xs">
        {refused.map(({ row, problem }) => (
          <List.Item key={row.id}>
            <Go to={`/clocks/${row.id}`}>{subjectText(row)}</Go>: {problem ? problemText(problem).what : null}
          </List.Item>
        ))}
      </List>
      <Group>
        <Button size="xs" variant="default" onClick={onClose}>
          {m.ui_close()}
        </Button>
      </Group>
    </Alert>
  )
}
