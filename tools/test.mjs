import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findAwsCli } from './bootstrap/aws-cli.mjs'
import { findChromium } from './bootstrap/chromium.mjs'
import { omniauthLoads, serverRuns } from './bootstrap/compiled.mjs'
import { ensureDependencies, projectEnvironment, projectNode } from './bootstrap/dependencies.mjs'
import { omniauthPacks } from './bootstrap/packed.mjs'
import { startPostgres } from './bootstrap/postgres.mjs'
import { endAll, root, run, say } from './bootstrap/processes.mjs'
import { closingLine, one, sum, vitestCounts } from './bootstrap/results.mjs'
import { planOf, usage } from './bootstrap/stages.mjs'
import { build } from './build.mjs'

/** A stage that takes longer than this hangs. */
const limitMs = 12 * 60_000

const undo = []
const counted = []
let interrupted = false

/** `npm test`: installs missing programs, runs every stage even if others fail, and counts the tests. */
async function test(plan) {
  const reports = mkdtempSync(join(tmpdir(), 'poolhouse-test-'))
  undo.push(() => rmSync(reports, { recursive: true, force: true }))
  heading('Setting up')
  if (!(await attempt('dependencies', ensureDependencies))) return
  const { environment, missing } = await setUp(new Set(plan.stages.flatMap((stage) => stage.needs)))

  const lines = []
  const failed = new Set()
  const parallel = new Map(
    plan.stages
      .filter((stage) => stage.parallel)
      .map((stage) => [stage.name, runStage(stage, { plan, reports, environment, quiet: true })]),
  )
  for (const stage of plan.stages) {
    if (interrupted) return
    heading(`${stage.title} (${stage.name})`)
    const started = Date.now()
    const lacks = [
      ...stage.needs.filter((need) => missing.has(need)),
      ...(failed.has(stage.after) ? [stage.after] : []),
    ]
    if (lacks.length > 0) say(`Not run, because it needs ${lacks.join(' and ')}. See the failure above.`)
    const running =
      parallel.get(stage.name) ?? (lacks.length > 0 ? one.failed : runStage(stage, { plan, reports, environment }))
    const counts = await running
    if (counts.failed > 0) failed.add(stage.name)
    counted.push(counts)
    lines.push(`${stage.name.padEnd(16)} ${seconds(started).padStart(8)}  ${closingLine(counts)}`)
  }
  heading('Stages')
  for (const line of lines) say(line)
}

async function setUp(needs) {
  const variables = {}
  const missing = new Set()
  const need = async (name, get) => {
    if (needs.has(name) && !interrupted && !(await attempt(name, get))) missing.add(name)
  }
  await need('postgres', async () => {
    const postgres = await startPostgres()
    undo.push(postgres.stop)
    variables.DATABASE_URL = postgres.url
  })
  await need('chromium', async () => {
    variables.CHROMIUM_PATH = await findChromium()
  })
  await need('aws-cli', findAwsCli)
  return { environment: projectEnvironment(variables), missing }
}

/** Counts a program that can not be set up as a failed test and prints the command that helps. A success is not counted. */
async function attempt(name, action) {
  try {
    await action()
    return true
  } catch (error) {
    say(`${name}: ${error.name === 'SetupFailure' ? error.message : error.stack}`)
    counted.push(one.failed)
    return false
  }
}

async function runStage(stage, { plan, reports, environment, quiet = false }) {
  try {
    if (stage.vitest) return await runVitest(stage.name, { filters: plan.filters, reports, environment, quiet })
    return (await checks[stage.name](environment)) ? one.passed : one.failed
  } catch (error) {
    say(error.name === 'SetupFailure' ? error.message : error.stack)
    return one.failed
  }
}

const checks = {
  types: async (env) => {
    const passed = await onProjectNode('typescript/bin/tsc', ['--noEmit', '-p', 'tsconfig.json'], env)
    // Browser code has the types of the DOM in place of Node's.
    return (await onProjectNode('typescript/bin/tsc', ['-p', 'packages/pages/tsconfig.browser.json'], env)) && passed
  },
  lint: (env) => onProjectNode('@biomejs/biome/bin/biome', ['check', '.'], env),
  build: async () => {
    await build()
    return serverRuns()
  },
  node20: omniauthLoads,
  package: omniauthPacks,
}

/** With `quiet`, shows the output only after the program has ended. */
async function onProjectNode(file, args, env, { quiet = false } = {}) {
  const done = await run(projectNode(), [join(root, 'node_modules', file), ...args], { env, limitMs, quiet })
  if (quiet) say(done.text)
  if (done.late) say(`Stopped after ${limitMs / 60_000} minutes: the stage seems to hang.`)
  return done.ok
}

async function runVitest(project, { filters, reports, environment, quiet }) {
  const output = join(reports, `${project.replace(':', '-')}.json`)
  const flags = ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${output}`]
  const lenient = filters.length > 0 ? ['--passWithNoTests'] : []
  const ok = await onProjectNode('vitest/vitest.mjs', [...flags, ...lenient, ...filters], environment, { quiet })
  const report = reportAt(output)
  const found = (report?.testResults ?? []).length > 0
  if (ok && !found && filters.length > 0) return { passed: 0, failed: 0, skipped: 0 }
  return vitestCounts(report, ok)
}

function reportAt(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

const heading = (title) => say(`\n=== ${title}`)
const seconds = (started) => `${((Date.now() - started) / 1000).toFixed(1)} s`

async function cleanUp() {
  for (const action of undo.splice(0).reverse()) await action()
}

async function onSignal() {
  if (interrupted) return
  interrupted = true
  endAll()
  await cleanUp()
  say('\nInterrupted.')
  process.exit(130)
}

async function main() {
  const started = Date.now()
  const plan = planOf(process.argv.slice(2))
  if (plan.help) return say(usage)
  if (plan.problem !== undefined) {
    say(`${plan.problem}\n\n${usage}`)
    process.exitCode = 2
    return
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, onSignal)
  try {
    await test(plan)
  } finally {
    if (!interrupted) await cleanUp()
  }
  if (interrupted) return
  const total = sum(counted)
  if (total.passed + total.failed === 0) {
    say('No test ran. Check the filter.')
    total.failed = 1
  }
  say(`\nTotal time: ${seconds(started)}`)
  say(closingLine(total))
  process.exitCode = total.failed > 0 ? 1 : 0
}

await main()
