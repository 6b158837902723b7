// The sheet of keys: what each does on this page, and the switch that turns them off.
import { Kbd, Modal, Switch, Table } from '@mantine/core'
import { m } from '../i18n/index.ts'
import { listShortcuts, turnShortcuts, useShortcutsOn } from './shortcuts.ts'

export function ShortcutSheet({ onClose }: { onClose: () => void }) {
  const on = useShortcutsOn()
  return (
    <Modal opened onClose={onClose} title={m.ui_keys_sheet()} closeButtonProps={{ 'aria-label': m.ui_close() }}>
      <Switch
        checked={on}
        onChange={event => turnShortcuts(event.currentTarget.checked)}
        label={m.ui_keys_on()}
        description={m.ui_keys_on_why()}
        mb="md"
      />
      <Table>
        <Table.Tbody>
          <Table.Tr>
            <Table.Td>{m.ui_keys_command()}</Table.Td>
            <Table.Td ta="right">
              <Kbd>Ctrl</Kbd> <Kbd>K</Kbd>
            </Table.Td>
          </Table.Tr>
          {listShortcuts().map(({ keys, label }) => (
            <Table.Tr key={keys}>
              <Table.Td>{label}</Table.Td>
              <Table.Td ta="right">
                <Kbd>{keys}</Kbd>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  )
}
