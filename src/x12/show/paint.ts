/** Colours for a terminal, or none; and text from strangers made fit for one. */

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan'
export type Paint = (style: Style, text: string) => string

const codes: Readonly<Record<Style, string>> = { bold: '1', dim: '2', red: '31', green: '32', yellow: '33', cyan: '36' }

export const plain: Paint = (_style, text) => text
export const coloured: Paint = (style, text) => `\x1b[${codes[style]}m${text}\x1b[0m`

/** Control and invisible characters are written out: a value must not steer the terminal that shows it. */
export function safe(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, c => {
    const code = c.codePointAt(0) ?? 0
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0').toUpperCase()}` : `\\u{${code.toString(16)}}`
  })
}
