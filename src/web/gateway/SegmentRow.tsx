// One segment: its bytes on one side, in words on the other, and what is wrong with it beneath.
import type { CSSProperties, Ref } from 'react'
import type { ExplainedSegmentShown, FindingAtLine, SegmentsShown } from '../../gateway/api.ts'
import { m } from '../i18n/index.ts'
import { Finding } from './Findings.tsx'
import { roles } from './grid-roles.ts'
import classes from './Inspector.module.css'
import { isAbout, partsOf, pieces, worstOf } from './marked-parts.ts'

export interface SegmentRowProps {
  id: string
  /** Its place in the interchange, counted from 0. */
  line: number
  segment: ExplainedSegmentShown | undefined
  findings: readonly FindingAtLine[]
  separators: SegmentsShown['separators']
  sought: string
  current: boolean
  onPick: () => void
  measure: Ref<HTMLDivElement>
  index: number
  style: CSSProperties
}

export function SegmentRow(props: SegmentRowProps) {
  const { id, line, segment, findings, current, onPick, measure, index, style } = props
  // The grid has the keys; a click only moves to where they stand.
  const place = { ...roles.row, 'aria-rowindex': line + 2, 'aria-selected': current, onClick: onPick }
  return (
    <div
      id={id}
      {...place}
      ref={measure}
      data-index={index}
      data-kind={segment ? kindOf(segment) : undefined}
      data-wrong={worstOf(findings)}
      className={classes.row}
      style={style}
    >
      {segment ? <Cells {...props} segment={segment} /> : <Waiting />}
    </div>
  )
}

function Waiting() {
  return (
    <div {...roles.cell} className={classes.waiting}>
      {m.gateway_segment_loading()}
    </div>
  )
}

function Cells({ segment, findings, separators, sought }: SegmentRowProps & { segment: ExplainedSegmentShown }) {
  return (
    <>
      <div {...roles.cell} className={classes.place}>
        {segment.position || ''}
      </div>
      <div {...roles.cell} className={classes.raw} style={{ paddingInlineStart: `${segment.depth}em` }}>
        <Raw segment={segment} findings={findings} separators={separators} sought={sought} />
      </div>
      <div {...roles.cell} className={classes.words} style={{ paddingInlineStart: `${segment.depth}em` }}>
        <span className={classes.name}>{segment.name ?? segment.tag}</span>
        {segment.depth > 0 ? <span className={classes.loop}>{m.gateway_loop({ loop: segment.loop })}</span> : null}
        <Elements segment={segment} findings={findings} />
        {segment.cut ? <p className={classes.cut}>{m.gateway_segment_cut()}</p> : null}
        {findings.length > 0 ? (
          <ul className={classes.findings}>
            {findings.map((finding, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the order never changes
              <Finding key={index} finding={finding} />
            ))}
          </ul>
        ) : null}
      </div>
    </>
  )
}

function Elements({ segment: { elements, tag }, findings }: Pick<SegmentRowProps, 'findings'> & Segment) {
  if (elements.length === 0) return null
  return (
    <dl className={classes.elements}>
      {elements.map(({ ref, name, value, meaning }) => (
        <div key={ref}>
          <dt title={ref}>{name ?? ref}</dt>
          <dd data-wrong={worstOf(findings.filter(one => isAbout(one, ref, tag)))}>
            {meaning ? `${value.trim()} (${meaning})` : value.trim()}
          </dd>
        </div>
      ))}
    </dl>
  )
}

interface Segment {
  segment: ExplainedSegmentShown
}

function kindOf({ position, tag, depth }: ExplainedSegmentShown): string {
  if (position === 0) return 'envelope'
  if (tag === 'ST' || tag === 'SE') return 'set'
  return depth > 0 ? 'loop' : 'header'
}

/** The bytes of the segment, its elements told apart; what a finding is about is marked. */
function Raw({
  segment: { raw, tag, elements },
  findings,
  separators,
  sought,
}: Pick<SegmentRowProps, 'findings' | 'separators' | 'sought'> & Segment) {
  const separator = raw.charAt(tag.length)
  const values = separator === '' ? [] : raw.slice(tag.length + 1).split(separator)
  const nameOf = (element: number) =>
    elements.find(one => one.ref === `${tag}${String(element).padStart(2, '0')}`)?.name
  return (
    <code>
      <span className={classes.tag}>
        <Sought text={tag} sought={sought} />
      </span>
      {values.map((value, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an element is its place
        <span key={index}>
          <span className={classes.separator}>{separator}</span>
          <span title={nameOf(index + 1)}>
            {partsOf(
              value,
              findings.filter(one => one.element === index + 1),
              separators,
            ).map((part, place) => (
              <span
                // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place
                key={place}
                className={part.separator ? classes.separator : classes.value}
                data-wrong={part.wrong}
              >
                <Sought text={part.text} sought={sought} />
              </span>
            ))}
          </span>
        </span>
      ))}
    </code>
  )
}

function Sought({ text, sought }: { text: string; sought: string }) {
  return pieces(text, sought).map((piece, index) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: a piece is its place
    piece.found ? <mark key={index}>{piece.text}</mark> : piece.text,
  )
}
