// A link from a mail that arrived without its secret part.
import { Text } from '@mantine/core'
import { Go } from '../go.tsx'
import { m } from '../i18n/index.ts'
import { DoorFrame } from './DoorFrame.tsx'

export function LinkIncomplete({ title }: { title: string }) {
  return (
    <DoorFrame title={title}>
      <Text role="alert" mb="md">
        {m.accounts_link_incomplete()}
      </Text>
      <Go to="/sign-in">{m.accounts_to_sign_in()}</Go>
    </DoorFrame>
  )
}
