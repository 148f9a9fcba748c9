import { globSync, readFileSync } from 'node:fs'
import { dirname, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { RULES } from './tools/architecture/rules.ts'
import { type Doors, readTree, type SourceFile } from './tools/architecture/tree.ts'

const root = dirname(fileURLToPath(import.meta.url))

/** Reads all source files of the repository. */
function sources(): SourceFile[] {
  return globSync('{packages,apps,tools,test,examples}/**/*.ts', {
    cwd: root,
    exclude: (name) => /(?:^|[\\/])(?:node_modules|dist|data)$/.test(name),
  }).map((path) => ({
    path: relative(root, resolve(root, path)).split(sep).join('/'),
    text: readFileSync(resolve(root, path), 'utf8'),
  }))
}

/** Returns every public door of the packages, as their package.json exports it. */
function packageDoors(): Doors {
  const homes = globSync('packages/*/package.json', { cwd: root }).map((path) => dirname(path).split(sep).join('/'))
  return Object.fromEntries(homes.flatMap(doorsOf))
}

function doorsOf(home: string): [specifier: string, path: string][] {
  const manifest: { name: string; exports?: Record<string, { source?: string }> } = JSON.parse(
    readFileSync(resolve(root, home, 'package.json'), 'utf8'),
  )
  return Object.entries(manifest.exports ?? {}).flatMap(([door, { source }]): [string, string][] =>
    source === undefined ? [] : [[manifest.name + door.slice(1), `${home}/${source.slice(2)}`]],
  )
}

describe('the architecture', () => {
  const doors = packageDoors()
  const files = readTree(sources(), doors)

  // The rules pass if they see no files, so check first that the files are read.
  it('is read from all packages and floors', () => {
    const under = (folder: string) => files.filter(({ path }) => path.startsWith(folder)).length
    const edges = files.flatMap(({ imports }) => imports).filter(({ target }) => target.kind === 'file')
    expect(files.length).toBeGreaterThan(120)
    expect(edges.length).toBeGreaterThan(files.length)
    const paths = new Set(files.map(({ path }) => path))
    expect(Object.keys(doors).length).toBeGreaterThan(15)
    expect(Object.values(doors).filter((path) => !paths.has(path))).toEqual([])
    for (const name of ['contract', 'omniauth', 'pages', 'server'])
      expect(under(`packages/${name}/src/`), name).toBeGreaterThan(1)
    expect(under('apps/forge/src/')).toBeGreaterThan(1)
    for (const floor of ['foundation', 'storage', 'records', 'flows', 'fronts']) {
      expect(under(`packages/server/src/${floor}/`), floor).toBeGreaterThan(3)
    }
  })

  for (const [name, rule] of Object.entries(RULES)) {
    it(name, () => {
      expect(rule(files)).toEqual([])
    })
  }
})
