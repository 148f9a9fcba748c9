import { join } from 'node:path'
import { aptInstall, hasAptGet } from './apt.mjs'
import { projectEnvironment, projectNode } from './dependencies.mjs'
import { ask, isExecutable, onPath, root, run, SetupFailure, say } from './processes.mjs'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const applications = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** The browser of the journey's tests: the machine's, else the distribution's as root, else playwright's own. */
export async function findChromium() {
  const named = process.env.CHROMIUM_PATH
  if (named) {
    if (works(named)) return chosen(named)
    throw new SetupFailure(
      `CHROMIUM_PATH names ${named}, which is no working Chromium. Unset it: env -u CHROMIUM_PATH npm test`,
    )
  }
  const here = onMachine()
  if (here !== undefined) return chosen(here)
  const refusals = []
  for (const fetchIt of [fromDistribution, fromPlaywright]) {
    try {
      const file = await fetchIt()
      if (file !== undefined && works(file)) return chosen(file)
    } catch (error) {
      if (error.name !== 'SetupFailure') throw error
      refusals.push(error.message)
    }
  }
  throw new SetupFailure(
    `${refusals.join('\n')}\nNo Chromium is to be had. Run: npx playwright-core install --with-deps chromium`.trim(),
  )
}

function onMachine() {
  return [...names.flatMap((name) => onPath(name)), ...applications, playwrights()].find(works)
}

async function fromDistribution() {
  if (!hasAptGet()) return undefined
  await aptInstall('chromium')
  return onMachine()
}

async function fromPlaywright() {
  const cli = join(root, 'node_modules/playwright-core/cli.js')
  const done = await run(projectNode(), [cli, 'install', 'chromium'], {
    quiet: true,
    env: projectEnvironment(),
    limitMs: 10 * 60_000,
  })
  if (!done.ok) throw new SetupFailure(done.text.trim())
  say('Chromium installed with playwright.')
  return playwrights()
}

function playwrights() {
  const script = "process.stdout.write(require('playwright-core').chromium.executablePath())"
  const answer = ask(projectNode(), ['-e', script], { cwd: root })
  return answer.ok ? answer.out.trim() : undefined
}

/** A wrapper without its browser, as some distributions leave behind, prints no version. */
function works(file) {
  if (!file || !isExecutable(file)) return false
  const answer = ask(file, ['--version'])
  return answer.ok && /\b(Chromium|Chrome)\b.*\d+\./.test(answer.out)
}

function chosen(file) {
  say(`Chromium: ${file}.`)
  return file
}
