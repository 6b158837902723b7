/** Judging an input as it comes: the verdicts of `judgeInterchange`, in little memory whatever the size of the input. */

import { type Limits, streamingLimits } from '../limits.ts'
import type { Delimiters, Finding, Group, Interchange, Isa, Leniency, TransactionSet } from '../model.ts'
import type { Listener } from '../read/build.ts'
import { Reader } from '../read/read.ts'
import { checkBy } from './agreed-findings.ts'
import { groupVerdict, interchangeVerdict, type SetTerms, setVerdict, termsOf } from './judge.ts'
import type { GroupJudgment, JudgeOptions, Judgment, SetJudgment } from './judgment.ts'
import { type Check, softener, unchecked } from './validate.ts'

/**
 * What judging came to, in the order in which things end. The shapes are those of `judgeInterchange`, but sets have no
 * segments: they were judged and let go. A set's verdict holds unless its group is refused, a group's unless its
 * interchange is, so answer when the interchange is told.
 */
export type JudgeEvent =
  | { readonly kind: 'set'; readonly judged: SetJudgment; readonly group: Group }
  | { readonly kind: 'group'; readonly judged: GroupJudgment }
  | { readonly kind: 'interchange'; readonly judged: Judgment }
  /** Comes last: findings that belong to no interchange. */
  | { readonly kind: 'input'; readonly findings: readonly Finding[]; readonly sizeBytes: number }

/** Options for all interchanges of an input, or for each by its header: the partner is known only then. */
export type StreamOptions = JudgeOptions | ((isa: Isa) => JudgeOptions)

/**
 * Takes chunks of any size, gives what ended in them. Holds a window of some hundred kilobytes, up to 8 MB for binary
 * data, a look ahead of at most 1 MB, and the verdicts of the interchange that is open. Never throws for what the input
 * holds.
 */
export class JudgeStream {
  private readonly reader: Reader
  private readonly judging: Judging
  private events: JudgeEvent[] = []

  constructor(options: StreamOptions = {}, limits: Partial<Limits> = {}) {
    const allowed = { ...streamingLimits, ...limits }
    this.judging = new Judging(options, allowed, event => this.events.push(event))
    this.reader = new Reader(allowed, {
      opened: isa => this.judging.opened(isa),
      interchange: one => this.judging.ended(one),
      listener: this.judging,
    })
  }

  /** The chunk may be overwritten afterwards. */
  push(chunk: Uint8Array): readonly JudgeEvent[] {
    this.reader.push(chunk)
    return this.taken()
  }

  /** Nothing more comes. */
  end(): readonly JudgeEvent[] {
    const { findings, sizeBytes } = this.reader.end()
    return [...this.taken(), { kind: 'input', findings, sizeBytes }]
  }

  private taken(): readonly JudgeEvent[] {
    const { events } = this
    if (events.length > 0) this.events = []
    return events
  }
}

/** Judges what a source gives, asking for the next chunk only when the verdicts of the last were taken. */
export async function* judgeStream(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: StreamOptions = {},
  limits: Partial<Limits> = {},
): AsyncGenerator<JudgeEvent, void, undefined> {
  const stream = new JudgeStream(options, limits)
  for await (const chunk of source) yield* stream.push(chunk)
  yield* stream.end()
}

/** Judges sets as their segments come by, and their groups and interchanges as they end. */
class Judging implements Listener {
  private readonly optionsFor: (isa: Isa) => JudgeOptions
  private readonly limits: Limits
  private readonly tell: (event: JudgeEvent) => void
  private options: JudgeOptions = {}
  private granted: ReadonlySet<Leniency> = new Set()
  private room = { left: 0 }
  private groups: GroupJudgment[] = []
  private sets: SetJudgment[] = []
  private controls = new Set<string>()
  private terms: SetTerms = { head: [], guide: undefined, granted: new Set() }
  private check: Check | undefined

  constructor(options: StreamOptions, limits: Limits, tell: (event: JudgeEvent) => void) {
    this.optionsFor = typeof options === 'function' ? options : () => options
    this.limits = limits
    this.tell = tell
  }

  opened(isa: Isa): void {
    this.options = this.optionsFor(isa)
    this.granted = new Set(this.options.leniencies ?? [])
    this.room = { left: this.limits.findingsPerInterchangeMax }
    this.groups = []
  }

  ended(interchange: Interchange): void {
    const judged = interchangeVerdict(interchange, this.groups, this.options, this.granted)
    this.groups = []
    this.tell({ kind: 'interchange', judged })
  }

  groupOpened(): void {
    this.sets = []
    this.controls = new Set()
  }

  groupClosed(group: Group): void {
    const judged = groupVerdict(group, this.sets, this.granted)
    this.groups.push(judged)
    this.sets = []
    this.tell({ kind: 'group', judged })
  }

  setOpened(set: TransactionSet, group: Group, delimiters: Delimiters): Check | undefined {
    const { options, granted } = this
    const repeated = this.controls.has(set.control)
    this.controls.add(set.control)
    this.terms = termsOf(set, group, repeated, options, granted)
    const { guide } = this.terms
    const findingsMax = Math.min(this.limits.findingsPerSetMax, this.room.left)
    const given = { delimiters, granted: [...this.terms.granted], findingsMax }
    this.check = guide && checkBy(guide, set, group, given)
    return this.check
  }

  setClosed(set: TransactionSet, group: Group): void {
    const soft = softener([...this.terms.granted], group.gs.version)
    const checked = this.check ? this.check.end(set.findings, set.offset, soft) : unchecked(set.findings, soft)
    const judged = setVerdict(set, this.terms, checked, this.room)
    this.check = undefined
    this.sets.push(judged)
    this.tell({ kind: 'set', judged, group })
  }
}
