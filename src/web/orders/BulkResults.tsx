// What became of each order of a bulk act: what was not done is listed with its reason.
import { Alert, Button, Group, List } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { Go } from '../go.tsx'
import { m } from '../i18n/index.ts'
import type { BulkResult } from './bulk-chunks.ts'

/** Shows results: all done is a passing word, failures stay until they are read. */
export function useBulkResults(allDone: (n: number) => string) {
  const [failed, setFailed] = useState<readonly BulkResult[]>([])
  const [done, setDone] = useState(0)
  const take = (results: readonly BulkResult[]) => {
    const failures = results.filter(result => !result.done)
    setFailed(failures)
    setDone(results.length - failures.length)
    if (failures.length === 0) notifications.show({ message: allDone(results.length), color: 'green' })
  }
  const shown =
    failed.length === 0 ? null : (
      <Alert
        color="red"
        variant="light"
        mb="md"
        role="alert"
        icon={<TriangleAlert size={18} aria-hidden />}
        title={m.orders_bulk_some({ done, failed: failed.length })}
      >
        {m.orders_bulk_failed()}
        <List size="sm" my="xs" mah="16rem" style={{ overflowY: 'auto' }}>
          {failed.map(({ orderId, number, problem }) => (
            <List.Item key={orderId}>
              <Go to={`/orders/${orderId}`}>{number ?? orderId}</Go>: {problem}
            </List.Item>
          ))}
        </List>
        <Group>
          <Button size="xs" variant="default" onClick={() => setFailed([])}>
            {m.ui_close()}
          </Button>
        </Group>
      </Alert>
    )
  return { take, shown }
}
