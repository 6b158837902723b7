// A profile being edited: what the form holds, and what goes over the wire. Pure.
import type { UseFormReturnType } from '@mantine/form'
import type { Partner, ProfileBody } from '../../partners/api.ts'
import type { EdiIdentity } from '../../partners/profile.ts'

type Whole = Omit<ProfileBody, 'version' | 'ourIdentity' | 'theirIdentity' | 'folderName' | 'webhookUrl'>

/** What may be left out is empty text here. */
export interface ProfileValues extends Whole, Record<string, unknown> {
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
  documents: partner.documents,
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

/** On which tab a refused field stands. */
export function tabOf(path: string): 'terms' | 'documents' | 'connection' {
  if (path.startsWith('documents')) return 'documents'
  const connection = ['transport', 'usage', 'edi', 'our', 'their', 'delimiters', 'folder', 'webhook', 'ta1']
  return connection.some(start => path.startsWith(start)) ? 'connection' : 'terms'
}
