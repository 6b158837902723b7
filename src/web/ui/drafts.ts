// What was typed and not yet sent, kept in this browser.

export const draftPrefix = 'pullwire.draft.'

/** Several organizations share a browser, even a person; none finds what was typed for another. */
export const draftKey = (orgId: string, name: string): string => `${draftPrefix}${orgId}.${name}`

/** At sign-out by one's own will: the next person at this device finds nothing. A session that merely ended keeps drafts. */
export function forgetDrafts(): void {
  storageSafe(() => {
    for (const key of Object.keys(localStorage)) if (key.startsWith(draftPrefix)) localStorage.removeItem(key)
  })
}

/** Storage may be full or forbidden; a draft is a kindness, not a condition. */
export function storageSafe(run: () => void): void {
  try {
    run()
  } catch {
    // nothing to do
  }
}
