// Inputs of the trade: a day of the calendar and an exact quantity, both as text, never as `Date` or float.
import { TextInput, type TextInputProps } from '@mantine/core'
import { readDecimal } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'

type Field = Omit<TextInputProps, 'value' | 'onChange' | 'defaultValue' | 'type'> & {
  value?: string
  onChange?: (value: string) => void
}

/** A day, as `YYYY-MM-DD`. The browser's own input: it knows the reader's calendar, and phones bring their wheel. */
export function DateField({ onChange, ...rest }: Field) {
  return <TextInput type="date" {...rest} onChange={event => onChange?.(event.currentTarget.value)} />
}

/** A time of day, as `HH:MM`. */
export function TimeField({ onChange, ...rest }: Field) {
  return <TextInput type="time" {...rest} onChange={event => onChange?.(event.currentTarget.value)} />
}

interface QuantityFieldProps extends Field {
  unit?: string | undefined
}

/** An exact decimal as text. What the reader typed with their own separators becomes `1250.5` when they leave the field. */
export function QuantityField({ onChange, onBlur, unit, value, error, ...rest }: QuantityFieldProps) {
  const unreadable = value !== undefined && value !== '' && readDecimal(value) === undefined
  return (
    <TextInput
      inputMode="decimal"
      autoComplete="off"
      styles={{ input: { textAlign: 'right' } }}
      rightSection={unit ? <span aria-hidden>{unit}</span> : undefined}
      rightSectionWidth={unit ? 20 + unit.length * 9 : undefined}
      {...rest}
      value={value ?? ''}
      error={error ?? (unreadable ? m.ui_quantity_unreadable() : undefined)}
      onChange={event => onChange?.(event.currentTarget.value)}
      onBlur={event => {
        onBlur?.(event)
        const read = readDecimal(event.currentTarget.value)
        if (read !== undefined && read !== event.currentTarget.value) onChange?.(read)
      }}
    />
  )
}
