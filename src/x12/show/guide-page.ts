/** A guide as a page for people: what the document holds, segment by segment, and what was agreed beyond the standard. */
import { Buffer } from 'node:buffer'
import type { ElementRule, Guide, SegmentRule, Slot, SlotList } from '../guide/guide.ts'
import { conditionInWords, elementRuleInWords, placeOf } from '../guide/guide-words.ts'
import { leniencies } from '../model.ts'
import { sampleOf } from '../write/sample.ts'
import { guideDifferences, requirementInWords, typeInWords, usageInWords } from './guide-differences.ts'
import { escaped, pageOf, table } from './page.ts'
import { codeInWords, elementInWords, segmentInWords } from './words.ts'

/** One self-contained HTML page: overview, structure, elements of every segment, agreements, a sample. */
export function guidePage(guide: Guide): string {
  const title = titleOf(guide)
  const segments = segmentsOf(guide)
  const parts = [
    `<h1>${escaped(title)}</h1>`,
    '<nav aria-label="Contents"><a href="#overview">Overview</a> · <a href="#structure">Structure</a> · <a href="#segments">Segments</a> · <a href="#sample">Sample</a></nav>',
    `<h2 id="overview">Overview</h2>\n${overview(guide, segments.length)}`,
    rulesPart(guide),
    `<h2 id="structure">Structure</h2>\n<p class="soft">In the order in which they are sent. What is indented belongs to the loop above it.</p>\n${tree(guide, guide.root)}`,
    `<h2 id="segments">Segments</h2>\n${segments.map(one => segmentPart(guide, one)).join('\n')}`,
    `<h2 id="sample">Sample</h2>\n${samplePart(guide)}`,
  ]
  return pageOf(title, parts.filter(Boolean).join('\n'))
}

/** One self-contained HTML page: everything that differs between two guides, as it was and as it is. */
export function guideDifferencesPage(a: Guide, b: Guide): string {
  const isSame = titleOf(a) === titleOf(b)
  const title = isSame ? `What changed: ${titleOf(a)}` : `What differs: ${titleOf(a)} and ${titleOf(b)}`
  const found = guideDifferences(a, b)
  const rows = found.map(({ kind, at, what, before, after }) => {
    const name = kind === 'segment' ? segmentInWords(at.split('/').at(-1) ?? '') : elementNameAt(at)
    const cells = [
      `<code>${escaped(at)}</code>`,
      escaped(name ?? ''),
      escaped(what),
      before ? `<del>${escaped(before)}</del>` : '<span class="soft">nothing</span>',
      after ? `<ins>${escaped(after)}</ins>` : '<span class="soft">nothing</span>',
    ]
    return { cells }
  })
  const count = found.length === 1 ? '1 difference' : `${found.length} differences`
  const body =
    found.length === 0 ? '<p>Nothing differs.</p>' : table(count, ['Place', 'Name', 'What', 'Before', 'After'], rows)
  const dl = isSame
    ? ''
    : `<dl><dt>Before</dt><dd>${escaped(titleOf(a))}</dd><dt>After</dt><dd>${escaped(titleOf(b))}</dd></dl>`
  return pageOf(title, `<h1>${escaped(title)}</h1>\n${dl}\n<h2>Differences</h2>\n${body}`)
}

function elementNameAt(at: string): string | undefined {
  const match = /([A-Z][A-Z0-9]{1,2})(\d\d)(-\d)?$/.exec(at)
  return match ? elementInWords(match[1] ?? '', Number(match[2])) : undefined
}

function titleOf(guide: Guide): string {
  const { agreement } = guide
  const document = `${guide.setId} ${guide.name}, ${agreement?.version ?? guide.release}`
  return agreement ? `${agreement.name}: ${document}` : document
}

const mark = '<strong class="mark">agreed</strong>'

function overview(guide: Guide, count: number): string {
  const { agreement } = guide
  const version = agreement?.version ?? guide.release
  const lines: [string, string][] = [
    ['Document', `${escaped(guide.setId)}, ${escaped(guide.name)}`],
    ['Kind of group', `<code>${escaped(guide.groupId)}</code> in GS01`],
    ['Version', `<code>${escaped(version)}</code> in GS08`],
    ['Segments used', String(count)],
  ]
  if (version.slice(0, 6) !== guide.release) lines.push(['Read by', `the guide of ${escaped(guide.release)}`])
  if (agreement) {
    lines.push(['Agreed with', escaped(agreement.name)])
    lines.push(['How to read it', `What goes beyond the standard is marked ${mark}.`])
  }
  const granted = guide.leniencies ?? []
  if (granted.length > 0) {
    const list = granted.map(name => `<li><code>${name}</code>: ${escaped(leniencies[name])}</li>`).join('')
    lines.push(['Leniencies', `<ul class="codes">${list}</ul>`])
  }
  return `<dl>${lines.map(([what, said]) => `<dt>${what}</dt><dd>${said}</dd>`).join('\n')}</dl>`
}

