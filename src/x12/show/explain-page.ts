/** An input as one page of HTML that needs nothing else: no script, no picture, nothing fetched. */

import type { Finding } from '../model.ts'
import { type Annotated, annotate } from './annotate.ts'
import type { Reviewed } from './check.ts'
import { safe } from './paint.ts'

/** Everything that comes from the input goes through here: it can be neither markup nor steer the text around it. */
const html = (text: string) =>
  safe(text).replace(/[&<>"']/g, c => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c] ?? '&#39;')

const style = `
:root{color-scheme:light dark;--text:#1b1f24;--quiet:#57606a;--back:#fff;--card:#f6f8fa;--line:#d0d7de;--code:#0b5cad;
--error:#a40e26;--warning:#7a4b00;--note:#0b5cad;--meaning:#116329}
@media(prefers-color-scheme:dark){:root{--text:#e6edf3;--quiet:#9aa5b1;--back:#0d1117;--card:#161b22;--line:#30363d;
--code:#79b8ff;--error:#ff9492;--warning:#f0b72f;--note:#79b8ff;--meaning:#6fdd8b}}
*{box-sizing:border-box}body{margin:0 auto;max-width:70rem;padding:1rem;background:var(--back);color:var(--text);
font:1rem/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
h1{font-size:1.4rem}h2{font-size:1.15rem;margin-top:2rem}ol{list-style:none;margin:0;padding:0}
.segment{border-left:.25rem solid var(--line);margin:.35rem 0;padding:.15rem .75rem}
.d1{margin-left:.75rem}.d2{margin-left:1.5rem}.d3{margin-left:2.25rem}.d4{margin-left:3rem}.d5{margin-left:3.75rem}
.d6{margin-left:4.5rem}
.tag{font-family:ui-monospace,monospace;font-weight:700;color:var(--code)}.quiet{color:var(--quiet)}
dl{display:grid;grid-template-columns:minmax(8rem,18rem) 1fr;gap:0 1rem;margin:0}
dt{color:var(--quiet)}dd{margin:0;font-family:ui-monospace,monospace}.meaning{color:var(--meaning);font-family:system-ui,sans-serif}
.finding{background:var(--card);border:1px solid var(--line);border-left:.35rem solid;border-radius:.3rem;margin:.5rem 0;
padding:.5rem .75rem}.finding p{margin:0;color:var(--text)}
.error{border-left-color:var(--error)}.warning{border-left-color:var(--warning)}.note{border-left-color:var(--note)}
.error b{color:var(--error)}.warning b{color:var(--warning)}.note b{color:var(--note)}
a{color:var(--code)}a:focus-visible,:target{outline:.2rem solid var(--code);outline-offset:.2rem}
@media(max-width:40rem){dl{grid-template-columns:1fr}dd{padding-left:1rem}.segment{padding:.15rem .5rem}
.d1{margin-left:.25rem}.d2{margin-left:.5rem}.d3{margin-left:.75rem}.d4{margin-left:1rem}.d5{margin-left:1.25rem}.d6{margin-left:1.5rem}}
`

/** The page as a string; write it as UTF-8. */
export function explainPage(file: string, reviewed: Reviewed): string {
  const parts = annotate(reviewed)
  const title = `${html(file)} explained`
  const body = [
    `<h1>${title}</h1>`,
    summary(reviewed, parts),
    reviewed.reading.findings.map(findingHtml).join(''),
    ...parts.map(({ judgment, segments }, i) => {
      const { isa } = judgment.interchange
      const head = html(`Interchange ${isa.control} from ${isa.senderId} to ${isa.receiverId}`)
      return `<section aria-labelledby="i${i}"><h2 id="i${i}">${head}</h2>
<ol>${segments.map((one, s) => segmentHtml(one, `s${i}-${s}`)).join('\n')}</ol></section>`
    }),
  ]
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title><style>${style}</style></head>
<body><main>
${body.join('\n')}
</main></body></html>
`
}

/** How many findings there are, with a link to each segment that has one. */
function summary({ reading }: Reviewed, parts: ReturnType<typeof annotate>): string {
  const at = parts.flatMap(({ segments }, i) =>
    segments.flatMap((one, s) => one.findings.map(finding => ({ finding, id: `s${i}-${s}` }))),
  )
  const count = at.length + reading.findings.length
  if (count === 0) return '<p>Nothing was found wrong.</p>'
  const links = at.map(
    ({ finding, id }) => `<li><a href="#${id}">${html(`${word(finding)}: ${finding.text}`)}</a></li>`,
  )
  const list = links.length > 0 ? `<nav aria-label="Findings"><ol>${links.join('')}</ol></nav>` : ''
  return `<p>${count === 1 ? 'One finding' : `${count} findings`}.</p>${list}`
}

function segmentHtml({ segment, depth, findings }: Annotated, id: string): string {
  const place = segment.position > 0 ? ` <span class="quiet">segment ${segment.position}</span>` : ''
  const elements = segment.elements.map(({ ref, name, value, meaning }) => {
    const means = meaning ? ` <span class="meaning">${html(meaning)}</span>` : ''
    return `<dt>${html(name ? `${ref} ${name}` : ref)}</dt><dd>${html(value)}${means}</dd>`
  })
  const list = elements.length > 0 ? `<dl>${elements.join('')}</dl>` : ''
  const head = `<span class="tag">${html(segment.tag)}</span> ${html(segment.name ?? 'not known here')}${place}`
  return `<li class="segment d${Math.min(depth, 6)}" id="${id}">${head}${list}${findings.map(findingHtml).join('')}</li>`
}

function findingHtml(one: Finding): string {
  const todo =
    one.severity === 'note'
      ? ''
      : `<p>To do, by the ${one.who === 'us' ? 'receiving house' : one.who}: ${html(one.remedy)}</p>`
  return `<div class="finding ${one.severity}"><p><b>${word(one)}</b> ${html(one.text)}</p>${todo}</div>`
}

const word = ({ severity }: Finding) => ({ error: 'Error', warning: 'Warning', note: 'Note' })[severity]
