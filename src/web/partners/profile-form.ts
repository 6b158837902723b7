// A profile being edited: what the form holds, and what goes over the wire. Pure.
import type { UseFormReturnType } from '@mantine/form'
import type { Partner, ProfileBody } from '../../partners/api.ts'
import type { EdiIdentity, Target } from '../../partners/profile.ts'
import { m } from '../i18n/index.ts'
import { isWhole, type Limits } from '../ui/whole.ts'

type Whole = Omit<
  ProfileBody,
  'version' | 'contactPhone' | 'supplierGroup' | 'ourIdentity' | 'theirIdentity' | 'folderName' | 'webhookUrl'
>

/** What may be left out is empty text here. */
export interface ProfileValues extends Whole, Record<string, unknown> {
  contactPhone: string
  supplierGroup: string
  ourIdentity: EdiIdentity
  theirIdentity: EdiIdentity
  folderName: string
  webhookUrl: string
}

export type ProfileForm = UseFormReturnType<ProfileValues>

const noIdentity: EdiIdentity = { qualifier: 'ZZ', id: '', groupId: '' }

export const valuesOf = (partner: Partner): ProfileValues => ({
  vendorNumber: partner.vendorNumber,
  supplierName: partner.supplierName,
  contactName: partner.contactName,
  contactEmail: partner.contactEmail,
  contactPhone: partner.contactPhone ?? '',
  supplierGroup: partner.supplierGroup ?? '',
  calendarId: partner.calendarId,
  buyerCalendarId: partner.buyerCalendarId,
  transitDays: partner.transitDays,
  tolerance: partner.tolerance,
  targets: partner.targets,
  transport: partner.transport,
  usage: partner.usage,
  ediVersion: partner.ediVersion,
  ourIdentity: partner.ourIdentity ?? noIdentity,
  theirIdentity: partner.theirIdentity ?? noIdentity,
  delimiters: partner.delimiters,
  documents: { ...partner.documents, shipNotice: partner.documents.shipNotice ?? 'none' },
  ta1Requested: partner.ta1Requested,
  folderName: partner.folderName ?? '',
  webhookUrl: partner.webhookUrl ?? '',
})

const identityOf = ({ qualifier, id, groupId }: EdiIdentity): EdiIdentity | null =>
  id.trim() === '' ? null : { qualifier: qualifier.trim().toUpperCase(), id: id.trim(), groupId: groupId.trim() }

export const bodyOf = (values: ProfileValues, version: number): ProfileBody => ({
  vendorNumber: values.vendorNumber,
  supplierName: values.supplierName,
  contactName: values.contactName,
  contactEmail: values.contactEmail,
  contactPhone: values.contactPhone.trim(),
  supplierGroup: values.supplierGroup.trim() || null,
  calendarId: values.calendarId,
  buyerCalendarId: values.buyerCalendarId,
  transitDays: values.transitDays,
  tolerance: values.tolerance,
  targets: values.targets,
  transport: values.transport,
  usage: values.usage,
  ediVersion: values.ediVersion,
  ourIdentity: identityOf(values.ourIdentity),
  theirIdentity: identityOf(values.theirIdentity),
  delimiters: values.delimiters,
  documents: values.documents,
  ta1Requested: values.ta1Requested,
  folderName: values.folderName.trim() || null,
  webhookUrl: values.webhookUrl.trim() || null,
  version,
})

const minutes: Limits = { min: 1, max: 527_040 }
const days: Limits = { min: 0, max: 730 }
const hours: Limits = { min: 1, max: 720 }

/** Between which limits the whole numbers of a profile are, by their path. */
export const limits = {
  transitDays: { min: 0, max: 365 },
  'tolerance.daysEarly': { min: 0, max: 365 },
  'tolerance.daysLate': { min: 0, max: 365 },
  'targets.order.minutes': minutes,
  'targets.order.days': days,
  'targets.callOff.minutes': minutes,
  'targets.callOff.days': days,
  'targets.commit.minutes': minutes,
  'targets.commit.days': days,
  'targets.decision.minutes': minutes,
  'targets.decision.days': days,
  'targets.shipNotice.days': { min: 0, max: 60 },
  'targets.escalation.buyerAfterMinutes': { min: 0, max: 43_200 },
  'targets.escalation.repeatMinutes': { min: 1, max: 43_200 },
  'targets.acknowledgment.warnHours': hours,
  'targets.acknowledgment.alarmHours': hours,
} as const satisfies Record<string, Limits>

export type WholePath = keyof typeof limits

/** What a number is wrong about, by its path: said before anything is sent. */
export function wrongNumbers({ transitDays, tolerance, targets }: ProfileValues): Partial<Record<WholePath, string>> {
  const { escalation, acknowledgment } = targets
  const ofTarget = (name: 'order' | 'callOff' | 'commit' | 'decision', target: Target): [WholePath, number][] => {
    if (target.kind === 'weekly') return []
    return 'by' in target ? [[`targets.${name}.days`, target.days]] : [[`targets.${name}.minutes`, target.minutes]]
  }
  const numbers: [WholePath, number][] = [
    ['transitDays', transitDays],
    ['tolerance.daysEarly', tolerance.daysEarly],
    ['tolerance.daysLate', tolerance.daysLate],
    ...ofTarget('order', targets.order),
    ...ofTarget('callOff', targets.callOff),
    ...ofTarget('commit', targets.commit),
    ...ofTarget('decision', targets.decision),
    ...(targets.shipNotice ? [['targets.shipNotice.days', targets.shipNotice.days] as [WholePath, number]] : []),
    ['targets.escalation.buyerAfterMinutes', escalation.buyerAfterMinutes],
    ['targets.escalation.repeatMinutes', escalation.repeatMinutes],
    ['targets.acknowledgment.warnHours', acknowledgment.warnHours],
    ['targets.acknowledgment.alarmHours', acknowledgment.alarmHours],
  ]
  return Object.fromEntries(
    numbers.flatMap(([path, n]) => (isWhole(n, limits[path]) ? [] : [[path, m.ui_whole(limits[path])]])),
  )
}

/** On which tab a refused field stands. */
export function tabOf(path: string): 'terms' | 'documents' | 'connection' {
  if (path.startsWith('documents')) return 'documents'
  const connection = ['transport', 'usage', 'edi', 'our', 'their', 'delimiters', 'folder', 'webhook', 'ta1']
  return connection.some(start => path.startsWith(start)) ? 'connection' : 'terms'
}
