/** Guides for people: the page tells all that the guide holds, and the differences between two are all there. */
import { describe, expect, it } from 'vitest'
import { type Guide, guideFor } from '../guide/guide.ts'
import { isGuide, partnerGuide } from '../guide/partner-guide.ts'
import type { PartnerGuideJson } from '../guide/partner-json.ts'
import { guideSets } from '../guide/sets/index.ts'
import { guideDifferences } from './guide-differences.ts'
import { guideDifferencesPage, guidePage } from './guide-page.ts'

function partner(more: Partial<PartnerGuideJson>): Guide {
  const made = partnerGuide({ name: 'Nordwerk', set: '850', release: '004010', ...more })
  if (!isGuide(made)) throw new Error(JSON.stringify(made.errors))
  return made
}
const standard = (id: string, release = '004010') => guideFor(id, release) as Guide
const all = Object.values(guideSets).flatMap(set =>
  Object.keys(set?.structure ?? {}).map(release => [set?.id ?? '', release] as const),
)
const narrowed = partner({
  segments: { DTM: { use: 'not used' }, PER: { use: 'mandatory', note: 'Who can be asked <today>' } },
  elements: { BEG02: { codes: ['SA', 'NE'] }, BEG04: { use: 'not used' }, 'PO1/REF01': { codes: ['PG'] } },
  rules: [{ at: 'PO1', when: { element: 4 }, wants: { element: 5, is: ['CT'] } }],
})

describe('the page of a guide', () => {
  it.each(all)('of %s in %s names every segment and element, and every link leads somewhere', (id, release) => {
    const guide = standard(id, release)
    const page = guidePage(guide)
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(match => match[1])
    expect(new Set(ids).size).toBe(ids.length)
    for (const [, to] of page.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(to)
    for (const tag of guide.tags) {
      const last = guide.segmentRule(tag)?.elements.length ?? 0
      expect(page).toContain(`<th scope="row"><code>${tag}${String(last).padStart(2, '0')}</code></th>`)
    }
  })
  it('leaves no segment and no element without a name', () => {
    for (const [id, release] of [...all, ['830', '002001'], ['850', '003060']] as const) {
      const nameless = guidePage(standard(id, release)).match(
        /<h3 id="[^"]*"><code>\w+<\/code><\/h3>|<code>\S+<\/code><\/th><td[^>]*><\/td>/g,
      )
      expect(nameless, id).toBeNull()
    }
  })
  it('fetches nothing, runs nothing, and says its language', () => {
    const page = guidePage(standard('850'))
    expect(page).not.toMatch(/<script|<link|<img|src=|url\(|https?:/)
    expect(page).toContain('<html lang="en">')
    expect(page).toContain('<meta name="viewport" content="width=device-width, initial-scale=1">')
    expect(page.match(/<h1>/g)).toHaveLength(1)
  })
  it('tells use, conditions and codes in words', () => {
    const page = guidePage(standard('850'))
    expect(page).toContain('mandatory, at most 100000')
    expect(page).toContain('<li>PO106 and PO107 go together.</li>')
    expect(page).toContain('<li>at least one of REF02 and REF03 is sent.</li>')
    expect(page).toContain('<li><code>SA</code> stand-alone order</li>')
    expect(page).toMatch(/<td [^>]*>AN 1\/22<\/td>/)
  })
  it('marks what was agreed, with what the standard says beside it', () => {
    const page = guidePage(narrowed)
    expect(page).toMatch(
      /<code>DTM<\/code> date<\/span> <span class="soft">not used<\/span> <strong class="mark">agreed/,
    )
    expect(page).toContain('(the standard: optional, at most 3)')
    expect(page).toMatch(/<tr role="row" class="off"><th scope="row"><code>BEG04<\/code>/)
    expect(page).toContain('when PO104 is sent, PO105 is CT')
    // REF in order lines is narrowed, REF elsewhere is not: they are told apart.
    expect(page).toContain('id="REF"')
    expect(page).toContain('id="REF-PO1"')
    expect(guidePage(standard('850'))).not.toContain('class="mark"')
  })
  it('takes no markup from a partner', () => {
    const page = guidePage(partner({ name: '<b>"Nord" & werk</b>', segments: { PER: { note: '<i>x</i>' } } }))
    expect(page).not.toMatch(/<b>|<i>/)
    expect(page).toContain('&#60;i&#62;x&#60;/i&#62;')
  })
  it('says so when no document can meet the guide', () => {
    const rules = [
      { at: 'BEG', when: { element: 1 }, wants: { element: 4 } },
      { at: 'BEG', when: { element: 1 }, wants: { element: 4, present: false } },
    ]
    expect(guidePage(partner({ rules }))).toContain('No document meets this guide: The rules for BEG contradict')
  })
})

describe('differences', () => {
  const brief = (a: Guide, b: Guide) =>
    guideDifferences(a, b).map(one => `${one.at} ${one.what}: ${one.before} > ${one.after}`)
  it('of a guide and itself are none', () => {
    for (const [id, release] of all) expect(guideDifferences(standard(id, release), standard(id, release))).toEqual([])
    expect(guideDifferencesPage(narrowed, narrowed)).toContain('Nothing differs.')
  })
  it('are exactly what a partner narrowed', () => {
    expect(brief(standard('850'), narrowed)).toEqual([
      'BEG02 codes: 69 codes > SA NE',
      'BEG04 use: optional > not used',
      'PER use: optional, at most 3 > mandatory, at most 3',
      'DTM use: optional, at most 10 > not used',
      'PO1/REF01 codes: any > PG',
      'PO1 rule:  > when PO104 is sent, PO105 is CT',
    ])
    expect(guideDifferences(narrowed, standard('850'))).toHaveLength(6)
  })
  it('of two releases name segments that came and went, and lengths that grew', () => {
    const told = brief(standard('856'), standard('856', '005010'))
    expect(told).toContain('856 release: 004010 > 005010')
    expect(told).toContain('HL/REF02 type: AN 1/30 > AN 1/50')
    expect(told).toContain('HL/N1/REF02 type: AN 1/30 > AN 1/50')
    expect(told.find(one => one.startsWith('HL03 codes new'))).toContain(' AA ')
    expect(told.some(one => one.startsWith('HL/TD3'))).toBe(true)
    const orders = brief(standard('850'), standard('850', '005010'))
    expect(orders).toContain('N9/MSG use: optional, at most 1000 > ')
    expect(orders).toContain('N9/MTX use:  > optional, any number')
  })
  it('of two versions of a partner stand on a page', () => {
    const page = guideDifferencesPage(narrowed, partner({ name: 'Nordwerk 2', segments: { DTM: { max: 2 } } }))
    expect(page).toContain('<del>not used</del>')
    expect(page).toContain('<ins>optional, at most 2</ins>')
    expect(page).toContain('<code>BEG04</code>')
  })
})