function rulesPart({ agreement }: Guide): string {
  if (agreement === undefined || agreement.rules.length === 0) return ''
  const list = agreement.rules.map(rule => {
    const where = rule.at ? `In <code>${escaped(rule.at)}</code>: ` : 'In the document: '
    const note = rule.note ? ` <span class="soft">${escaped(rule.note)}</span>` : ''
    return `<li>${where}${escaped(elementRuleInWords(rule))}. ${mark}${note}</li>`
  })
  return `<h2 id="rules">Rules</h2>\n<ul>${list.join('\n')}</ul>`
}

function tree(guide: Guide, list: SlotList): string {
  const items = list.slots.flatMap((slot, i) => {
    // The opener of a loop is told with the loop.
    if (i === 0 && list.path) return []
    const name = segmentInWords(slot.tag)
    const anchor =
      slot.max === 0 ? `<code>${slot.tag}</code>` : `<a href="#${anchorOf(guide, slot)}"><code>${slot.tag}</code></a>`
    const loop = slot.loop ? ' loop' : ''
    const what = `<span class="what">${anchor}${loop}${name ? ` ${escaped(name)}` : ''}</span>`
    const inside = slot.loop && slot.max > 0 ? `\n${tree(guide, slot.loop)}` : ''
    return [
      `<li${slot.max === 0 ? ' class="off"' : ''}>${what} <span class="soft">${usageInWords(slot)}</span>${agreedSlot(guide, slot)}${inside}</li>`,
    ]
  })
  return `<ul${list.path ? '' : ' class="tree"'}>${items.join('\n')}</ul>`
}

function agreedSlot({ agreement }: Guide, slot: Slot): string {
  if (agreement === undefined) return ''
  const address = slot.list.path ? `${slot.list.path}/${slot.tag}` : slot.tag
  const told = agreement.segments.get(address) ?? agreement.segments.get(`/${address}`)
  const base = baseSlot(agreement.base.root, slot)
  if (base === undefined || (base.min === slot.min && base.max === slot.max && !told?.note)) return ''
  const changed = base.min !== slot.min || base.max !== slot.max
  const standard = changed ? ` ${mark} <span class="soft">(the standard: ${usageInWords(base)})</span>` : ''
  return `${standard}${told?.note ? ` <span class="soft">${escaped(told.note)}</span>` : ''}`
}

/** The same place in the guide that was narrowed: narrowing never moves anything. */
function baseSlot(root: SlotList, slot: Slot): Slot | undefined {
  const outer = slot.list.outer
  const list = outer ? baseSlot(root, outer)?.loop : root
  return list?.slots[slot.index]
}

/** A segment as it is used in some places: those that share one rule are told once. */
interface Told {
  readonly rule: SegmentRule
  /** The rule before a partner's narrowing. */
  readonly base: SegmentRule | undefined
  readonly places: string[]
  readonly anchor: string
}

const pathOf = (slot: Slot) => slot.loop?.path ?? slot.list.path

function segmentsOf(guide: Guide): Told[] {
  const told = new Map<SegmentRule, Told>()
  const walk = (list: SlotList) => {
    for (const [i, slot] of list.slots.entries()) {
      if (slot.max === 0) continue
      const rule = guide.segmentRule(slot.tag, pathOf(slot))
      if (rule && !(i === 0 && list.path)) {
        const base = guide.agreement?.base.segmentRule(slot.tag, pathOf(slot))
        const entry = told.get(rule) ?? { rule, base, places: [], anchor: anchorOf(guide, slot) }
        told.set(rule, entry)
        const place = slot.list.path || 'the heading or summary'
        if (!entry.places.includes(place)) entry.places.push(place)
      }
      if (slot.loop) walk(slot.loop)
    }
  }
  walk(guide.root)
  return [...told.values()]
}

