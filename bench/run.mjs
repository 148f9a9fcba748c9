import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { openConnection } from './connection.mjs'
import { measure, median, rounded } from './load.mjs'
import { machine, versions } from './machine.mjs'
import {
  makeHome,
  memoryOf,
  refresh,
  setUp,
  signInByPassword,
  signInBySrp,
  startPeer,
  startPoolhouse,
} from './poolhouse.mjs'
import { signingLimit } from './signing.mjs'

/** Rounds of each measurement. The servers take turns, so that a slow minute of the machine affects all of them. The median counts. */
const rounds = 3
const refreshing = { clients: 16, warmUpMs: 2_000, durationMs: 5_000 }
const signingIn = { clients: 8, warmUpMs: 1_000, durationMs: 5_000 }

const peerSecret = 'a secret that is long enough for a benchmark'

/** Starts a server, measures one task on it, stops it. */
async function onFresh(start, load, taskOf) {
  const server = await start()
  try {
    return await measure({ ...load, port: server.port, pid: server.pid, task: taskOf(server) })
  } finally {
    await server.stop()
  }
}

/** The round with the median throughput, and the throughput of all rounds. */
function middle(results) {
  const wanted = median(results.map(({ perSecond }) => perSecond))
  return { ...results.find(({ perSecond }) => perSecond === wanted), rounds: results.map(({ perSecond }) => perSecond) }
}

async function inTurns(measurements) {
  const results = Object.fromEntries(Object.keys(measurements).map((name) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const [name, run] of Object.entries(measurements)) {
      results[name].push(await run())
      say(`  ${name}: ${results[name].at(-1).perSecond}/s`)
    }
  }
  return Object.fromEntries(Object.entries(results).map(([name, all]) => [name, middle(all)]))
}

/** From the start of the process until the first user has tokens. */
async function startToSignIn(home, people) {
  const task = signInByPassword(people)
  const times = []
  for (let turn = 0; turn < 5; turn++) {
    const started = performance.now()
    const server = await startPoolhouse(home)
    const connection = await openConnection(server.port)
    await task(connection, turn)
    times.push(rounded(performance.now() - started, 0))
    connection.close()
    await server.stop()
  }
  return { medianMs: median(times), ms: times }
}

async function memoryAfterSignIns(home, people) {
  const server = await startPoolhouse(home)
  const started = memoryOf(server.pid)
  const connections = await Promise.all(Array.from({ length: 4 }, () => openConnection(server.port)))
  const ways = [signInByPassword(people), signInBySrp(people)]
  let next = 0
  await Promise.all(
    connections.map(async (connection) => {
      for (let index = next++; index < 100; index = next++) await ways[index % 2](connection, index)
      connection.close()
    }),
  )
  const after = memoryOf(server.pid)
  await server.stop()
  return { afterStart: started, after100SignIns: after }
}

async function main() {
  if (!process.argv.includes('--no-build')) {
    const build = fileURLToPath(new URL('../tools/build.mjs', import.meta.url))
    const { status } = spawnSync(process.execPath, [build], { stdio: 'inherit' })
    if (status !== 0) throw new Error('The server does not compile.')
  }
  const about = { ...machine(), ...versions() }
  const home = makeHome()
  try {
    say('Signing limit ...')
    const signing = await signingLimit()
    say('Setting up ...')
    const people = await setUp(home)
    const tokens = people.users.map(({ refreshToken }) => refreshToken)
    const poolhouse = () => startPoolhouse(home)
    const peer = (kind) => () =>
      onFresh(
        () => startPeer(kind),
        refreshing,
        (server) => refresh('/token', { id: 'bench', secret: peerSecret }, server.tokens),
      )
    say('Measuring ...')
    const measured = await inTurns({
      refresh: () => onFresh(poolhouse, refreshing, () => refresh('/oauth2/token', people.oauth, tokens)),
      refreshOfPeerSigned: peer('jwt'),
      refreshOfPeerOpaque: peer('opaque'),
      passwordSignIn: () => onFresh(poolhouse, signingIn, () => signInByPassword(people)),
      srpSignIn: () => onFresh(poolhouse, signingIn, () => signInBySrp(people)),
    })
    const start = await startToSignIn(home, people)
    const memory = await memoryAfterSignIns(home, people)
    const results = { about, signing, ...measured, ratios: ratiosOf(signing, measured), start, memory }
    print(results)
    const folder = fileURLToPath(new URL('results/', import.meta.url))
    mkdirSync(folder, { recursive: true })
    writeFileSync(`${folder}${new Date().toISOString().slice(0, 10)}.json`, `${asText(results)}\n`)
  } finally {
    home.remove()
  }
}

