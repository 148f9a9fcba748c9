import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { assets } from '@poolhouse/pages'
import { samplePages } from './sample-pages.ts'

/**
 * Writes every sample page and its assets into a folder, for a browser without a server:
 * `node --conditions=source packages/pages/test/preview.ts <folder>`
 */
const folder = process.argv[2]
if (!folder) throw new Error('Name the folder to write the pages to')

mkdirSync(join(folder, 'assets'), { recursive: true })
for (const asset of assets) writeFileSync(join(folder, asset.path), asset.content)
for (const [name, page] of Object.entries(samplePages)) {
  writeFileSync(join(folder, `${name}.html`), page.replaceAll('="/assets/', '="assets/'))
}
