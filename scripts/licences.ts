// Which licences Pullwire passes on: those of packages it runs with, and of packages compiled into the portal.
import { readFileSync } from 'node:fs'

const allowed = new Set([
  ...['MIT', 'MIT-0', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD', 'BlueOak-1.0.0', 'Unlicense'],
  ...['PostgreSQL', 'PSF-2.0'],
  // The data of date-holidays, which calls itself CC BY-SA 3.0 in its own LICENSE: used unchanged, attributed in NOTICE.
  'CC-BY-3.0',
])

interface Locked {
  dev?: boolean
  license?: string
  version?: string
  dependencies?: Record<string, string>
  peerDependencies?: Record<string, string>
}

interface Lock {
  packages: Record<string, Locked>
}

/** Packages whose licence is unknown or not allowed, as complaints. `bundled` names what the portal imports. */
export function licenceComplaints(bundled: readonly string[]): string[] {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock
  const shipped = new Set(Object.keys(packages).filter(path => path !== '' && packages[path]?.dev !== true))
  for (const name of bundled) addWithDependencies(packages, `node_modules/${name}`, shipped)
  return [...shipped].flatMap(path => {
    const licence = licenceOf(path) ?? packages[path]?.license
    if (licence !== undefined && isAllowed(licence)) return []
    return `${path.replace(/^.*node_modules\//, '')} ${packages[path]?.version ?? ''}: ${licence ?? 'no licence named'}`
  })
}

function addWithDependencies(packages: Lock['packages'], path: string, found: Set<string>): void {
  const locked = packages[path]
  if (!locked || found.has(path)) return
  found.add(path)
  for (const name of Object.keys({ ...locked.dependencies, ...locked.peerDependencies })) {
    addWithDependencies(packages, resolveFrom(packages, path, name), found)
  }
}

/** As Node looks it up: the nearest node_modules first. */
function resolveFrom(packages: Lock['packages'], from: string, name: string): string {
  for (let folder = from; folder !== ''; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const nested = `${folder}/node_modules/${name}`
    if (packages[nested]) return nested
  }
  return `node_modules/${name}`
}

/** What the installed package says of itself; optional packages of other platforms are only in the lock file. */
function licenceOf(path: string): string | undefined {
  try {
    const { license } = JSON.parse(readFileSync(`${path}/package.json`, 'utf8')) as { license?: unknown }
    return typeof license === 'string' ? license : undefined
  } catch {
    return undefined
  }
}

/** SPDX: one of several by OR, all of several by AND. */
export function isAllowed(expression: string): boolean {
  const bare = expression.replace(/^\(([^()]*)\)$/, '$1')
  if (bare.includes(' OR ')) return bare.split(' OR ').some(isAllowed)
  return bare.split(' AND ').every(licence => allowed.has(licence.trim()))
}
