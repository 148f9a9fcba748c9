import { spawnSync } from 'node:child_process'
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseGitlabRb } from '@poolhouse/omniauth/gitlab-rb'
import { parseGitlabYml } from '@poolhouse/omniauth/gitlab-yml'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Fence, fencesOf } from '../../test/e2e/guide/fences.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const guides = [
  ...globSync('docs/guide/*.md', { cwd: root }),
  'docs/reference/strategies.md',
  'packages/omniauth/README.md',
]
const fencesIn = (page: string, language: string): Fence[] =>
  fencesOf(readFileSync(join(root, page), 'utf8')).filter((fence) => fence.language === language)

/** A folder inside the repository, so that the code finds the packages as in a reader's program. */
let folder: string
beforeAll(() => {
  mkdirSync(join(root, '.cache'), { recursive: true })
  folder = mkdtempSync(join(root, '.cache/guides-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Writes each TypeScript block of a page to the file that its first line names, or to a file named after its line number. */
function writeCode(page: string): string[] {
  const home = join(folder, basename(page, '.md'))
  cpSync(join(root, 'tools/documentation/readers-own'), home, { recursive: true })
  cpSync(join(root, 'packages/omniauth/test/adapters/express.d.ts'), join(home, 'express.d.ts'))
  return fencesIn(page, 'ts').map(({ text, line }) => {
    const file = join(home, /^\/\/ (\S+\.ts)\n/.exec(text)?.[1] ?? `line-${line}.ts`)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, `${text}\n`)
    return file
  })
}

describe('the code in the guides and in the manual of omniauth', () => {
  it('compiles', () => {
    const files = guides.flatMap(writeCode)
    expect(files.length).toBeGreaterThan(5)
    const own = guides.map((page) => join(folder, basename(page, '.md'), 'express.d.ts'))
    // Readers write process.env.NAME, and the library reports a missing value.
    const mild = { noPropertyAccessFromIndexSignature: false, exactOptionalPropertyTypes: false }
    const compilerOptions = { noEmit: true, ...mild }
    const config = { extends: '../../tsconfig.base.json', compilerOptions, files: [...files, ...own.slice(0, 1)] }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
    const tsc = join(root, 'node_modules/typescript/bin/tsc')
    const { stdout, stderr } = spawnSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' })
    expect(stdout + stderr).toBe('')
  })

  it('for Express is copied word by word from the example', () => {
    const example = globSync('examples/express/*.mjs', { cwd: root }).map((file) =>
      readFileSync(join(root, file), 'utf8'),
    )
    const shown = fencesIn('docs/guide/express.md', 'js')
    expect(shown.length).toBeGreaterThan(3)
    const strange = shown.filter(({ text }) => !example.some((file) => file.includes(text)))
    expect(strange).toEqual([])
  })

  it('for GitLab gives the same settings in each of its forms', async () => {
    const page = 'docs/guide/from-gitlab-configuration.md'
    const [ruby, yaml] = ['ruby', 'yaml'].map((language) =>
      fencesIn(page, language)
        .map(({ text }) => text)
        .join('\n'),
    )
    const rb = await parseGitlabRb(ruby ?? '', { file: 'gitlab.rb' })
    const yml = await parseGitlabYml(yaml ?? '', { file: 'gitlab.yml' })
    const [plain = ''] = writeCode(page)
    const { settings } = await import(pathToFileURL(plain).href)
    expect(rb.settings).toEqual(settings)
    expect(yml.settings).toEqual(settings)
    expect(settings).toMatchObject({ allowSingleSignOn: ['cognito'], blockAutoCreatedUsers: false })
    expect([...rb.warnings, ...yml.warnings]).toEqual([])
  })
})
