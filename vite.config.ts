// How the portal is built: Vite 8, React, the message catalogue compiled in. Output is served by Fastify at `/`.
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { paraglideVitePlugin } from '@inlang/paraglide-js'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Where a developer's own server listens; `npm run dev:web` proxies the API and the live feed to it. */
const api = process.env.API_URL ?? 'http://127.0.0.1:3900'

/** Compiles `src/web/<room>/messages/en.json`, again whenever one changes; the tests need it too. */
export const catalogue = () =>
  paraglideVitePlugin({
    project: here('project.inlang'),
    outdir: here('src/web/messages'),
    outputStructure: 'message-modules',
    strategy: ['baseLocale'],
    emitReadme: false,
  })

/** The menu's words, which every page has and its own page uses once more. */
const menuWords = new Set(
  [...readFileSync(here('src/web/shell/nav.ts'), 'utf8').matchAll(/\bm\.(\w+)/g)].map(([, word]) => `${word}.js`),
)
const isOfMenu = (id: string): boolean => id.includes('/web/messages/') && menuWords.has(basename(id))

export default defineConfig(({ command }) => ({
  root: here('src/web'),
  resolve: { alias: [{ find: /^typebox$/, replacement: here('src/web/schemas-unread.ts') }] },
  // A build finds them compiled (`npm run messages`): what that leaves behind would hold its process for half a minute.
  plugins: [react(), ...(command === 'serve' ? [catalogue()] : [])],
  build: {
    outDir: here('dist/web'),
    emptyOutDir: true,
    target: 'es2023',
    // A strict Content-Security-Policy refuses inline scripts, and data: URLs of fonts or scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    rolldownOptions: {
      output: {
        // Words and signs that nearly every page has are one file: each file alone costs more than it holds.
        codeSplitting: {
          groups: [
            { name: 'menu', test: isOfMenu },
            { name: 'shared', test: /src\/web\/(messages|i18n)|lucide-react|@mantine\/hooks/, minShareCount: 30 },
          ],
        },
      },
    },
  },
  server: {
    port: 5173,
    strictPort: true,
    // '/api/', not '/api': our own api.ts is served by Vite itself.
    proxy: { '/api/': { target: api, ws: true } },
  },
}))
