// What was found: how bad, in words, what to do, and who has to; in a list each leads to its segment.
import { Button, UnstyledButton } from '@mantine/core'
import { Info, OctagonAlert, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import type { FindingAtLine } from '../../gateway/api.ts'
import { countText } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'
import classes from './Inspector.module.css'

const severityIcons = { error: OctagonAlert, warning: TriangleAlert, note: Info }

function severityText(severity: FindingAtLine['severity']): string {
  if (severity === 'error') return m.gateway_error()
  return severity === 'warning' ? m.gateway_warning() : m.gateway_note()
}

function whoText(who: FindingAtLine['who']): string {
  if (who === 'sender') return m.gateway_who_sender()
  return who === 'receiver' ? m.gateway_who_receiver() : m.gateway_who_us()
}

/** "segment 4 ACK, element 1, byte 312" */
function placeText({ position, tag, element, component, offset }: FindingAtLine): string {
  const segment = [position === undefined ? undefined : m.gateway_at_segment({ position }), tag].filter(Boolean)
  const within = component === undefined ? `${element}` : `${element}-${component}`
  return [
    segment.join(' '),
    element === undefined ? '' : m.gateway_at_element({ element: within }),
    m.gateway_at_byte({ offset }),
  ]
    .filter(Boolean)
    .join(', ')
}

/** Beneath its segment. */
export function Finding({ finding }: { finding: FindingAtLine }) {
  const { severity, text, remedy, who } = finding
  const Icon = severityIcons[severity]
  return (
    <li className={classes.finding} data-severity={severity}>
      <div className={classes.findingTop}>
        <Icon size={15} aria-hidden />
        {severityText(severity)}: {text}
      </div>
      <div>
        {remedy} {whoText(who)} ({placeText(finding)})
      </div>
    </li>
  )
}

/** Drawn at first; the others when somebody wants them. */
const listedMax = 50

interface FindingsListProps {
  findings: readonly FindingAtLine[]
  total: number
  /** The one that is shown, by its place in the list; -1 for none. */
  current: number
  onPick: (place: number) => void
}

export function FindingsList({ findings, total, current, onPick }: FindingsListProps) {
  const [all, showAll] = useState(false)
  const listed = all ? findings : findings.slice(0, Math.max(listedMax, current + 1))
  return (
    <>
      <ol className={classes.found} aria-label={m.gateway_findings()}>
        {listed.map((finding, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the order never changes
          <li key={place} className={classes.finding} data-severity={finding.severity}>
            <Found finding={finding} current={place === current} onPick={() => onPick(place)} />
          </li>
        ))}
      </ol>
      {listed.length < findings.length ? (
        <Button variant="subtle" size="compact-sm" onClick={() => showAll(true)}>
          {m.gateway_findings_all({ n: countText(findings.length) })}
        </Button>
      ) : null}
      {findings.length < total ? (
        <p className={classes.more}>
          {m.gateway_findings_cut({ shown: countText(findings.length), total: countText(total) })}
        </p>
      ) : null}
    </>
  )
}

function Found({ finding, current, onPick }: { finding: FindingAtLine; current: boolean; onPick: () => void }) {
  const { severity, text, remedy, who, line } = finding
  const Icon = severityIcons[severity]
  const what = `${severityText(severity)}: ${text}`
  return (
    <>
      <div className={classes.findingTop}>
        <Icon size={15} aria-hidden />
        {line === undefined ? (
          what
        ) : (
          <UnstyledButton className={classes.leads} aria-current={current || undefined} onClick={onPick}>
            {what}
          </UnstyledButton>
        )}
      </div>
      {/* What stands at a segment says there what to do. */}
      {line === undefined ? (
        <div>
          {remedy} {whoText(who)} ({placeText(finding)})
        </div>
      ) : null}
    </>
  )
}
