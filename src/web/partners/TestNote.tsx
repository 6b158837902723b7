// What waits for an answer by X12 and is a test only: said on its page, with what the buyer has to do, and in lists in a word.
import { Alert, Text } from '@mantine/core'
import { FlaskConical } from 'lucide-react'
import { Go } from '../go.tsx'
import { m } from '../i18n/index.ts'
import { useMay } from '../shell/me.ts'
import { StatusBadge } from '../ui/StatusBadge.tsx'

interface Tested {
  /** Null: no test. */
  inTest: 'relationship' | 'document' | null
  side: 'buyer' | 'supplier'
  supplier: { name: string }
  documents: readonly { setId: string; interchangeId: string | null; status: string; direction?: string }[]
}

export function TestNote({ of, timed }: { of: Tested; timed: boolean }) {
  const mayOpen = useMay()('gateway.view')
  if (of.inTest === null || timed) return null
  const { name } = of.supplier
  const sent = of.documents.findLast(({ direction, interchangeId }) => direction !== 'in' && interchangeId)
  return (
    <Alert
      variant="light"
      color="yellow"
      icon={<FlaskConical size={18} aria-hidden />}
      title={of.inTest === 'relationship' ? m.partners_in_test() : m.partners_sent_as_test()}
    >
      <Text size="sm">{whatText(of, name)}</Text>
      {of.inTest === 'document' && of.side === 'buyer' && sent && mayOpen ? (
        <Go to={`/gateway/interchanges/${sent.interchangeId}`}>{m.partners_sent_as_test_open({ set: sent.setId })}</Go>
      ) : null}
    </Alert>
  )
}

function whatText({ inTest, side }: Tested, name: string): string {
  if (side === 'supplier') return m.partners_in_test_supplier()
  return inTest === 'relationship' ? m.partners_in_test_what({ name }) : m.partners_sent_as_test_what({ name })
}

/** For a row of a list, beside what is awaited. */
export const TestBadge = ({ of, timed }: { of: Pick<Tested, 'inTest'>; timed: boolean }) =>
  of.inTest === null || timed ? null : <StatusBadge tone="warn">{m.partners_in_test()}</StatusBadge>
