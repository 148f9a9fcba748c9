import { join } from 'node:path'
import { aptInstall, hasAptGet } from './apt.mjs'
import { projectEnvironment, projectNode } from './dependencies.mjs'
import { ask, isExecutable, onPath, root, run, SetupFailure, say } from './processes.mjs'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const applications = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** Finds Chromium for the browser tests. If there is none, installs it with apt-get (as root) or with playwright. */
export async function findChromium() {
  const named = process.env.CHROMIUM_PATH
  if (named) {
    if (works(named)) return chosen(named)
    throw new SetupFailure(
      `CHROMIUM_PATH is ${named}, which is not a working Chromium. Run: env -u CHROMIUM_PATH npm test`,
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
    `${refusals.join('\n')}\nChromium was not found and could not be installed. Run: npx playwright-core install --with-deps chromium`.trim(),
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

/** Checks the printed version, because some distributions leave a wrapper without a browser. */
function works(file) {
  if (!file || !isExecutable(file)) return false
  const answer = ask(file, ['--version'])
  return answer.ok && /\b(Chromium|Chrome)\b.*\d+\./.test(answer.out)
}

function chosen(file) {
  say(`Chromium: ${file}.`)
  return file
}
