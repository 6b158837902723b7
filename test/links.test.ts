// Links between pages lead to pages: the router takes any text, so nothing else would tell.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const web = fileURLToPath(new URL('../src/web', import.meta.url))
/** `to="/x"`, `to={`/x/${id}`}`, `to: '/x'`, `link('/x')`, `href: '/x'`. */
const linkPattern = /(?:\bto=\{?|\bto: |\bhref: |\blink\()["'`](\/[^"'`?]*)/g
/** A parameter, however it is named: `$id` in a route, `${row.id}` in a link. */
const shapeOf = (path: string) => path.replaceAll(/\$\{[^}]*\}|\$\w+/g, '*')

test('every link that is written down leads to a page', () => {
  const routes = readFileSync(join(web, 'routes.ts'), 'utf8')
  const pages = new Set([...routes.matchAll(/'(\/[^']*)'/g)].map(([, path = '']) => shapeOf(path)))
  const files = readdirSync(web, { recursive: true, encoding: 'utf8' }).filter(
    name => /(?<!\.test)\.tsx?$/.test(name) && name !== 'go.tsx',
  )
  const links = files.flatMap(file =>
    [...readFileSync(join(web, file), 'utf8').matchAll(linkPattern)].map(([, path = '']) => ({ file, path })),
  )
  expect(links.length).toBeGreaterThan(30)
  expect(links.filter(({ path }) => !/^\/(api|dev)\//.test(path) && !pages.has(shapeOf(path)))).toEqual([])
})
