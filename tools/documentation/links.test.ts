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

/** Returns the problem of a link, or undefined if its target exists. */
function fault(page: string, target: string): string | undefined {
  const [path = '', anchor] = target.split('#')
  const file = path === '' ? page : relative(root, join(root, dirname(page), decodeURIComponent(path)))
  if (file.startsWith('..')) return 'the target is outside the repository'
  if (!existsSync(join(root, file))) return 'the target does not exist'
  return anchor === undefined || anchorsOf(read(file)).has(anchor) ? undefined : 'the target has no such heading'
}

describe('the documentation', () => {
  it('is read by this test', () => {
    expect(pages).toEqual(expect.arrayContaining(['README.md', 'CONTRIBUTING.md', join('docs', 'guide', 'gitlab.md')]))
    expect(linksOf(read('README.md')).length).toBeGreaterThan(8)
  })

  it.each(pages)('%s links only to existing targets', (page) => {
    const broken = linksOf(read(page)).map(({ line, target }) => ({ line, target, fault: fault(page, target) }))
    expect(broken.filter((link) => link.fault !== undefined)).toEqual([])
  })

  it.each(['CONTRIBUTING.md', 'SECURITY.md', ...pages.filter((page) => page.includes('README'))])(
    '%s names only existing paths',
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
      // A placeholder such as <room> and what follows it can not be checked.
      const known = (path: string): string => path.replace(/[^/]*<.*$/, '')
      const missing = pathsOf(read(page)).filter(({ target }) => !made.test(target) && !isThere(known(target)))
      expect(missing).toEqual([])
    },
  )
})

describe('reading a page', () => {
  it('finds links and pictures outside code', () => {
    const page = '[a](b.md#c) ![d](e.png) [f](https://g.example)\n```\n[h](i.md)\n```\n`[j](k.md)` [`l`](m.md)'
    expect(linksOf(page).map(({ line, target }) => `${line} ${target}`)).toEqual(['1 b.md#c', '1 e.png', '5 m.md'])
  })

  it('finds paths in backticks', () => {
    const page = '`app/main.ts` `records/<room>/` `npm test` `user.name` `packages/pages/src/`'
    expect(pathsOf(page).map(({ target }) => target)).toEqual(['app/main.ts', 'records/<room>/', 'packages/pages/src/'])
  })

  it('makes the anchors of headings like GitHub', () => {
    expect([...anchorsOf('# Mind the `id_path`\n## 1. Install\n## 1. Install\n```\n# no\n```')]).toEqual([
      'mind-the-id_path',
      '1-install',
      '1-install-1',
    ])
  })
})
