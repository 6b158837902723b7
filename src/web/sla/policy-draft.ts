// A policy being edited, and its ladder as places to draw. Pure.
import {
  answersTo,
  audiencesOf,
  type NamedOne,
  type Policy,
  type PolicyAudience,
  type PolicyBody,
  type PolicyKind,
  type PolicyLadder,
  type WhoseHours,
  whoseHours,
} from '../../sla/policy-api.ts'
import { noneMissing } from '../ui/whole.ts'

/** What has proved itself: reminders at the half and at three quarters, the buyer an hour after it was due. */
export const newPolicy = (): PolicyBody => ({
  ...{ name: '', kind: 'call-off', supplierId: null, supplierGroup: null, itemGroup: null, priority: null },
  ...{ hours: 'agreed', calendarId: null },
  target: { kind: 'business-minutes', minutes: 240 },
  ladder: {
    reminders: [50, 75].map(percent => ({ percent, to: 'answerers', mandatory: false })),
    escalations: [
      { afterMinutes: 0, to: 'supplier-administrators' },
      { afterMinutes: 60, to: 'buyer' },
    ],
    repeat: { everyMinutes: 240, times: null, to: 'buyer' },
  },
  pauseReasons: ['our-decision', 'our-drawing', 'force-majeure', 'disputed', 'other'],
  supplierPauseReasons: [],
})

/** A forecast has neither priority nor one group of items. */
export const isAboutOrders = (kind: PolicyKind): boolean => kind !== 'commit'

/** Of the buyer's own decisions other people are told, and no pause is allowed: what was typed for one is nothing for the other. */
export function ofKind(before: PolicyBody, kind: PolicyKind): PolicyBody {
  const draft = isAboutOrders(kind) ? before : { ...before, itemGroup: null, priority: null }
  if (answersTo(kind) === answersTo(draft.kind)) return { ...draft, kind, target: targetFor(kind, draft.target) }
  const hours = draft.hours === 'buyer' ? 'agreed' : draft.hours
  const { target, ladder, pauseReasons } = newPolicy()
  if (kind !== 'decision') return { ...draft, kind, target: targetFor(kind, target), ladder, pauseReasons }
  return {
    ...{ ...draft, kind, hours, pauseReasons: [], supplierPauseReasons: [] },
    target: { kind: 'business-days', days: 1, by: '17:00' },
    ladder: {
      reminders: [{ percent: 50, to: 'buyer', mandatory: false }],
      escalations: [{ afterMinutes: 60, to: 'buyer-administrators' }],
      repeat: { everyMinutes: 240, times: null, to: 'buyer-administrators' },
    },
  }
}

/** A ship notice is due before a delivery, and nothing else is. */
function targetFor(kind: PolicyKind, target: PolicyBody['target']): PolicyBody['target'] {
  if ((kind === 'ship-notice') === (target.kind === 'before-delivery')) return target
  return kind === 'ship-notice' ? { kind: 'before-delivery', days: 1, by: '16:00' } : newPolicy().target
}

export const policyBodyOf = (policy: Policy): PolicyBody => {
  const { name, kind, supplierId, supplierGroup = null, itemGroup = null, priority = null } = policy
  const { target, hours, calendarId, ladder, pauseReasons, supplierPauseReasons = [] } = policy
  return {
    ...{ name, kind, supplierId, supplierGroup, itemGroup, priority },
    ...{ target, hours, calendarId, pauseReasons, supplierPauseReasons },
    ladder: inTime(ladder),
  }
}

/** In the order in which they come; while they are typed they stay where they are. */
const inTime = ({ reminders, escalations, repeat }: PolicyLadder): PolicyLadder => ({
  reminders: reminders.toSorted((a, b) => a.percent - b.percent),
  escalations: escalations.toSorted((a, b) => a.afterMinutes - b.afterMinutes),
  repeat,
})

/** In the order of the picker. Of a decision the buyer's own hours are those that are agreed. */
export const hoursOfKind = (kind: PolicyKind): WhoseHours[] =>
  whoseHours.filter(hours => kind !== 'decision' || hours !== 'buyer')

/** Nothing is left out that it cannot do without. */
export const isWhole = (draft: PolicyBody): boolean =>
  noneMissing(draft) && (draft.hours !== 'own' || draft.calendarId !== null)

/** A step on the drawing. */
export interface Place {
  /** 0: asked · `DUE_AT`: due · 1: the last that is drawn. */
  at: number
  kind: 'reminder' | 'due' | 'step' | 'again'
  /** Percent of the time before it is due, minutes afterwards. */
  value: number
  mails: boolean
  posts: boolean
}

type Channelled = { mail?: boolean; webhookId?: string }
const by = ({ mail = true, webhookId }: Channelled) => ({ mails: mail, posts: webhookId !== undefined })

/** So much of the width is the time before it is due. */
export const DUE_AT = 0.55
/** Drawn of a repeat: enough to see that it goes on. */
const AGAIN_DRAWN = 2

export interface Lane {
  to: PolicyAudience
  /** The contacts that its steps name. */
  named: NamedOne[]
  places: Place[]
}

/** A line for everybody who is told of something; on each the steps in their order. */
export function lanesOf({ reminders, escalations, repeat }: PolicyLadder, kind: PolicyKind): Lane[] {
  const last = Math.max(0, ...escalations.map(({ afterMinutes }) => afterMinutes))
  const times = Math.min(AGAIN_DRAWN, repeat?.times ?? AGAIN_DRAWN)
  const again = repeat ? Array.from({ length: times }, (_, i) => last + (i + 1) * repeat.everyMinutes) : []
  // Evenly, whatever lies between them: 30 minutes and an hour would else stand on one another beside eight hours.
  const moments = [...new Set([0, ...escalations.map(({ afterMinutes }) => afterMinutes), ...again])].toSorted(
    (a, b) => a - b,
  )
  const after = (minutes: number) =>
    DUE_AT + (moments.indexOf(minutes) / Math.max(1, moments.length - 1)) * (1 - DUE_AT)
  const placesOf = (to: PolicyAudience): Place[] => [
    ...reminders
      .filter(each => each.to === to)
      .map(step => ({
        at: (step.percent / 100) * DUE_AT,
        kind: 'reminder' as const,
        value: step.percent,
        ...by(step),
      })),
    ...(to === answersTo(kind) ? [{ at: DUE_AT, kind: 'due' as const, value: 0, ...by({}) }] : []),
    ...escalations
      .filter(each => each.to === to)
      .map(step => ({ at: after(step.afterMinutes), kind: 'step' as const, value: step.afterMinutes, ...by(step) })),
    ...(repeat?.to === to
      ? again.map(minutes => ({ at: after(minutes), kind: 'again' as const, value: minutes, ...by(repeat) }))
      : []),
  ]
  const namedIn = (to: PolicyAudience): NamedOne[] =>
    [...reminders, ...escalations, ...(repeat ? [repeat] : [])].flatMap(each =>
      each.to === to ? (each.named ?? []) : [],
    )
  return audiencesOf(kind)
    .map(to => ({ to, named: namedIn(to), places: apart(placesOf(to)).toSorted((a, b) => a.at - b.at) }))
    .filter(({ places }) => places.length > 0)
}

/** Two steps of one moment that name different contacts stand at one place, with what either goes by. */
function apart(places: readonly Place[]): Place[] {
  const standing = new Map<string, Place>()
  for (const place of places) {
    const key = `${place.kind} ${place.value}`
    const { mails = false, posts = false } = standing.get(key) ?? {}
    standing.set(key, { ...place, mails: place.mails || mails, posts: place.posts || posts })
  }
  return [...standing.values()]
}
