/** Findings of one set as they come: the first of them kept, errors before the rest, all of them counted. */
import { finding } from '../finding.ts'
import { type FindingCode, type Message, messages } from '../messages.ts'
import type { Finding, Severity } from '../model.ts'
import type { FindingSink } from './structure.ts'

interface Kept {
  readonly one: Finding
  /** Framing, structure, values: the order in which a segment's findings are told. */
  readonly rank: number
}

/** How many findings may still be kept for a whole interchange; shared by its sets. */
export interface Room {
  left: number
}

/** Says what a finding comes to once leniencies are applied; undefined drops it. */
export type Soften = (one: Finding) => Finding | undefined

export class Collector {
  private readonly soften: Soften
  private readonly max: number
  private readonly errors: Kept[] = []
  private readonly others: Kept[] = []
  private readonly severities = new Map<FindingCode, Severity | 'dropped'>()
  private errorCount = 0
  private otherCount = 0
  private structuralErrors = 0

  constructor(soften: Soften, max: number) {
    this.soften = soften
    this.max = max
  }

  sink(rank: number): FindingSink {
    return {
      wants: code => this.wants(code),
      count: code => this.count(code, 1),
      add: one => this.add(one, rank),
      takeBack: one => this.takeBack(one),
    }
  }

  add(one: Finding, rank: number): void {
    const softened = this.soften(one)
    if (softened === undefined) return
    this.count(one.code, 1)
    const list = softened.severity === 'error' ? this.errors : this.others
    if (list.length < this.max) list.push({ one: softened, rank })
  }

  /** Some segment or value is in error, told or only counted. */
  get hasErrors(): boolean {
    return this.errorCount > 0
  }

  /** Every error is one of a value; no segment is missing or misplaced. */
  get onlyElements(): boolean {
    return this.structuralErrors === 0
  }

  /** In the order of segments: at most the maximum, and a note that says how many more there were. */
  told(always: readonly Finding[], offset: number): Finding[] {
    const errors = this.errors.slice(0, this.max)
    const kept = [...errors, ...this.others.slice(0, this.max - errors.length)]
    const all = [...always.map(one => ({ one, rank: 0 })), ...kept]
    all.sort((a, b) => (a.one.position ?? 0) - (b.one.position ?? 0) || a.rank - b.rank)
    const list = all.map(({ one }) => one)
    const more = this.errorCount + this.otherCount - kept.length
    if (more > 0) list.push(finding('set.more-findings', { offset, value: String(more) }))
    return list
  }

  private wants(code: FindingCode): boolean {
    const severity = this.severityOf(code)
    if (severity === 'dropped') return false
    return (severity === 'error' ? this.errors : this.others).length < this.max
  }

  private count(code: FindingCode, by: number): void {
    const severity = this.severityOf(code)
    if (severity === 'dropped') return
    if (severity !== 'error') this.otherCount += by
    else {
      this.errorCount += by
      const { x12 }: Message = messages[code]
      if (x12.ak403 === undefined) this.structuralErrors += by
    }
  }

  private takeBack(one: Finding): void {
    this.count(one.code, -1)
    for (const list of [this.errors, this.others]) {
      const at = list.findIndex(
        kept => kept.one.code === one.code && kept.one.offset === one.offset && kept.one.tag === one.tag,
      )
      if (at >= 0) {
        list.splice(at, 1)
        return
      }
    }
  }

  private severityOf(code: FindingCode): Severity | 'dropped' {
    const known = this.severities.get(code)
    if (known !== undefined) return known
    const severity = this.soften(finding(code, { offset: 0 }))?.severity ?? 'dropped'
    this.severities.set(code, severity)
    return severity
  }
}
