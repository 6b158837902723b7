/** Self-contained HTML pages: no script, nothing fetched; light or dark as the reader has it; fit to print. */

/** Text made safe for element content and quoted attributes. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, c => `&#${c.charCodeAt(0)};`)
}

const style = `
:root{color-scheme:light dark;--ink:#1b1f24;--soft:#57606a;--line:#d0d7de;--paper:#fff;--band:#f6f8fa;--link:#0550ae;
--mark:#7a4100;--mark-paper:#fff4d6;--gone:#a40e26;--come:#116329}
@media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9da7b1;--line:#3d444d;--paper:#0d1117;--band:#161b22;
--link:#79b8ff;--mark:#f2cc60;--mark-paper:#33270a;--gone:#ff9b92;--come:#7ee787}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:72rem;padding:1rem;font:1rem/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);
overflow-wrap:break-word}
h1{font-size:1.7rem;line-height:1.25;margin:.5rem 0}
h2{font-size:1.3rem;margin:2.5rem 0 .75rem;padding-bottom:.25rem;border-bottom:1px solid var(--line)}
h3{font-size:1.05rem;margin:2rem 0 .5rem}
a{color:var(--link)}
code,pre{font-family:ui-monospace,monospace;font-size:.92em}
pre{padding:.75rem;background:var(--band);border:1px solid var(--line);overflow-x:auto}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1rem;margin:0}
dt{color:var(--soft)}
dd{margin:0}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.93rem}
caption{text-align:left;color:var(--soft);padding:.25rem 0}
th,td{text-align:left;vertical-align:top;padding:.35rem .6rem;border-bottom:1px solid var(--line)}
thead th{background:var(--band);white-space:nowrap}
tbody th{font-weight:600;white-space:nowrap}
ul.tree,ul.tree ul{list-style:none;margin:0;padding-left:1.1rem;border-left:1px solid var(--line)}
ul.tree{border:0;padding:0}
ul.tree li{padding:.1rem 0}
.soft{color:var(--soft)}
.off>.what,tr.off th code{text-decoration:line-through}
.off>.what,tr.off td,tr.off th{color:var(--soft)}
.mark{color:var(--mark);background:var(--mark-paper);border:1px solid var(--mark);border-radius:.25rem;padding:0 .3rem;
font-size:.8rem;font-weight:600;display:inline-block;text-decoration:none}
.codes{margin:0;padding:0;list-style:none}
td .codes{columns:13rem auto}
td:last-child{min-width:14rem;width:40%}
del{color:var(--gone)}
ins{color:var(--come);text-decoration:none;font-weight:600}
@media (max-width:40rem){dl{grid-template-columns:1fr}dt{margin-top:.4rem}
thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
table,caption,tbody,tr,tbody th,td{display:block}td:last-child{width:auto}tr{padding:.4rem 0;border-bottom:1px solid var(--line)}
tbody th,td{border:0;padding:.1rem 0}td:empty{display:none}td::before{content:attr(data-head) ": ";color:var(--soft)}}
@media print{body{max-width:none;padding:0;font-size:10pt}a{color:inherit;text-decoration:none}.scroll{overflow:visible}
h2,h3{break-after:avoid}tr,li{break-inside:avoid}nav{display:none}pre{white-space:pre-wrap}}
`

/** A whole page around what stands in its main part. */
export function pageOf(title: string, main: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
${main}
</main>
</body>
</html>
`
}

/**
 * A table whose rows become blocks on a phone, every value under its head; roles keep it a table there for those who
 * listen. The first cell of each row names it. Cells are HTML.
 */
export function table(
  caption: string,
  heads: readonly string[],
  rows: readonly { readonly cells: readonly string[]; readonly off?: boolean }[],
): string {
  const head = heads.map(one => `<th scope="col">${escaped(one)}</th>`).join('')
  const body = rows.map(({ cells: [first = '', ...rest], off }) => {
    const cells = rest.map((cell, i) => `<td role="cell" data-head="${escaped(heads[i + 1] ?? '')}">${cell}</td>`)
    return `<tr role="row"${off ? ' class="off"' : ''}><th scope="row">${first}</th>${cells.join('')}</tr>`
  })
  return `<div class="scroll" role="region" tabindex="0" aria-label="${escaped(caption)}"><table role="table">
<caption>${escaped(caption)}</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${body.join('\n')}
</tbody></table></div>`
}
