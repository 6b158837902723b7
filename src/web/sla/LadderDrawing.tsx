// The ladder of a policy, drawn: a line for everybody who is told, from the asking over the due instant to what is repeated.
import { Mail, Webhook } from 'lucide-react'
import { contactsApi } from '../../sla/contact-api.ts'
import type { NamedOne, PolicyKind, PolicyLadder } from '../../sla/policy-api.ts'
import { m } from '../i18n/index.ts'
import { spanText } from '../partners/partner-text.ts'
import { useEndpoint } from '../query.ts'
import classes from './LadderDrawing.module.css'
import { DUE_AT, type Lane, lanesOf, type Place } from './policy-draft.ts'
import { audienceText, whomText } from './told-words.ts'

export function LadderDrawing({ ladder, kind }: { ladder: PolicyLadder; kind: PolicyKind }) {
  return (
    <figure className={classes.whole} aria-label={m.sla_ladder_drawn()}>
      <div className={classes.axis} aria-hidden>
        <span>{m.sla_ladder_asked()}</span>
        <span className={classes.due} style={{ left: percent(DUE_AT) }}>
          {m.sla_ladder_due()}
        </span>
      </div>
      {lanesOf(ladder, kind).map(lane => (
        <LaneLine key={lane.to} lane={lane} />
      ))}
    </figure>
  )
}

const percent = (at: number): string => `${at * 100}%`

/** Whom it names, by name: only the buyer draws a ladder. */
function NamedText({ named }: { named: readonly NamedOne[] }) {
  const known = useEndpoint(contactsApi.list, {}, { watch: ['contact', 'person'] })
  const { rows = [], people = [] } = known.data ?? {}
  const ids = new Set(named.map(one => ('personId' in one ? one.personId : one.contactId)))
  const names = [...people, ...rows].filter(({ id }) => ids.has(id)).map(({ name }) => name)
  return <>{whomText('named', names)}</>
}

function LaneLine({ lane: { to, named, places } }: { lane: Lane }) {
  return (
    <div className={classes.lane}>
      <span className={classes.who}>{to === 'named' ? <NamedText named={named} /> : audienceText(to)}</span>
      <ol className={classes.line}>
        {places.map(place => (
          <li
            key={`${place.kind} ${place.value}`}
            className={classes.place}
            data-kind={place.kind}
            style={{ left: percent(place.at) }}
          >
            <span className={classes.dot} aria-hidden />
            <span className={classes.text}>
              {placeText(place)} <Channels place={place} />
            </span>
          </li>
        ))}
      </ol>
    </div>
  )
}

/** What it goes by besides the portal. */
function Channels({ place: { mails, posts } }: { place: Place }) {
  return (
    <>
      {mails ? <Mail size={11} role="img" aria-label={m.sla_ladder_mail()} /> : null}
      {posts ? <Webhook size={11} role="img" aria-label={m.sla_ladder_webhook()} /> : null}
    </>
  )
}

function placeText({ kind, value }: Place): string {
  switch (kind) {
    case 'reminder':
      return m.sla_ladder_percent({ n: value })
    case 'due':
      return m.sla_ladder_due()
    case 'again':
      return m.sla_ladder_again()
    case 'step':
      return value === 0 ? m.sla_ladder_due() : m.sla_ladder_after({ span: spanText(value) })
  }
}
