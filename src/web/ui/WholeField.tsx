// A whole number between two limits. What cannot be stays where it was typed and is complained of there; nothing takes its place.
import { NumberInput, type NumberInputProps } from '@mantine/core'
import { m } from '../i18n/index.ts'
import { isWhole, type Limits } from './whole.ts'

type WholeFieldProps = Omit<NumberInputProps, 'value' | 'onChange' | 'min' | 'max'> &
  Limits & {
    /** `NaN` where nothing is typed. */
    value: number
    onChange: (value: number) => void
  }

export function WholeField({ min, max, value, error, onChange, ...rest }: WholeFieldProps) {
  return (
    <NumberInput
      {...{ min, max }}
      {...rest}
      clampBehavior="none"
      allowDecimal={false}
      allowNegative={false}
      value={Number.isNaN(value) ? '' : value}
      error={error ?? (isWhole(value, { min, max }) ? undefined : m.ui_whole({ min, max }))}
      onChange={typed => onChange(typed === '' ? Number.NaN : Number(typed))}
    />
  )
}
