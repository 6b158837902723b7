// Starts the Postgres of a red test run again and prints the URLs of the databases it kept. Ctrl-C ends it.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { startEmbedded } from '../src/kernel/embedded.ts'

const folder = process.argv[2]
if (folder === undefined) throw new Error('Which folder? The red run printed it: npx tsx scripts/look.ts FOLDER')
const server = await startEmbedded({ dir: join(folder, 'postgres'), log: console.log })
for (const name of readFileSync(join(folder, 'kept'), 'utf8').split('\n').filter(Boolean)) {
  console.log(server.superuserUrl.replace(/\/[^/]*$/, `/${name}`))
}
process.on('SIGINT', () => void server.stop().then(() => process.exit()))
