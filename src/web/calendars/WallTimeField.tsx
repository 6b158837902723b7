// A time on the wall, up to 24:00, which the browser's own time input does not know.
import { TextInput, type TextInputProps } from '@mantine/core'
import { isLocalTime } from '../../kernel/time.ts'
import { m } from '../i18n/index.ts'

type WallTimeFieldProps = Omit<TextInputProps, 'value' | 'onChange'> & {
  value: string
  onChange: (value: string) => void
}

/** `8` becomes 08:00 and `830` 08:30 when the field is left. */
export function WallTimeField({ value, onChange, error, ...rest }: WallTimeFieldProps) {
  const unreadable = value !== '' && readWallTime(value) === undefined
  return (
    <TextInput
      w="6.2rem"
      maxLength={5}
      placeholder="HH:MM"
      inputMode="numeric"
      autoComplete="off"
      {...rest}
      value={value}
      error={error ?? (unreadable ? m.calendars_time_bad() : undefined)}
      onChange={event => onChange(event.currentTarget.value)}
      onBlur={() => onChange(readWallTime(value) ?? value)}
    />
  )
}

export function readWallTime(typed: string): string | undefined {
  const match = /^\s*(\d{1,2})(?:[:.h]?(\d{2}))?\s*$/.exec(typed)
  if (!match) return undefined
  const time = `${(match[1] ?? '').padStart(2, '0')}:${match[2] ?? '00'}`
  return isLocalTime(time) ? time : undefined
}
