// Parts of the portal that are fetched when first needed, and what to do when they are not there any more.

/** A part could not be fetched: there is no network, or another build has taken the place of the one this page is of. */
export class PartMissing extends Error {
  constructor(cause: unknown) {
    super('part missing', { cause })
    this.name = 'PartMissing'
  }
}

/** The same import, failing as a `PartMissing`, which `PageError` knows how to mend. */
export function part<T>(load: () => Promise<T>): () => Promise<T> {
  return () =>
    load().catch((cause: unknown) => {
      throw new PartMissing(cause)
    })
}

/** The first view is drawn by then; what it does without must not delay it. */
const restMs = 2_500

/** Does it when the page has come to rest; answers how to call that off. */
export function atRest(act: () => void): () => void {
  const timer = setTimeout(act, restMs)
  return () => clearTimeout(timer)
}

const reloadedAtKey = 'pullwire.reloadedAt'
/** A part that is missing again so soon after is not mended by loading the page: it must not go round in circles. */
const onceWithinMs = 60_000

/** Loads the page again as the server has it now. Answers false when the server does not answer, or that was tried just now. */
export async function loadAnew(): Promise<boolean> {
  const now = Date.now()
  if (now - Number(sessionStorage.getItem(reloadedAtKey)) < onceWithinMs) return false
  // Without an answer, what is shown is better than the browser's own page about having no network.
  const answer = await fetch('/', { cache: 'no-store' }).catch(() => undefined)
  if (!answer?.ok) return false
  sessionStorage.setItem(reloadedAtKey, String(now))
  location.reload()
  return true
}
