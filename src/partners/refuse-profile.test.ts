// Profiles that contradict themselves are refused in words, each at its field.
import { expect, test } from 'vitest'
import { ProfileBody } from './api.ts'
import { refuseDelimiters, refuseProfile } from './refuse-profile.ts'

const [example] = (ProfileBody as unknown as { examples: ProfileBody[] }).examples
if (!example) throw new Error('the API reference shows no profile')
const edi: ProfileBody = { ...example, targets: { ...example.targets, shipNotice: null } }
const us = { qualifier: 'ZZ', id: 'VELOWERK', groupId: '' }

const codes = (change: Partial<ProfileBody>) => refuseProfile({ ...edi, ...change }).map(({ code }) => code)

test('the profile of the API reference is agreed as it stands', () => {
  expect(refuseProfile(example)).toEqual([])
})

test.each<[string, Partial<ProfileBody>, string[]]>([
  ['850 without a transport', { transport: 'none' }, ['documents-without-transport']],
  ['850 without our id', { ourIdentity: null }, ['documents-without-identities']],
  ['850 without their id', { theirIdentity: null }, ['documents-without-identities']],
  [
    '855 when orders stay in the portal',
    { documents: { order: 'portal', answer: '855', forecast: 'portal', commit: 'none' } },
    ['answer-without-order'],
  ],
  [
    'silence as the answer to an 850',
    { documents: { order: '850', answer: 'silence', forecast: 'portal', commit: 'none' } },
    ['silence-without-862'],
  ],
  [
    'silence as the answer to an 862',
    { documents: { order: '862', answer: 'silence', forecast: '830', commit: 'none' } },
    [],
  ],
  [
    'an 856 without a transport',
    {
      documents: { order: 'portal', answer: 'portal', forecast: 'portal', commit: 'none', shipNotice: '856' },
      transport: 'none',
    },
    ['documents-without-transport'],
  ],
  [
    'until when ship notices are due, though none are agreed',
    { documents: { ...edi.documents, shipNotice: 'none' }, targets: example.targets },
    ['target-without-notice'],
  ],
  [
    'a ship notice due at no time of day',
    { targets: { ...edi.targets, shipNotice: { kind: 'before-delivery', days: 1, by: '25:00' } } },
    ['not-a-time'],
  ],
  ['both parties under one id', { theirIdentity: us }, ['identities-equal']],
  ['a DUNS number of eight digits', { theirIdentity: { qualifier: '01', id: '12345678', groupId: '' } }, ['duns']],
  ['an id with a separator in it', { theirIdentity: { qualifier: 'ZZ', id: 'A*B', groupId: '' } }, ['interchange-id']],
  ['an id with a blank in it', { theirIdentity: { qualifier: 'ZZ', id: 'RO CKY', groupId: '' } }, ['interchange-id']],
  ['a group id with a blank in it', { theirIdentity: { qualifier: 'ZZ', id: 'NL', groupId: 'RO CKY' } }, ['group-id']],
  [
    'an id of 17 characters',
    { theirIdentity: { qualifier: 'ZZ', id: 'OHIOCHAINWORKS99X', groupId: '' } },
    ['interchange-id'],
  ],
  [
    'a group id of 17 characters',
    { theirIdentity: { qualifier: 'ZZ', id: 'NL', groupId: 'OHIOCHAINWORKS99X' } },
    ['group-id'],
  ],
  ['a group id of one letter', { theirIdentity: { qualifier: 'ZZ', id: 'NL', groupId: 'X' } }, ['group-id']],
  ['a folder without a name', { transport: 'folder' }, ['folder-missing']],
  ['a folder that climbs out', { transport: 'folder', folderName: '../other' }, ['folder-name']],
  [
    'a webhook beside a folder',
    { transport: 'folder', folderName: 'nl', webhookUrl: 'https://x.example/in' },
    ['webhook-without-https'],
  ],
  ['a webhook to a file', { webhookUrl: 'file:///etc/passwd' }, ['webhook-url']],
  ['a webhook with a password', { webhookUrl: 'https://me:secret@x.example/' }, ['webhook-url']],
  [
    'a tolerance below nothing',
    { tolerance: { daysEarly: 0, daysLate: 0, quantityPercentUnder: '-1', quantityPercentOver: 'much' } },
    ['percent', 'percent'],
  ],
  [
    'a warning after the alarm',
    { targets: { ...edi.targets, acknowledgment: { warnHours: 24, alarmHours: 4 } } },
    ['warning-after-alarm'],
  ],
  ['an 850 to a vendor number of one character', { vendorNumber: ' 1 ' }, ['vendor-number']],
  [
    'an 830 to a vendor number of one character',
    { vendorNumber: '1', documents: { order: 'portal', answer: 'portal', forecast: '830', commit: 'none' } },
    ['vendor-number'],
  ],
  [
    'a vendor number of one character in the portal',
    { vendorNumber: '1', documents: { order: 'portal', answer: 'portal', forecast: 'portal', commit: 'none' } },
    [],
  ],
  ['an 850 to a vendor number of 31 characters', { vendorNumber: 'V'.repeat(31) }, ['vendor-number']],
  ['a vendor number with a separator in it', { vendorNumber: '10*42' }, ['vendor-number']],
  ['a vendor number with a letter that X12 lacks', { vendorNumber: '10é42' }, ['vendor-number']],
  [
    'a target by no time',
    { targets: { ...edi.targets, commit: { kind: 'business-days', days: 2, by: '25:00' } } },
    ['not-a-time'],
  ],
])('%s', (_, change, expected) => {
  expect(codes(change)).toEqual(expected)
})

test('every refusal says where it is and what to do', () => {
  const all = refuseProfile({
    ...edi,
    vendorNumber: ' ',
    transport: 'none',
    webhookUrl: 'nowhere',
    folderName: 'A B',
    ourIdentity: { qualifier: '?', id: '', groupId: '~' },
    delimiters: { element: 'A', component: 'A', repetition: '', terminator: '\n', lineEnd: '\n' },
  })
  expect(all.length).toBeGreaterThan(8)
  expect(all.every(({ where, remedy }) => where?.startsWith('/') && remedy)).toBe(true)
})

test('separators are distinct signs that values never hold', () => {
  const good = { element: '*', component: '>', repetition: '^', terminator: '~', lineEnd: '' as const }
  expect(refuseDelimiters(good)).toEqual([])
  expect(refuseDelimiters({ ...good, terminator: '\n' })).toEqual([])
  expect(refuseDelimiters({ ...good, terminator: '\u001c', element: '\u0005' })).toEqual([])
  expect(refuseDelimiters({ ...good, component: '*' }).map(({ code }) => code)).toEqual(['delimiter-twice'])
  for (const sign of ['A', '7', 'é', ' ', '.', '-', '', '\u0000', '→'])
    expect(refuseDelimiters({ ...good, element: sign }).map(({ code }) => code)).toContain('delimiter')
})
