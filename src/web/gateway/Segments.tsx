// An interchange segment by segment: raw on one side, in words on the other, and what is wrong pinned where it is.
import { Info, OctagonAlert, TriangleAlert } from 'lucide-react'
import type { ExplainedSegmentShown, FindingShown } from '../../gateway/api.ts'
import { m } from '../i18n/index.ts'
import classes from './gateway.module.css'

const severityIcons = { error: OctagonAlert, warning: TriangleAlert, note: Info }

function severityText(severity: FindingShown['severity']): string {
  if (severity === 'error') return m.gateway_error()
  return severity === 'warning' ? m.gateway_warning() : m.gateway_note()
}

function whoText(who: FindingShown['who']): string {
  if (who === 'sender') return m.gateway_who_sender()
  return who === 'receiver' ? m.gateway_who_receiver() : m.gateway_who_us()
}

export function Segments({ of }: { of: readonly ExplainedSegmentShown[] }) {
  return (
    <ol className={classes.segments} aria-label={m.gateway_contents()}>
      {of.map((segment, index) => (
        // Segments have no other name than their place.
        // biome-ignore lint/suspicious/noArrayIndexKey: the order never changes
        <SegmentRow key={index} segment={segment} />
      ))}
    </ol>
  )
}

function SegmentRow({ segment }: { segment: ExplainedSegmentShown }) {
  const worst = (['error', 'warning'] as const).find(one => segment.findings.some(found => found.severity === one))
  return (
    <li className={classes.segment} data-kind={kindOf(segment)} data-wrong={worst}>
      <Raw segment={segment} />
      <div>
        <span className={classes.name}>{segment.name ?? segment.tag}</span>
        <dl className={classes.elements}>
          {segment.elements.map(({ ref, name, value, meaning }) => (
            <div key={ref}>
              <dt title={ref}>{name ?? ref}</dt>
              <dd>{meaning ? `${value.trim()} (${meaning})` : value.trim()}</dd>
            </div>
          ))}
        </dl>
      </div>
      <Findings of={segment.findings} />
    </li>
  )
}

function kindOf({ documentId, tag, depth }: ExplainedSegmentShown): string {
  if (!documentId && !['ST', 'SE'].includes(tag))
    return ['ISA', 'GS', 'GE', 'IEA', 'TA1'].includes(tag) ? 'envelope' : 'header'
  if (tag === 'ST' || tag === 'SE') return 'set'
  return depth > 0 ? 'loop' : 'header'
}

/** The bytes of the segment, its elements told apart; an element in error is marked. */
function Raw({ segment: { raw, tag, depth, position, elements, findings } }: { segment: ExplainedSegmentShown }) {
  const separator = raw.charAt(tag.length)
  const values = separator === '' ? [] : raw.slice(tag.length + 1).split(separator)
  const wrong = new Set(findings.filter(one => one.severity === 'error').map(one => one.element))
  const nameOf = (element: number) =>
    elements.find(one => one.ref === `${tag}${String(element).padStart(2, '0')}`)?.name
  return (
    <code className={classes.raw} style={{ paddingLeft: `${depth}em` }} data-position={position || undefined}>
      <span className={classes.tag}>{tag}</span>
      {values.map((value, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an element is its place
        <span key={index}>
          <span className={classes.separator}>{separator}</span>
          <span className={classes.value} title={nameOf(index + 1)} data-wrong={wrong.has(index + 1) || undefined}>
            {value}
          </span>
        </span>
      ))}
    </code>
  )
}

export function Findings({ of }: { of: readonly FindingShown[] }) {
  if (of.length === 0) return null
  return (
    <ul className={classes.findings}>
      {of.map((finding, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the order never changes
        <Finding key={index} finding={finding} />
      ))}
    </ul>
  )
}

function Finding({ finding }: { finding: FindingShown }) {
  const { severity, text, remedy, who, element, offset } = finding
  const Icon = severityIcons[severity]
  const place = element === undefined ? m.gateway_at_byte({ offset }) : m.gateway_at_element({ element, offset })
  return (
    <li className={classes.finding} data-severity={severity}>
      <div className={classes.findingTop}>
        <Icon size={15} aria-hidden />
        {severityText(severity)}: {text}
      </div>
      <div>
        {remedy} {whoText(who)} ({place})
      </div>
    </li>
  )
}
