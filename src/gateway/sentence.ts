// Words of a partner or a person among our own sentences. Pure.

/** With a full stop, unless it ends as a sentence already: partners seldom write one, and what follows would run on. */
export function sentence(text: string): string {
  const said = text.trim()
  return /[.!?…][)"”’']?$/.test(said) ? said : `${said}.`
}
