// Numbers, dates and spans of time as this reader writes them. Instants come as `Date` or ISO text, local dates as `YYYY-MM-DD`.

const language = typeof navigator === 'undefined' ? 'en' : navigator.language
/** Days and months are words, so they follow the page's language; of English, the reader's own kind. */
export const wordsLanguage = (reader: string): string => (/^en\b/.test(reader) ? reader : 'en-GB')
const words = wordsLanguage(language)
const kept = new Map<string, Intl.DateTimeFormat>()

/** The reader's own zone. */
export const hereZone = Intl.DateTimeFormat().resolvedOptions().timeZone

function formatter(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${zone} ${JSON.stringify(options)}`
  let found = kept.get(key)
  if (!found) {
    found = new Intl.DateTimeFormat(words, { ...options, timeZone: zone, hourCycle: 'h23' })
    kept.set(key, found)
  }
  return found
}

/** 14:05 */
export function timeText(at: Date, zone = hereZone): string {
  return formatter(zone, { hour: '2-digit', minute: '2-digit' }).format(at)
}

/** Mon 23 Nov, 14:05; with the year when it is not this one. */
export function instantText(at: Date, nowMs: number, zone = hereZone): string {
  const thisYear = at.getUTCFullYear() === new Date(nowMs).getUTCFullYear()
  const day: Intl.DateTimeFormatOptions = { weekday: 'short', day: 'numeric', month: 'short' }
  return formatter(zone, {
    ...day,
    ...(thisYear ? {} : { year: 'numeric' }),
    hour: '2-digit',
    minute: '2-digit',
  }).format(at)
}

/** Everything, with seconds and the zone's name: for tooltips. */
export function fullInstantText(at: Date, zone = hereZone): string {
  return formatter(zone, { dateStyle: 'full', timeStyle: 'long' } as Intl.DateTimeFormatOptions).format(at)
}

/** A day of somebody's calendar (`2026-11-23`): the same day for every reader, whatever their zone. */
export function dateText(localDate: string, nowMs?: number): string {
  const [year = 1970, month = 1, day = 1] = localDate.split('-').map(Number)
  const at = new Date(Date.UTC(year, month - 1, day))
  const thisYear = nowMs === undefined || new Date(nowMs).getUTCFullYear() === year
  return formatter('UTC', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    ...(thisYear ? {} : { year: 'numeric' }),
  }).format(at)
}

/** 1 is Monday; 5 January 1970 was one. */
export const weekdayText = (weekday: number): string =>
  formatter('UTC', { weekday: 'long' }).format((3 + weekday) * 86_400_000)

const firstOf = (month: string): Date => new Date(`${month}-01T00:00:00Z`)

/** `2026-11`: Nov 2026. */
export function monthText(month: string): string {
  return formatter('UTC', { month: 'short', year: 'numeric' }).format(firstOf(month))
}

/** `2026-11`: Nov. */
export function shortMonthText(month: string): string {
  return formatter('UTC', { month: 'short' }).format(firstOf(month))
}

/**
 * An exact decimal (`1250.500`) with the reader's separators, never through a float: only its digits are grouped.
 * Trailing zeros behind the point are dropped.
 */
export function decimalText(decimal: string): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal)
  if (!match) return decimal
  const [, sign = '', whole = '0', fraction = ''] = match
  const parts = new Intl.NumberFormat(language).formatToParts(12345.6)
  const point = parts.find(part => part.type === 'decimal')?.value ?? '.'
  const grouped = new Intl.NumberFormat(language).format(BigInt(whole))
  const kept = fraction.replace(/0+$/, '')
  return `${sign === '-' ? '−' : ''}${grouped}${kept ? point + kept : ''}`
}

export function countText(n: number): string {
  return new Intl.NumberFormat(language).format(n)
}

/** What a reader typed as a number (`1.250,5` in German, `1,250.5` in English) as an exact decimal, or undefined. */
export function readDecimal(typed: string, locale = language): string | undefined {
  const parts = new Intl.NumberFormat(locale).formatToParts(12345.6)
  const point = parts.find(part => part.type === 'decimal')?.value ?? '.'
  const plain = typed.replace(/[\s\u00A0\u202F'’]/g, '').replace('−', '-')
  const ungrouped = point === ',' ? ungroup(plain, '.', ',').replace(',', '.') : ungroup(plain, ',', '.')
  return /^-?\d+(\.\d+)?$/.test(ungrouped) ? ungrouped : undefined
}

/** Drops group separators only where they group by three; `1.5` typed in German stays one and a half, not fifteen. */
function ungroup(text: string, group: string, point: string): string {
  const grouped = new RegExp(`^-?\\d{1,3}(\\${group}\\d{3})+(\\${point}\\d+)?$`)
  return grouped.test(text) ? text.replaceAll(group, '') : text
}

/** The country of two letters (`de` gives Germany), or undefined when there is none. */
export function countryText(code: string): string | undefined {
  const letters = code.trim().toUpperCase()
  if (!/^[A-Z]{2}$/.test(letters)) return
  return new Intl.DisplayNames(words, { type: 'region', fallback: 'none' }).of(letters)
}
