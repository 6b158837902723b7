// The terms in plain words: what the supplier reads, and what the buyer's form comes to.
import { List, Stack, Title } from '@mantine/core'
import type { Partner } from '../../partners/api.ts'
import type { Targets, Tolerance } from '../../partners/profile.ts'
import { CalendarHours } from '../calendars/CalendarHours.tsx'
import { decimalText, readDecimal } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'
import { Facts } from '../ui/Facts.tsx'
import { spanText, targetText } from './partner-text.ts'

export function TermsText({ partner }: { partner: Partner }) {
  return (
    <Stack gap="lg">
      <Facts
        facts={[
          { label: m.partners_vendor_number_theirs(), value: partner.vendorNumber },
          { label: m.partners_contact(), value: contactText(partner) },
          {
            label: m.partners_calendar(),
            value: partner.calendarId ? <CalendarHours calendarId={partner.calendarId} /> : m.partners_calendar_none(),
          },
          { label: m.partners_calendar_customer(), value: partner.buyerCalendarName ?? m.partners_calendar_none() },
          { label: m.partners_transit(), value: String(partner.transitDays) },
        ]}
      />
      <section>
        <Title order={2} size="h4">
          {m.partners_targets()}
        </Title>
        <TargetsText targets={partner.targets} silent={partner.documents.answer === 'silence'} />
      </section>
      <section>
        <Title order={2} size="h4">
          {m.partners_promise_theirs()}
        </Title>
        {targetText(m.partners_target_decision(), partner.targets.decision)}
      </section>
      <section>
        <Title order={2} size="h4">
          {m.partners_tolerance()}
        </Title>
        {toleranceText(partner.tolerance)}
      </section>
    </Stack>
  )
}

const contactText = ({ contactName, contactEmail, contactPhone = '' }: Partner): string =>
  [`${contactName} <${contactEmail}>`, contactPhone].filter(Boolean).join(', ')

export function TargetsText({ targets, silent = false }: { targets: Targets; silent?: boolean }) {
  const { buyerAfterMinutes, repeatMinutes, repeatMax } = targets.escalation
  const late = { buyer: spanText(buyerAfterMinutes), repeat: spanText(repeatMinutes) }
  return (
    <List size="sm">
      {silent ? (
        <List.Item>{m.partners_doc_clock_none()}</List.Item>
      ) : (
        <>
          <List.Item>{targetText(m.partners_target_order(), targets.order)}</List.Item>
          <List.Item>{targetText(m.partners_target_call_off(), targets.callOff)}</List.Item>
        </>
      )}
      <List.Item>{targetText(m.partners_target_commit(), targets.commit)}</List.Item>
      {targets.shipNotice ? (
        <List.Item>{targetText(m.partners_target_ship_notice(), targets.shipNotice)}</List.Item>
      ) : null}
      <List.Item>
        {repeatMax === null ? m.partners_say_late(late) : m.partners_say_late_at_most({ ...late, max: repeatMax })}
      </List.Item>
    </List>
  )
}

export function toleranceText({ daysEarly, daysLate, quantityPercentUnder, quantityPercentOver }: Tolerance): string {
  const none = [quantityPercentUnder, quantityPercentOver].every(percent => readDecimal(percent) === '0')
  if (daysEarly === 0 && daysLate === 0 && none) return m.partners_tolerance_none()
  const percent = (typed: string) => decimalText(readDecimal(typed) ?? '0')
  return m.partners_tolerance_says({
    early: daysEarly,
    late: daysLate,
    under: percent(quantityPercentUnder),
    over: percent(quantityPercentOver),
  })
}
