// What a mail looks like: plain text and plain HTML of the same words. Pure.

/** One thing that a mail tells. */
export interface MailItem {
  title: string
  /** Paragraphs, parted by empty lines. */
  text: string
  /** A whole address. */
  url?: string | undefined
  /** What the link is called. */
  action: string
}

export interface MailWords {
  name: string
  /** At least one. */
  items: readonly MailItem[]
  /** Where all of them are listed, should there be too many for a mail. */
  all: string
}

/** So many are told with all their words, so many more by their titles: nobody reads on. */
const wholeMax = 20
const titlesMax = 200

/** What comes first stands for all. */
export function subjectOf(items: readonly MailItem[]): string {
  const [first, ...more] = items
  const title = first?.title ?? ''
  return more.length === 0 ? title : `${title} (and ${more.length} more)`
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

export function plainText({ name, items, all }: MailWords): string {
  const many = items.length > 1
  const told = items
    .slice(0, wholeMax)
    .flatMap(({ title, text, url, action }, i) => [
      ...(many ? [`${i + 1}. ${title}`] : []),
      ...paragraphs(text),
      ...(url ? [`${action}:\n${url}`] : []),
    ])
  const rest = items.slice(wholeMax)
  const more = rest.length > 0 ? [restOf(rest).join('\n'), `All of them:\n${all}`] : []
  return [`Hello ${name},`, ...told, ...more, `-- \n${closing}. ${why}`].join('\n\n').concat('\n')
}

function restOf(rest: readonly MailItem[]): string[] {
  const titles = rest.slice(0, titlesMax).map(({ title }, i) => `${wholeMax + i + 1}. ${title}`)
  return rest.length > titlesMax ? [...titles, `and ${rest.length - titlesMax} more`] : titles
}

const card =
  'max-width:560px;margin:0 auto 12px;padding:24px;background:#fff;border:1px solid #dfe3e8;border-radius:6px'

export function htmlText({ name, items, all }: MailWords): string {
  const body = 'margin:0;padding:24px;font:15px/1.5 system-ui,sans-serif;color:#1c2430;background:#f5f6f8'
  const subject = subjectOf(items)
  const rest = items.slice(wholeMax)
  const hello = items.length > 1 ? html`<p style="max-width:560px;margin:0 auto 12px">Hello ${name},</p>` : none
  const more =
    rest.length > 0 ? html`<div style="${card}">${lines(restOf(rest))}${linkTo(all, 'All of them')}</div>` : none
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${subject}</title></head>
<body style="${body}">${hello}
${items.slice(0, wholeMax).map(item => cardOf(item, items.length > 1 ? undefined : name))}
${more}
<p style="max-width:560px;margin:12px auto;font-size:12px;color:#5b6675">${closing}. ${why}</p></body></html>
`.text
}

const cardOf = ({ title, text, url, action }: MailItem, name: string | undefined): Html => html`<div style="${card}">
<h1 style="font-size:18px;margin:0 0 16px">${title}</h1>
${name === undefined ? none : html`<p>Hello ${name},</p>`}
${paragraphs(text).map(one => lines(one.split('\n')))}
${url ? linkTo(url, action) : none}
</div>`

const lines = (all: readonly string[]): Html => html`<p>${all.map((line, i) => html`${i ? br : none}${line}`)}</p>`

const button =
  'display:inline-block;padding:10px 18px;background:#1b5fae;color:#fff;text-decoration:none;border-radius:4px'
const linkTo = (url: string, action: string): Html => html`<p><a href="${url}" style="${button}">${action}</a></p>
<p style="font-size:13px;color:#5b6675;word-break:break-all">${url}</p>`

const br = new Html('<br>')
const none = new Html('')