/** Lists of numbers on one line, as the formatter of this repository requires. */
const asText = (results) =>
  JSON.stringify(results, undefined, 2).replace(
    /\[\s+([-\d.,\s]+?)\s+\]/g,
    (_all, list) => `[${list.split(/,\s+/).join(', ')}]`,
  )

/** A refresh signs two tokens, so at most half as many refreshes as signatures are possible. */
function ratiosOf(
  { opensslOneCore, opensslAllCores, nodeThreadPool },
  { refresh: own, refreshOfPeerSigned, refreshOfPeerOpaque },
) {
  const share = (limit) => (limit === undefined ? undefined : rounded((own.perSecond * 2) / limit))
  return {
    signaturesToOpensslOneCore: share(opensslOneCore),
    signaturesToOpensslAllCores: share(opensslAllCores),
    signaturesToNodeThreadPool: share(nodeThreadPool),
    refreshToPeerSigned: rounded(own.perSecond / refreshOfPeerSigned.perSecond),
    refreshToPeerOpaque: rounded(own.perSecond / refreshOfPeerOpaque.perSecond),
    serverCpuOfPeerSigned: rounded(own.serverCpuMs / refreshOfPeerSigned.serverCpuMs),
  }
}

function print({ signing, ratios, start, memory, ...measured }) {
  const rows = [
    ['RS256 signatures/s: openssl, one core', signing.opensslOneCore ?? 'no openssl here'],
    [`  openssl, ${signing.cores} cores`, signing.opensslAllCores ?? 'no openssl here'],
    ['  crypto.sign on the thread pool', signing.nodeThreadPool],
    ['refresh_token at /oauth2/token (2 signatures)', line(measured.refresh)],
    ['  oidc-provider, signed access token (2)', line(measured.refreshOfPeerSigned)],
    ['  oidc-provider, opaque access token (1)', line(measured.refreshOfPeerOpaque)],
    [
      '  signatures, to openssl on one core / all',
      `${ratios.signaturesToOpensslOneCore} / ${ratios.signaturesToOpensslAllCores}`,
    ],
    ['  signatures, to crypto.sign', ratios.signaturesToNodeThreadPool],
    ['  to oidc-provider, signed / opaque', `${ratios.refreshToPeerSigned} / ${ratios.refreshToPeerOpaque}`],
    ['USER_PASSWORD_AUTH sign-in', line(measured.passwordSignIn)],
    ['USER_SRP_AUTH sign-in (2 requests)', line(measured.srpSignIn)],
    ['start to first sign-in completed', `${start.medianMs} ms (${start.ms.join(', ')})`],
    [
      'memory after the start / 100 sign-ins',
      `${memory.afterStart.residentMiB} / ${memory.after100SignIns.residentMiB} MiB resident`,
    ],
  ]
  say('')
  for (const [name, value] of rows) say(`${name.padEnd(48)}${value}`)
}

const line = ({ perSecond, p50Ms, p99Ms, serverCpuMs }) =>
  `${perSecond}/s, p50 ${p50Ms} ms, p99 ${p99Ms} ms, ${serverCpuMs} ms of processor time each`

const say = (text) => process.stdout.write(`${text}\n`)

await main()
