// What a mail looks like: plain text and plain HTML of the same words. Pure.

export interface MailWords {
  name: string
  title: string
  /** Paragraphs, parted by empty lines. */
  text: string
  /** A whole address. */
  url?: string | undefined
  /** What the link is called. */
  action: string
}

class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escaped = (value: string): string => value.replace(/[&<>"']/g, sign => entities[sign] ?? sign)

/** A template whose values are escaped, unless they were made by it. */
function html(parts: TemplateStringsArray, ...values: readonly (string | Html | readonly Html[])[]): Html {
  const shown = values.map(value => {
    if (value instanceof Html) return value.text
    return typeof value === 'string' ? escaped(value) : value.map(one => one.text).join('\n')
  })
  return new Html(parts.map((part, i) => part + (shown[i] ?? '')).join(''))
}

const paragraphs = (text: string): string[] =>
  text
    .split(/\n\s*\n/)
    .map(one => one.trim())
    .filter(one => one !== '')

const closing = 'Pullwire'
const why = 'You get this mail because you work with an organization that uses Pullwire.'

export function plainText({ name, text, url, action }: MailWords): string {
  const link = url ? [`${action}:\n${url}`] : []
  return [`Hello ${name},`, ...paragraphs(text), ...link, `-- \n${closing}. ${why}`].join('\n\n').concat('\n')
}

export function htmlText({ name, title, text, url, action }: MailWords): string {
  const body = 'margin:0;padding:24px;font:15px/1.5 system-ui,sans-serif;color:#1c2430;background:#f5f6f8'
  const card = 'max-width:560px;margin:0 auto;padding:24px;background:#fff;border:1px solid #dfe3e8;border-radius:6px'
  const button =
    'display:inline-block;padding:10px 18px;background:#1b5fae;color:#fff;text-decoration:none;border-radius:4px'
  const link = url
    ? html`<p><a href="${url}" style="${button}">${action}</a></p>
<p style="font-size:13px;color:#5b6675;word-break:break-all">${url}</p>`
    : html``
  const said = paragraphs(text).map(
    one => html`<p>${one.split('\n').map((line, i) => html`${i ? br : none}${line}`)}</p>`,
  )
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title></head>
<body style="${body}"><div style="${card}">
<h1 style="font-size:18px;margin:0 0 16px">${title}</h1>
<p>Hello ${name},</p>
${said}
${link}
</div><p style="max-width:560px;margin:12px auto;font-size:12px;color:#5b6675">${closing}. ${why}</p></body></html>
`.text
}

const br = new Html('<br>')
const none = new Html('')
