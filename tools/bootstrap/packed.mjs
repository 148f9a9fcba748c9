import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, sep } from 'node:path'
import { oldestNode } from './compiled.mjs'
import { projectEnvironment, projectNode } from './dependencies.mjs'
import { npmCommand, root, run, SetupFailure, say } from './processes.mjs'

const limitMs = 120_000
const name = '@poolhouse/omniauth'
const home = join(root, 'packages/omniauth')

/** All that a published package holds: what runs, its types, and what it may be used under. */
const published = /^(?:dist\/.+\.(?:js|d\.ts)|LICENSE|README\.md|package\.json)$/

/**
 * Packs omniauth as npm would publish it, and looks at what people would get: its files, its package.json by publint, its types by attw, and whether each
 * of its doors opens on the oldest Node here with none of the optional packages installed. Nothing is fetched.
 */
export async function omniauthPacks() {
  const folder = mkdtempSync(join(tmpdir(), 'poolhouse-packed-'))
  try {
    const tarball = await pack(folder)
    const installed = await unpack(tarball, folder)
    const answers = await Promise.all([
      holdsOnlyWhatItShould(installed),
      judgedBy('publint', ['run', tarball, '--strict', '--pack', 'false']),
      judgedBy('attw', [tarball, '--profile', 'esm-only', '--no-definitely-typed', '--no-color', '--no-emoji']),
      doorsOpen(installed, folder),
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

/** As `npm i` would lay it out: the package, and beside it its dependencies alone. */
async function unpack(tarball, folder) {
  const modules = join(folder, 'node_modules')
  const installed = join(modules, name)
  mkdirSync(dirname(installed), { recursive: true })
  const done = await run('tar', ['-xzf', tarball, '-C', folder], { quiet: true, limitMs })
  if (!done.ok) throw new SetupFailure(`tar could not open what npm has packed:\n${done.text}`)
  renameSync(join(folder, 'package'), installed)
  for (const dependency of Object.keys(manifestOf(installed).dependencies)) {
    mkdirSync(dirname(join(modules, dependency)), { recursive: true })
    symlinkSync(join(root, 'node_modules', dependency), join(modules, dependency), 'junction')
  }
  return installed
}

function holdsOnlyWhatItShould(installed) {
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
    ...files.filter((file) => !published.test(file)).map((file) => `${file} has no business in the package`),
    ...files.filter((file) => file.includes('.test.')).map((file) => `${file} is a test`),
    ...(license === readFileSync(join(root, 'LICENSE'), 'utf8') ? [] : ['its LICENSE is not that of the repository']),
    ...(dependencies.length <= 3 ? [] : [`it has more than three dependencies: ${dependencies.join(', ')}`]),
  ]
  for (const fault of faults) say(`${name}: ${fault}.`)
  if (faults.length === 0) say(`${name} packs ${files.length} files, its LICENSE among them.`)
  return faults.length === 0
}

async function judgedBy(tool, args) {
  const program = join(root, 'node_modules', programs[tool])
  const done = await run(projectNode(), [program, ...args], { quiet: true, env: projectEnvironment(), limitMs })
  say(done.ok ? `${tool} has nothing to say against it.` : `${tool}:\n${done.text}`)
  return done.ok
}

const programs = { publint: 'publint/src/cli.js', attw: '@arethetypeswrong/cli/dist/index.js' }

/** Imports every door by the name that people import it under. */
async function doorsOpen(installed, folder) {
  const doors = Object.keys(manifestOf(installed).exports).map((door) => name + door.slice(1))
  const script = `for (const door of ${JSON.stringify(doors)}) {
    const opened = await import(door)
    if (Object.keys(opened).length === 0) throw new Error(door + ' exports nothing')
  }`
  const { file, version } = oldestNode()
  const done = await run(file, ['--input-type=module', '-e', script], { cwd: folder, quiet: true, limitMs })
  say(
    done.ok
      ? `Its ${doors.length} doors open on Node ${version}, with none of the optional packages.`
      : `Its doors do not all open on Node ${version}:\n${done.text}`,
  )
  return done.ok
}

function manifestOf(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
}
