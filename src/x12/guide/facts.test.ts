/** The guides against the facts of the standard that stand in test/facts, element by element. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type ElementRule, guideFor, type Release, type SlotList } from './guide.ts'
import { guideSets } from './sets/index.ts'

interface Facts {
  /** "set 850" and its words, "segment BEG", "relations BEG", "codes 353". */
  readonly [key: string]: readonly string[] | undefined
}

function readFacts(release: Release): Facts {
  const text = readFileSync(new URL(`../../../test/facts/${release}.txt`, import.meta.url), 'utf8')
  const lines = text
    .replace(/\n {2}/g, ' ')
    .trim()
    .split('\n')
    .slice(1)
  return Object.fromEntries(
    lines.map(line => {
      const [kind, name, ...rest] = line.split(' ')
      return [`${kind} ${name}`, rest]
    }),
  )
}

/** Our guide in the words of the facts. */
function structureOf(list: SlotList): string[] {
  return list.slots.flatMap(slot => {
    const uses = `${slot.tag}:${slot.min}:${slot.max === Number.POSITIVE_INFINITY ? '*' : slot.max}`
    return slot.loop ? [`${uses}[`, ...structureOf(slot.loop), ']'] : [uses]
  })
}

function elementsOf(rules: readonly ElementRule[]): string[] {
  return rules.flatMap(rule => {
    const head = `${rule.number}/${rule.mandatory ? 'M' : 'O'}`
    if (rule.components) return [`${head}(`, ...elementsOf(rule.components), ')']
    return [`${head}/${rule.type}/${rule.min}/${rule.max}`]
  })
}

/** Two places where the source contradicts itself, see test/facts/README.md. */
const settled = (fact: string) => fact.replace(/^(143.*)\/AN\//, '$1/ID/').replace(/\/0\/(\d+)$/, '/1/$1')

/** Inside composites the source does not repeat type and lengths: then only number and requirement are compared. */
function asFarAsTold(ours: readonly string[], facts: readonly string[]): string[] {
  return ours.map((one, i) => (/^\w+\/[MO]$/.test(facts[i] ?? '') ? one.split('/').slice(0, 2).join('/') : one))
}

const releases: readonly Release[] = ['004010', '005010']
const setsOf = (release: Release) => Object.keys(guideSets).filter(id => guideSets[id]?.structure[release])

describe.each(releases)('the guides of %s', release => {
  const facts = readFacts(release)
  const guides = setsOf(release).flatMap(id => guideFor(id, release) ?? [])
  const tags = [...new Set(guides.flatMap(guide => [...guide.tags]))].sort()
  const ruleOf = (tag: string) => {
    const rule = guides[0]?.segmentRule(tag)
    if (rule === undefined) throw new Error(`no rule for ${tag}`)
    return rule
  }

  it('are those that the facts know, no more and no fewer', () => {
    const known = Object.keys(facts).filter(key => key.startsWith('set '))
    expect(guides.map(guide => `set ${guide.setId}`)).toEqual(known.sort())
    expect(known).toHaveLength(release === '004010' ? 14 : 15)
  })
  it.each(setsOf(release))('%s: order, use and loops', id => {
    const [group, ...structure] = facts[`set ${id}`] ?? []
    const guide = guideFor(id, release)
    expect(guide?.groupId).toBe(group)
    expect(guide && structureOf(guide.root)).toEqual(structure)
  })
  it('use segments that the facts know', () => {
    expect(tags.filter(tag => facts[`segment ${tag}`] === undefined)).toEqual([])
    expect(tags.length).toBeGreaterThan(100)
  })
  it('give every element its number, requirement, type, lengths and components', () => {
    for (const tag of tags) {
      const fact = (facts[`segment ${tag}`] ?? []).map(settled)
      expect(asFarAsTold(elementsOf(ruleOf(tag).elements), fact), tag).toEqual(fact)
    }
  })
  it('hold the conditions between elements', () => {
    for (const tag of tags) {
      const ours = ruleOf(tag).relations.map(
        ({ kind, elements }) => `${kind}${elements.map(n => String(n).padStart(2, '0')).join('')}`,
      )
      expect([...ours].sort(), tag).toEqual([...(facts[`relations ${tag}`] ?? [])].sort())
    }
  })
  it('know the code values that the facts know, and no others', () => {
    const all = tags.flatMap(tag => ruleOf(tag).elements.flatMap(rule => [rule, ...(rule.components ?? [])]))
    const ours = new Map(all.map(rule => [rule.number, rule.codes]))
    for (const [number, codes] of ours) {
      expect([...(codes ?? [])].sort(), `codes of ${number}`).toEqual([...(facts[`codes ${number}`] ?? [])].sort())
    }
    const lists = Object.keys(facts).filter(key => key.startsWith('codes '))
    expect(lists.filter(key => ours.get(key.slice(6)) === undefined)).toEqual([])
    expect(lists.length).toBeGreaterThan(25)
  })
})
