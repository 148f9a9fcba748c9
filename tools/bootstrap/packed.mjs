import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, sep } from 'node:path'
import { oldestNode } from './compiled.mjs'
import { projectEnvironment, projectNode } from './dependencies.mjs'
import { npmCommand, root, run, SetupFailure, say } from './processes.mjs'

const limitMs = 120_000
const name = '@poolhouse/omniauth'
const home = join(root, 'packages/omniauth')

/** The files that the published package may contain: code, types, license, README and package.json. */
const published = /^(?:dist\/.+\.(?:js|d\.ts)|LICENSE|README\.md|package\.json)$/

/**
 * Packs omniauth as npm would publish it, and checks the package: its files, its package.json with publint, and its types with
 * attw. Also imports each of its entry points on the oldest installed Node, without the optional packages. It downloads nothing.
 */
export async function omniauthPacks() {
  const folder = mkdtempSync(join(tmpdir(), 'poolhouse-packed-'))
  try {
    const tarball = await pack(folder)
    const installed = await unpack(tarball, folder)
    const answers = await Promise.all([
      hasTheRightFiles(installed),
      passes('publint', ['run', tarball, '--strict', '--pack', 'false']),
      passes('attw', [tarball, '--profile', 'esm-only', '--no-definitely-typed', '--no-color', '--no-emoji']),
      entryPointsLoad(installed, folder),
    ])
    return answers.every(Boolean)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function pack(folder) {
  const npm = npmCommand()
  const flags = ['pack', '--pack-destination', folder, '--ignore-scripts', '--offline', '--loglevel=error']
  const done = await run(npm.command, [...npm.args, ...flags], {
    cwd: home,
    quiet: true,
    shell: npm.shell ?? false,
    limitMs,
  })
  const tarball = readdirSync(folder).find((file) => file.endsWith('.tgz'))
  if (!done.ok || tarball === undefined) throw new SetupFailure(`npm pack failed in packages/omniauth:\n${done.text}`)
  return join(folder, tarball)
}

/** Unpacks the package next to its dependencies, as `npm i` does. */
async function unpack(tarball, folder) {
  const modules = join(folder, 'node_modules')
  const installed = join(modules, name)
  mkdirSync(dirname(installed), { recursive: true })
  const done = await run('tar', ['-xzf', tarball, '-C', folder], { quiet: true, limitMs })
  if (!done.ok) throw new SetupFailure(`tar could not unpack the file of npm pack:\n${done.text}`)
  renameSync(join(folder, 'package'), installed)
  for (const dependency of Object.keys(manifestOf(installed).dependencies)) {
    mkdirSync(dirname(join(modules, dependency)), { recursive: true })
    symlinkSync(join(root, 'node_modules', dependency), join(modules, dependency), 'junction')
  }
  return installed
}

function hasTheRightFiles(installed) {
  const files = readdirSync(installed, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      relative(installed, join(entry.parentPath ?? entry.path, entry.name))
        .split(sep)
        .join('/'),
    )
  const license = files.includes('LICENSE') ? readFileSync(join(installed, 'LICENSE'), 'utf8') : ''
  const dependencies = Object.keys(manifestOf(installed).dependencies)
  const faults = [
    ...files.filter((file) => !published.test(file)).map((file) => `${file} must not be in the package`),
    ...files.filter((file) => file.includes('.test.')).map((file) => `${file} is a test`),
    ...(license === readFileSync(join(root, 'LICENSE'), 'utf8')
      ? []
      : ['its LICENSE differs from the LICENSE of the repository']),
    ...(dependencies.length <= 3 ? [] : [`it has more than three dependencies: ${dependencies.join(', ')}`]),
  ]
  for (const fault of faults) say(`${name}: ${fault}.`)
  if (faults.length === 0) say(`${name} contains ${files.length} files, including the LICENSE.`)
  return faults.length === 0
}

async function passes(tool, args) {
  const program = join(root, 'node_modules', programs[tool])
  const done = await run(projectNode(), [program, ...args], { quiet: true, env: projectEnvironment(), limitMs })
  say(done.ok ? `${tool} found no problem.` : `${tool} found problems:\n${done.text}`)
  return done.ok
}

const programs = { publint: 'publint/src/cli.js', attw: '@arethetypeswrong/cli/dist/index.js' }

/** Imports each entry point by its public name. */
async function entryPointsLoad(installed, folder) {
  const entryPoints = Object.keys(manifestOf(installed).exports).map((path) => name + path.slice(1))
  const script = `for (const name of ${JSON.stringify(entryPoints)}) {
    const loaded = await import(name)
    if (Object.keys(loaded).length === 0) throw new Error(name + ' exports nothing')
  }`
  const { file, version } = oldestNode()
  const done = await run(file, ['--input-type=module', '-e', script], { cwd: folder, quiet: true, limitMs })
  say(
    done.ok
      ? `All ${entryPoints.length} entry points load on Node ${version} without the optional packages.`
      : `Not all entry points load on Node ${version}:\n${done.text}`,
  )
  return done.ok
}

function manifestOf(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
}
