// Choosing a password: one input that can be shown, a rule that is said before, no puzzle. Password managers and pasting work.
import { PasswordInput, type PasswordInputProps } from '@mantine/core'
import { PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN } from '../../accounts/api.ts'
import { m } from '../i18n/index.ts'

export function PasswordChoice(props: PasswordInputProps) {
  return (
    <PasswordInput
      label={m.accounts_new_password()}
      description={m.accounts_password_rule({ n: PASSWORD_CHARS_MIN })}
      autoComplete="new-password"
      maxLength={PASSWORD_CHARS_MAX}
      required
      {...props}
    />
  )
}

export function passwordProblem(password: string): string | null {
  return password.length < PASSWORD_CHARS_MIN ? m.accounts_password_short({ n: PASSWORD_CHARS_MIN }) : null
}

/** Something before and after one `@`; the server and the mail that arrives or not are the real judges. */
export function emailProblem(email: string): string | null {
  return /^[^\s@]+@[^\s@]+$/.test(email.trim()) ? null : m.accounts_email_unreadable()
}
