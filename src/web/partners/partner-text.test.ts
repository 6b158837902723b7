// A refused field of a profile is told by the name that stands beside it, never by its path.
import { expect, test } from 'vitest'
import { defaultDelimiters, defaultTargets, defaultTolerance, portalDocuments } from '../../partners/profile.ts'
import { fieldText } from './partner-text.ts'
import type { ProfileValues } from './profile-form.ts'

const identity = { qualifier: 'ZZ', id: 'NORDLICHT', groupId: '' }
const values: ProfileValues = {
  ...{
    vendorNumber: '10000',
    supplierName: 'Nordlicht',
    contactName: '',
    contactPhone: '',
    contactEmail: '',
    supplierGroup: '',
    calendarId: null,
    buyerCalendarId: null,
  },
  ...{ transitDays: 1, tolerance: defaultTolerance, targets: defaultTargets, documents: portalDocuments },
  ...{ transport: 'https', usage: 'T', ediVersion: '004010', ourIdentity: identity, theirIdentity: identity },
  ...{ delimiters: defaultDelimiters, ta1Requested: false, folderName: '', webhookUrl: '' },
}

const pathsOf = (value: unknown, path = ''): string[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, each]) => pathsOf(each, path ? `${path}.${name}` : name))
    : [path]

test('every field of the form has one', () => {
  const paths = pathsOf(values)
  expect(paths).toContain('targets.escalation.buyerAfterMinutes')
  expect(paths.filter(path => fieldText(path) === undefined)).toEqual([])
  expect(fieldText('theirIdentity.id')).toBe('Their interchange id, Id')
})