/** Where the segment of a place is told: its tag, or tag and path when a partner narrowed it there. */
function anchorOf(guide: Guide, slot: Slot): string {
  const path = pathOf(slot)
  const everywhere = guide.segmentRule(slot.tag)
  return guide.segmentRule(slot.tag, path) === everywhere
    ? slot.tag
    : `${slot.tag}-${path.replaceAll('/', '-') || 'heading'}`
}

function segmentPart(guide: Guide, { rule, base, places, anchor }: Told): string {
  const name = segmentInWords(rule.tag)
  const rows = rule.elements.flatMap((element, i) => rowsOf(guide, rule.tag, element, base?.elements[i], i + 1))
  const heads = ['Place', 'Name', 'Data element', 'Use', 'Type and length', 'Values']
  const conditions = rule.relations.map(relation => `<li>${escaped(conditionInWords(relation, rule.tag))}.</li>`)
  return `<section>
<h3 id="${anchor}"><code>${rule.tag}</code>${name ? ` ${escaped(name)}` : ''}</h3>
<p class="soft">Stands in ${places.map(escaped).join(', ')}.</p>
${table(`Elements of ${rule.tag}`, heads, rows)}
${conditions.length > 0 ? `<p>Conditions:</p>\n<ul>${conditions.join('\n')}</ul>` : ''}
</section>`
}

type Row = { readonly cells: readonly string[]; readonly off?: boolean }

function rowsOf(guide: Guide, tag: string, rule: ElementRule, base: ElementRule | undefined, n: number): Row[] {
  const place = placeOf(tag, n)
  const own = row(guide, place, elementInWords(tag, n, rule.number), rule, base)
  const parts = (rule.components ?? []).map((part, c) =>
    row(guide, `${place}-${c + 1}`, elementInWords('', 0, part.number), part, base?.components?.[c]),
  )
  return [own, ...parts]
}

function row(guide: Guide, place: string, name: string | undefined, rule: ElementRule, base?: ElementRule): Row {
  const cells = [
    `<code>${place}</code>`,
    escaped(name ?? ''),
    rule.number,
    `${requirementInWords(rule)}${agreedMark(base && requirementInWords(base), requirementInWords(rule))}`,
    rule.unused ? '' : `${typeInWords(rule)}${agreedMark(base && typeInWords(base), typeInWords(rule))}`,
    rule.unused ? '' : `${codesOf(rule, base)}${noteAt(guide, place)}`,
  ]
  return { cells, ...(rule.unused ? { off: true } : {}) }
}

function agreedMark(standard: string | undefined, now: string): string {
  if (standard === undefined || standard === now) return ''
  return ` ${mark} <span class="soft">(the standard: ${escaped(standard)})</span>`
}

/** Notes name an address; the row of a segment told in several places shows all of them. */
function noteAt({ agreement }: Guide, place: string): string {
  const notes = [...(agreement?.elements ?? [])].filter(([at, { note }]) => note && at.split('/').at(-1) === place)
  return notes.map(([, { note }]) => ` <span class="soft">${escaped(note ?? '')}</span>`).join('')
}

function codesOf(rule: ElementRule, base: ElementRule | undefined): string {
  if (rule.codes === undefined) return ''
  const narrowed = base && base.codes !== rule.codes ? `${mark} ` : ''
  const codes = [...rule.codes]
  const known = codes.filter(code => codeInWords(rule.number, code) !== undefined)
  const rest = codes.filter(code => codeInWords(rule.number, code) === undefined)
  const list = known.map(
    code => `<li><code>${escaped(code)}</code> ${escaped(codeInWords(rule.number, code) ?? '')}</li>`,
  )
  const others = rest.length > 0 ? `<code>${rest.map(escaped).join(' ')}</code>` : ''
  const also = list.length > 0 && others ? '<span class="soft">also </span>' : ''
  const folded =
    rest.length > 40
      ? `<details><summary>${rest.length} ${list.length > 0 ? 'more ' : ''}codes</summary>${others}</details>`
      : also + others
  return `${narrowed}${list.length > 0 ? `<ul class="codes">${list.join('')}</ul>` : ''}${folded}`
}

function samplePart(guide: Guide): string {
  try {
    const text = Buffer.from(sampleOf(guide)).toString('latin1')
    return `<p class="soft">Invented values; mandatory and usual parts.</p>\n<pre>${escaped(text)}</pre>`
  } catch (error) {
    // A guide whose rules nobody can meet is still to be read; that it cannot be met belongs on its page.
    return `<p>No document meets this guide: ${escaped(error instanceof Error ? error.message : String(error))}.</p>`
  }
}
