// A quantity with its unit, exact: the decimal comes as text and is never made a float.
import { Text } from '@mantine/core'
import { decimalText } from '../i18n/format.ts'

interface QuantityTextProps {
  /** Decimal as text: `1250`, `0.5`. */
  of: string
  unit?: string | undefined
  /** The quantity it replaces, struck through before it. */
  was?: string | undefined
}

export function QuantityText({ of, unit, was }: QuantityTextProps) {
  return (
    // A unit of one word stays beside its number; words in its place may go on in the next line.
    <span style={unit?.includes(' ') ? undefined : { whiteSpace: 'nowrap' }}>
      {was !== undefined && was !== of ? (
        <>
          <Text span c="dimmed" td="line-through" size="sm">
            {decimalText(was)}
          </Text>{' '}
        </>
      ) : null}
      {decimalText(of)}
      {unit ? (
        <Text span c="dimmed" size="sm">
          {' '}
          {unit}
        </Text>
      ) : null}
    </span>
  )
}
