import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureDependencies, projectEnvironment, projectNode } from './bootstrap/dependencies.mjs'
import { root, run, SetupFailure, say } from './bootstrap/processes.mjs'

/** The server is last, because it needs the declarations of the others. */
const order = ['contract', 'pages', 'omniauth', 'server']

/** `npm run build`: compiles each package to its `dist`, which it empties first. */
export async function build() {
  const node = projectNode()
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  for (const name of order) rmSync(join(root, 'packages', name, 'dist'), { recursive: true, force: true })
  for (const name of order) {
    const folder = join(root, 'packages', name)
    const done = await run(node, [tsc, '-p', join(folder, 'tsconfig.json')], { env: projectEnvironment() })
    if (!done.ok) throw new SetupFailure(`packages/${name} does not compile. Fix the errors above.`)
    copyOthers(join(folder, 'src'), join(folder, 'dist'))
    makeBinExecutable(folder)
    say(`packages/${name}/dist compiled.`)
  }
}

/** Copies all files that are not TypeScript, such as style sheets and templates. */
function copyOthers(from, to) {
  for (const entry of readdirSync(from, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() || /\.[cm]?ts$/.test(entry.name)) continue
    const source = join(entry.parentPath ?? entry.path, entry.name)
    const target = join(to, relative(from, source))
    mkdirSync(dirname(target), { recursive: true })
    copyFileSync(source, target)
  }
}

function makeBinExecutable(folder) {
  const { bin = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  for (const file of Object.values(bin)) {
    const path = join(folder, file)
    if (!existsSync(path))
      throw new SetupFailure(
        `${relative(root, path)} does not exist after the build. Correct "bin" in ${relative(root, folder)}/package.json.`,
      )
    if (!readFileSync(path, 'utf8').startsWith('#!')) {
      throw new SetupFailure(
        `${relative(root, path)} does not begin with #!/usr/bin/env node. Add that line to its source.`,
      )
    }
    chmodSync(path, 0o755)
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  ensureDependencies()
    .then(build)
    .catch((error) => {
      process.stderr.write(`${error.name === 'SetupFailure' ? error.message : error.stack}\n`)
      process.exit(1)
    })
}
