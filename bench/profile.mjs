import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { measure, rounded } from './load.mjs'
import { makeHome, refresh, setUp, signInByPassword, signInBySrp, startPoolhouse } from './poolhouse.mjs'

/** `node profile.mjs refresh|srp|password`: where the main thread of the compiled server spends its time under that load. */
const tasks = {
  refresh: (people) =>
    refresh(
      '/oauth2/token',
      people.oauth,
      people.users.map(({ refreshToken }) => refreshToken),
    ),
  srp: signInBySrp,
  password: signInByPassword,
}

const say = (text = '') => process.stdout.write(`${text}\n`)

async function main(name) {
  const taskOf = tasks[name]
  if (!taskOf) throw new Error(`Name what to profile: ${Object.keys(tasks).join(', ')}.`)
  const home = makeHome()
  try {
    const people = await setUp(home)
    const folder = join(home.folder, 'profile')
    mkdirSync(folder)
    const server = await startPoolhouse(home, ['--cpu-prof', `--cpu-prof-dir=${folder}`])
    const { port, pid } = server
    const load = { clients: 16, warmUpMs: 2_000, durationMs: 8_000, task: taskOf(people) }
    const result = await measure({ port, pid, ...load })
    await server.stop()
    const [file] = readdirSync(folder)
    const profile = JSON.parse(readFileSync(join(folder, file), 'utf8'))
    say(
      `${name}: ${result.perSecond}/s with the profiler on, ${result.serverCpuMs} ms of processor time each, all threads`,
    )
    report(profile)
  } finally {
    home.remove()
  }
}

function report({ nodes, samples, timeDeltas }) {
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])))
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const own = { function: new Map(), home: new Map() }
  const whole = new Map()
  let busy = 0
  const add = (totals, name, time) => totals.set(name, (totals.get(name) ?? 0) + time)
  samples.forEach((id, index) => {
    const node = byId.get(id)
    const time = timeDeltas[index] ?? 0
    if (['(idle)', '(program)', '(root)'].includes(node.callFrame.functionName)) return
    busy += time
    add(own.function, nameOf(node.callFrame), time)
    add(own.home, homeOf(node, { byId, parents }), time)
    const seen = new Set()
    for (let at = node; at; at = byId.get(parents.get(at.id))) {
      const name = nameOf(at.callFrame)
      if (!name.includes('poolhouse:') || seen.has(name)) continue
      seen.add(name)
      add(whole, name, time)
    }
  })
  const all = samples.reduce((sum, _id, index) => sum + (timeDeltas[index] ?? 0), 0)
  say(`The main thread was busy for ${rounded((busy / all) * 100, 0)} % of ${rounded(all / 1e6, 1)} s. Of that, in %:`)
  table('On behalf of', own.home, { busy, lines: 14 })
  table('Own time of a function', own.function, { busy, lines: 22 })
  table('Our functions with all they call', whole, { busy, lines: 40 })
}

function table(title, totals, { busy, lines }) {
  say(`\n${title}`)
  const sorted = [...totals].sort(([, one], [, other]) => other - one).slice(0, lines)
  for (const [name, time] of sorted)
    say(
      `  ${rounded((time / busy) * 100, 1)
        .toFixed(1)
        .padStart(5)}  ${name}`,
    )
}

/** A function and its file name, without folders. */
function nameOf({ functionName, url, lineNumber }) {
  const file = url.replace(/^.*\/packages\/server\/dist\//, 'poolhouse:').replace(/^.*\/node_modules\//, '')
  return `${functionName || '(anonymous)'} ${file}${file ? `:${lineNumber + 1}` : ''}`
}

/** The package, or our folder, that a sample belongs to: that of the first caller with a file. */
function homeOf(node, { byId, parents }) {
  for (let at = node; at; at = byId.get(parents.get(at.id))) {
    const { url, functionName } = at.callFrame
    if (functionName === '(garbage collector)') return 'garbage collector'
    if (url.includes('/packages/server/dist/'))
      return `poolhouse ${url.split('/dist/')[1].split('/').slice(0, 2).join('/')}`
    if (url.includes('/node_modules/'))
      return url
        .split('/node_modules/')
        .at(-1)
        .split('/')
        .slice(0, url.includes('/@') ? 2 : 1)
        .join('/')
  }
  return 'node'
}

await main(process.argv[2])
