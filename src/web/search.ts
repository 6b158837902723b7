// The part of the URL after `?`: always plain text by name, so that a person can read, copy and edit it.

export type Search = Record<string, string | undefined>

export function parseSearch(text: string): Search {
  return Object.fromEntries(new URLSearchParams(text))
}

export function stringifySearch(search: Record<string, unknown>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(search)) {
    if (value !== undefined && value !== null && value !== '') query.set(name, String(value))
  }
  const text = query.toString()
  // Commas and colons are legal in a query and read better than %2C and %3A.
  return text ? `?${text.replaceAll('%2C', ',').replaceAll('%3A', ':')}` : ''
}

/** Longest value worth reading: nothing typed into a filter is longer. */
const valueLengthMax = 2_000

export function readSearch(search: Record<string, unknown>): Search {
  const kept = Object.entries(search).filter(([, value]) => typeof value === 'string' && value.length <= valueLengthMax)
  return Object.fromEntries(kept) as Search
}

/** Several choices in one parameter: `status=late,waiting`. */
export function listOf(value: string | undefined): string[] {
  return value ? value.split(',').filter(Boolean) : []
}
