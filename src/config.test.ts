// What the environment may say, and every complaint about it at once.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { expect, test } from 'vitest'
import { ConfigError, type Environment, readConfig, variables } from './config.ts'

function complaintsAbout(env: Environment): readonly string[] {
  try {
    readConfig(env)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.complaints
    throw error
  }
}

test('an empty environment runs everything on this machine', () => {
  const config = readConfig({})
  expect(config).toMatchObject({
    role: 'all',
    database: undefined,
    redisUrl: undefined,
    host: '127.0.0.1',
    port: 3900,
    publicUrl: 'http://localhost:3900',
    origins: ['http://localhost:3900', 'http://127.0.0.1:3900'],
    cookie: { name: 'sid', secure: false },
    plainHttpBanner: false,
    egressAllow: [],
    trustProxy: false,
  })
  expect(Object.isFrozen(config.mail)).toBe(true)
})

test('every complaint comes at once, and none repeats a password', () => {
  const complaints = complaintsAbout({
    ROLE: 'both',
    PORT: '99999',
    DATABASE_URL: 'mysql://web:hunter2@db/pullwire',
    SMTP_URL: 'smtp://mail',
    EGRESS_ALLOW: '10.0.0.0/99, erp.local',
    LOG_LEVEL: 'loud',
    TRUST_PROXY: 'everyone',
    PUBLIC_URL: 'http://pullwire.example.com',
  })
  expect(complaints.map(complaint => complaint.split(':')[0])).toEqual([
    'ROLE',
    'PORT',
    'DATABASE_URL',
    'MAIL_FROM',
    'PUBLIC_URL',
    'EGRESS_ALLOW',
    'TRUST_PROXY',
    'LOG_LEVEL',
  ])
  expect(complaints.join()).not.toContain('hunter2')
})

test('https has the cookie bound to its host', () => {
  const config = readConfig({ PUBLIC_URL: 'https://pullwire.example.com/', HOST: '0.0.0.0' })
  expect(config).toMatchObject({
    publicUrl: 'https://pullwire.example.com',
    origins: ['https://pullwire.example.com'],
    cookie: { name: '__Host-sid', secure: true },
    plainHttpBanner: false,
  })
})

test('plain http beyond this machine is refused in words, or allowed with a banner', () => {
  const env = { PUBLIC_URL: 'http://plant.example.com:8080', HOST: '0.0.0.0' }
  expect(complaintsAbout(env)).toEqual([expect.stringContaining('plain http beyond this machine')])
  expect(readConfig({ ...env, ALLOW_HTTP: '1' })).toMatchObject({
    cookie: { name: 'sid', secure: false },
    plainHttpBanner: true,
  })
})

test('a server that others can reach must say under which address', () => {
  expect(complaintsAbout({ HOST: '0.0.0.0' })).toEqual([expect.stringMatching(/^PUBLIC_URL: with HOST=0\.0\.0\.0/)])
})

test('web and worker have logins of their own', () => {
  const web = 'postgresql://pullwire_web:a@db/pullwire'
  const worker = 'postgresql://pullwire_worker:b@db/pullwire'
  expect(complaintsAbout({ DATABASE_URL: web })).toEqual([expect.stringMatching(/^DATABASE_WORKER_URL/)])
  expect(complaintsAbout({ DATABASE_URL: web, ROLE: 'web' })).toEqual([])
  expect(complaintsAbout({ DATABASE_WORKER_URL: worker, ROLE: 'worker' })).toEqual([])
  expect(complaintsAbout({ DATABASE_WORKER_URL: worker })).toEqual([expect.stringMatching(/^DATABASE_URL/)])
  expect(complaintsAbout({ DATABASE_URL: web, DATABASE_WORKER_URL: web })).toHaveLength(1)
  const owner = 'postgresql://pullwire_owner:c@db/pullwire'
  expect(complaintsAbout({ DATABASE_OWNER_URL: owner })).toHaveLength(2)
  expect(readConfig({ DATABASE_OWNER_URL: owner }, { migrating: true }).database?.ownerUrl).toBe(owner)
  expect(() => readConfig({ DATABASE_URL: web }, { migrating: true })).toThrow(/DATABASE_OWNER_URL/)
  expect(readConfig({ DATABASE_URL: web, DATABASE_WORKER_URL: worker }).database).toMatchObject({ webUrl: web })
})

test('a secret may come in a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pw-config-'))
  const file = join(folder, 'redis')
  writeFileSync(file, 'redis://cache:6379\n')
  expect(readConfig({ REDIS_URL_FILE: file }).redisUrl).toBe('redis://cache:6379')
  rmSync(folder, { recursive: true })
  expect(complaintsAbout({ REDIS_URL_FILE: file })).toEqual([`REDIS_URL_FILE: ${file} cannot be read`])
})

test('bounces are read from a Maildir that is there, by whoever works', () => {
  const maildir = mkdtempSync(join(tmpdir(), 'pw-maildir-'))
  const wanted = [`BOUNCE_MAILDIR: ${maildir} is no Maildir that we may change: its folders new and cur are wanted`]
  mkdirSync(join(maildir, 'new'))
  expect(complaintsAbout({ BOUNCE_MAILDIR: maildir })).toEqual(wanted)
  const web = { ROLE: 'web', DATABASE_URL: 'postgresql://pullwire_web:a@db/pullwire' }
  expect(complaintsAbout({ BOUNCE_MAILDIR: maildir, ...web })).toEqual([])
  mkdirSync(join(maildir, 'cur'))
  expect(readConfig({ BOUNCE_MAILDIR: relative('.', maildir) }).mail.bounceMaildir).toBe(maildir)
  rmSync(maildir, { recursive: true })
})

test('what mails come back to is a bare address with room for the name of each', () => {
  for (const wrong of [
    'Bounces <bounces@example.com>',
    'bounces+all@example.com',
    'bounces',
    `${'b'.repeat(32)}@b.example`,
  ])
    expect(complaintsAbout({ BOUNCE_ADDRESS: wrong })).toEqual([expect.stringMatching(/^BOUNCE_ADDRESS: /)])
  const longest = `${'b'.repeat(31)}@b.example`
  expect(readConfig({ BOUNCE_ADDRESS: longest }).mail.bounceAddress).toBe(longest)
})

test('the demo accepts both names of this machine and lets webhooks reach it', () => {
  const config = readConfig({ PORT: '4000' }, { demo: true })
  expect(config.origins).toEqual(['http://localhost:4000', 'http://127.0.0.1:4000'])
  expect(config.egressAllow).toContain('127.0.0.0/8')
})

test('proxies are trusted by number or by address', () => {
  expect(readConfig({ TRUST_PROXY: '1' }).trustProxy).toBe(1)
  expect(readConfig({ TRUST_PROXY: '10.0.0.7, 192.168.0.0/16' }).trustProxy).toEqual(['10.0.0.7', '192.168.0.0/16'])
})

test('.env.example explains every variable and no other', () => {
  const example = readFileSync('.env.example', 'utf8')
  const listed = [...example.matchAll(/^# ?([A-Z_]+)=/gm)].map(match => match[1] ?? '')
  expect(listed.toSorted()).toEqual(variables.toSorted())
})
