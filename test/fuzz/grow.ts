// Documents grown from the guides: every place in its order, with values of the right kind, or nearly.
import { type ElementRule, type Guide, guideFor, type SegmentRule, type SlotList } from '../../src/x12/guide/guide.ts'
import { guideSets } from '../../src/x12/guide/sets/index.ts'
import type { Random } from './random.ts'

/** How much is sent beyond what must be, and how often a value is wrong on purpose: 0 to 1. */
export interface Growth {
  readonly optional: number
  readonly wrong: number
}

const setIds = Object.keys(guideSets)
/** A set of some hundred segments is plenty; loops within loops grow fast. */
const segmentsMax = 400

/** One interchange with one set of any kind in either release; envelope and counts are right. */
export function grown(random: Random, growth: Growth): { setId: string; bytes: Buffer } {
  const version = random.pick(['004010', '005010'])
  const setId = random.pick(setIds.filter(id => guideFor(id, version) !== undefined))
  const guide = guideFor(setId, version)
  if (guide === undefined) throw new Error(`no guide for ${setId} in ${version}`)
  const segments: string[][] = []
  new Grower(random, growth, guide, segments).list(guide.root)
  const body = segments.filter(([tag]) => tag !== 'ST' && tag !== 'SE')
  const isa12 = version === '005010' ? '^*00501' : 'U*00401'
  const st = ['ST', setId, '0001', ...(setId === '999' ? ['005010X231'] : [])]
  const lines = [
    `ISA*00*          *00*          *ZZ*SUPPLIER01     *ZZ*PEDALWERK      *260302*0910*${isa12}*000000101*0*P*>`,
    `GS*${guide.groupId}*SUPPLIER01*PEDALWERK*20260302*0910*17*X*${version}`,
    ...[st, ...body, ['SE', String(body.length + 2), '0001']].map(one => one.join('*').replace(/\*+$/, '')),
    'GE*1*17',
    'IEA*1*000000101',
  ]
  return { setId, bytes: Buffer.from(`${lines.join('~\n')}~\n`, 'latin1') }
}

class Grower {
  private readonly random: Random
  private readonly growth: Growth
  private readonly guide: Guide
  private readonly segments: string[][]

  constructor(random: Random, growth: Growth, guide: Guide, segments: string[][]) {
    this.random = random
    this.growth = growth
    this.guide = guide
    this.segments = segments
  }

  list({ slots }: SlotList): void {
    for (const slot of slots) {
      let times = slot.min
      const more = () => this.segments.length < segmentsMax && this.random.chance(this.growth.optional)
      while (times < slot.max && more()) times++
      for (; times > 0; times--) {
        // Inside a loop its opener comes first, as a place of its own.
        if (slot.loop) this.list(slot.loop)
        else this.segment(slot.tag)
      }
    }
  }

  private segment(tag: string): void {
    const rule = this.guide.segmentRule(tag)
    this.segments.push([tag, ...(rule ? this.elements(rule) : [])])
  }

  private elements(rule: SegmentRule): string[] {
    const sent = rule.elements.map(one => one.mandatory || this.random.chance(this.growth.optional))
    // Conditions are met, so that what is wrong is wrong on purpose.
    for (const { kind, elements } of rule.relations) {
      const at = elements.map(n => n - 1)
      const some = at.some(i => sent[i])
      if (kind === 'P' && some) for (const i of at) sent[i] = true
      if (kind === 'R' && !some && at[0] !== undefined) sent[at[0]] = true
    }
    return rule.elements.map((one, i) => (sent[i] ? this.value(one) : ''))
  }

  private value(rule: ElementRule): string {
    const { random } = this
    if (random.chance(this.growth.wrong))
      return random.pick(['?', '', '-', 'Z'.repeat(90), '20269999', '\x07', 'a>b>c'])
    if (rule.components)
      return rule.components
        .map(one => (one.mandatory ? this.value(one) : ''))
        .join('>')
        .replace(/>+$/, '')
    if (rule.codes) return random.pick([...rule.codes])
    const length = Math.min(rule.max, rule.min + random.int(4))
    switch (rule.type) {
      case 'DT':
        return rule.max === 6 ? '260302' : '20260302'
      case 'TM':
        return '0910'
      case 'N':
      case 'R':
        return '1'.repeat(Math.max(length, 1))
      default:
        return random.pick(['A', '7', 'Q']).repeat(Math.max(length, 1))
    }
  }
}
