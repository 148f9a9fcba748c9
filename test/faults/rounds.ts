import { join } from 'node:path'
import {
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { type Crowd, newCrowd } from './crowd.ts'
import { storeProblems } from './final-store.ts'
import { type History, type Kind, openHistory } from './history.ts'
import { openMailSink } from './mail-sink.ts'
import { nemesis, planKill } from './nemesis.ts'
import { clientSettings, type Family, nothingTouched, type Target, type Touched } from './operations.ts'
import { probe, probeFamilies, probePeople } from './probes.ts'
import { choicesOf } from './seed.ts'
import {
  createAccessKey,
  makeHome,
  publicUrl,
  type ServerHome,
  type ServerProcess,
  startServerProcess,
} from './server-process.ts'
import { addFirstMembers, step } from './workload.ts'

const workers = 8

/** The files that the checker reads after a run. */
export interface RunResult {
  readonly historyFile: string
  readonly database: string
  /** The number of acknowledged writes of each round before its kill. */
  readonly acknowledged: readonly number[]
}

interface Run {
  readonly home: ServerHome
  readonly history: History
  readonly crowds: readonly Crowd[]
  readonly key: { accessKeyId: string; secretAccessKey: string }
  readonly clock: Stopwatch
}

/** In each round, starts a server on the same data, probes what the last round left, sends requests, and kills the server. */
export async function runRounds(of: { folder: string; seed: number; rounds: number }): Promise<RunResult> {
  const choices = choicesOf(of.seed)
  const crowds = Array.from({ length: workers }, (_, worker) => newCrowd(worker, choices.fork(worker)))
  const historyFile = join(of.folder, 'history.jsonl')
  const history = openHistory(historyFile)
  const sink = await openMailSink(async ({ to, code }) => {
    const person = crowds.flatMap(({ people }) => people).find(({ email }) => email === to)
    if (person) person.mailed = code
    await history.append({ type: 'mail', user: to })
  })
  const home = makeHome(join(of.folder, 'home'), { smtpPort: sink.port })
  const key = await createAccessKey(home)
  const run: Run = { home, history, crowds, key, clock: stopwatch() }
  const names = await setUp(run)

  const families = new Set<Family>()
  const acknowledged: number[] = []
  let before = nothingTouched()
  for (let round = 1; round <= of.rounds; round++) {
    const touched = nothingTouched()
    acknowledged.push(await oneRound(run, { ...names, round, before, touched, plan: planKill(choices, round) }))
    for (const family of touched.families) families.add(family)
    before = touched
  }
  await onServer(run, { ...names, round: of.rounds + 1, touched: nothingTouched() }, async (target) => {
    await probe(target, crowds, before)
    await probePeople(
      target,
      crowds.flatMap(({ people }) => people),
    )
    await probeFamilies(target, [...families])
  })
  await sink.close()
  await history.close()
  return { historyFile, database: home.database, acknowledged }
}

interface Names {
  readonly userPoolId: string
  readonly clientId: string
}

/** Creates a pool, and signs in some people of each worker so that the rounds can begin with them. */
async function setUp(run: Run): Promise<Names> {
  const names = { userPoolId: '', clientId: '' }
  await onServer(run, { ...names, round: 0, touched: nothingTouched() }, async (target) => {
    const { UserPool } = await target.operator.send(
      new CreateUserPoolCommand({
        PoolName: 'faults',
        UsernameAttributes: ['email'],
        AutoVerifiedAttributes: ['email'],
        UsernameConfiguration: { CaseSensitive: false },
      }),
    )
    names.userPoolId = UserPool?.Id ?? ''
    const { UserPoolClient } = await target.operator.send(
      new CreateUserPoolClientCommand({ UserPoolId: names.userPoolId, ClientName: 'faults', ...clientSettings }),
    )
    names.clientId = UserPoolClient?.ClientId ?? ''
    await Promise.all(run.crowds.map((crowd) => addFirstMembers({ ...target, ...names }, crowd)))
  })
  return names
}

/** @returns the number of writes that were acknowledged before the kill. */
async function oneRound(
  run: Run,
  of: Names & { round: number; before: Touched; touched: Touched; plan: ReturnType<typeof planKill> },
): Promise<number> {
  const { history, clock } = run
  const server = await start(run, of.round)
  const asked = targetOf(run, { ...of, server })
  await probe({ ...asked, touched: nothingTouched() }, run.crowds, of.before)

  const done = history.acknowledged(of.round)
  const acknowledged = (): number => history.acknowledged(of.round) - done
  const { moment, ...watch } = nemesis(of.plan, { acknowledged, usualMs: clock.usualMs })
  const target = { ...asked, ...watch }
  let killed = false
  const work = run.crowds.map(async (crowd) => {
    while (!killed) await step(target, crowd)
  })
  await moment
  const count = acknowledged()
  killed = true
  await server.kill()
  await Promise.all(work)
  target.operator.destroy()
  await history.append({ type: 'kill', round: of.round })
  await history.append({ type: 'store-checked', round: of.round, problems: storeProblems(run.home.database) })
  return count
}

/** Starts a server, does the work on it and stops it. */
async function onServer(
  run: Run,
  of: Names & { round: number; touched: Touched },
  work: (target: Target) => Promise<void>,
): Promise<void> {
  const server = await start(run, of.round)
  const target = targetOf(run, { ...of, server })
  await work(target)
  target.operator.destroy()
  await server.stop()
}

async function start({ home, history }: Run, round: number): Promise<ServerProcess> {
  const server = await startServerProcess(home)
  await history.append({ type: 'ready', round, tookMs: server.tookMs })
  return server
}

function targetOf(
  { history, key, clock }: Run,
  of: Names & { round: number; touched: Touched; server: ServerProcess },
): Target {
  const { userPoolId, clientId, round, touched } = of
  return {
    server: of.server.address,
    publicUrl,
    userPoolId,
    clientId,
    operator: new CognitoIdentityProviderClient({
      endpoint: of.server.address,
      region: 'us-east-1',
      credentials: key,
      maxAttempts: 1,
    }),
    history: clock.timing(history),
    round,
    touched,
    onAsk: () => {},
    onAcknowledge: () => {},
  }
}

interface Stopwatch {
  usualMs(kind: Kind): number
  timing(history: History): History
}

/** Measures the usual duration of each kind of operation, as a moving average. */
function stopwatch(): Stopwatch {
  const means = new Map<Kind, number>()
  return {
    usualMs: (kind) => means.get(kind) ?? 10,
    timing: (history) => ({
      ...history,
      record: (of, ask) =>
        history.record(of, async () => {
          const started = performance.now()
          const outcome = await ask()
          const mean = means.get(of.kind) ?? 10
          if (outcome.type === 'ok') means.set(of.kind, mean + (performance.now() - started - mean) / 10)
          return outcome
        }),
    }),
  }
}
