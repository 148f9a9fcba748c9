import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { anchorsOf, linksOf, pathsOf } from './links.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const read = (page: string): string => readFileSync(join(root, page), 'utf8')

const pages = globSync(
  '{*,.github/**/*,docs/**/*,packages/**/*,apps/**/*,examples/**/*,test/**/*,tools/**/*,bench/**/*}.md',
  {
    cwd: root,
    exclude: (name) => /(?:^|[\\/])(?:node_modules|dist|data|test-results)$/.test(name),
  },
)

/** What is wrong with a link of a page; undefined when it leads somewhere. */
function fault(page: string, target: string): string | undefined {
  const [path = '', anchor] = target.split('#')
  const file = path === '' ? page : relative(root, join(root, dirname(page), decodeURIComponent(path)))
  if (file.startsWith('..')) return 'leads out of the repository'
  if (!existsSync(join(root, file))) return 'leads nowhere'
  return anchor === undefined || anchorsOf(read(file)).has(anchor) ? undefined : 'names no heading'
}

describe('the documentation', () => {
  it('is seen by this test', () => {
    expect(pages).toEqual(expect.arrayContaining(['README.md', 'CONTRIBUTING.md', join('docs', 'guide', 'gitlab.md')]))
    expect(linksOf(read('README.md')).length).toBeGreaterThan(8)
  })

  it.each(pages)('%s links only to what is there', (page) => {
    const broken = linksOf(read(page)).map(({ line, target }) => ({ line, target, fault: fault(page, target) }))
    expect(broken.filter((link) => link.fault !== undefined)).toEqual([])
  })

  it.each(['CONTRIBUTING.md', 'SECURITY.md', ...pages.filter((page) => page.includes('README'))])(
    '%s names only paths that are there',
    (page) => {
      const homes = [
        '',
        'packages/server/src',
        'packages/server',
        'packages',
        dirname(page),
        join(dirname(page), 'src'),
      ]
      const made = /^(?:data\/|\.\/data|dist\/|first-run\.json$|poolhouse\.yaml$)/
      const isThere = (path: string): boolean => homes.some((home) => existsSync(join(root, home, path)))
      // A name that is to be chosen ends the part that can be looked for.
      const known = (path: string): string => path.replace(/[^/]*<.*$/, '')
      const missing = pathsOf(read(page)).filter(({ target }) => !made.test(target) && !isThere(known(target)))
      expect(missing).toEqual([])
    },
  )
})

describe('reading a page', () => {
  it('finds links and pictures, but none in code', () => {
    const page = '[a](b.md#c) ![d](e.png) [f](https://g.example)\n```\n[h](i.md)\n```\n`[j](k.md)` [`l`](m.md)'
    expect(linksOf(page).map(({ line, target }) => `${line} ${target}`)).toEqual(['1 b.md#c', '1 e.png', '5 m.md'])
  })

  it('finds paths in backticks', () => {
    const page = '`app/main.ts` `records/<room>/` `npm test` `user.name` `packages/pages/src/`'
    expect(pathsOf(page).map(({ target }) => target)).toEqual(['app/main.ts', 'records/<room>/', 'packages/pages/src/'])
  })

  it('makes anchors as GitHub does', () => {
    expect([...anchorsOf('# Mind the `id_path`\n## 1. Install\n## 1. Install\n```\n# no\n```')]).toEqual([
      'mind-the-id_path',
      '1-install',
      '1-install-1',
    ])
  })
})
