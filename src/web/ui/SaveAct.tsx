// The button that saves a page, and beside it why it cannot just now.
import { Button, Group, Text } from '@mantine/core'

interface SaveActProps {
  label: string
  saving: boolean
  /** Why there is nothing to save, or not yet. */
  why: string | undefined
  onSave: () => void
}

export function SaveAct({ label, saving, why, onSave }: SaveActProps) {
  return (
    <Group>
      <Button loading={saving} disabled={why !== undefined} onClick={onSave}>
        {label}
      </Button>
      {why && !saving ? (
        <Text size="sm" role="status">
          {why}
        </Text>
      ) : null}
    </Group>
  )
}
