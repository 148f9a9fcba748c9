import { join } from 'node:path'
import { ConfigError } from '../config/config.ts'
import { untilStopSignal } from '../signals.ts'
import { ApplicationEnded, mustBeFree, startApplication } from './application.ts'
import { type FirstRun, firstRun } from './first-run.ts'
import { gitlabRbFile } from './gitlab-rb.ts'
import { type FirstRunOptions, firstRunHelp, readOptions } from './options.ts'
import { stateFile } from './state.ts'

const print = (line = ''): void => {
  process.stdout.write(`${line}\n`)
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2), process.env)
  if (options === 'help') return print(firstRunHelp)
  // Signals count from here on: an interrupted start must leave its data whole too.
  const told = untilStopSignal()
  if (options.application !== undefined) await mustBeFree(options)
  const run = await firstRun(options)
  try {
    await serve(options, { run, told })
  } finally {
    await run.close()
  }
}

async function serve(options: FirstRunOptions, { run, told }: { run: FirstRun; told: Promise<void> }): Promise<void> {
  const application =
    options.application === undefined
      ? undefined
      : await startApplication(options.application, {
          ...options,
          config: gitlabRbFile(options.data),
          log: forgeLog(options),
        })
  for (const line of run.done) print(line)
  for (const line of welcome(options, run)) print(line)
  const code = await Promise.race([told.then(() => 0), application?.ended ?? new Promise<never>(() => {})])
  await application?.stop()
  process.exitCode = code
}

/** Its log goes to a file, so that what a person has to know stands alone on the screen. */
const forgeLog = ({ data }: FirstRunOptions): string => join(data, 'forge.log')

/** Where to go, and as whom. */
function welcome(options: FirstRunOptions, { state }: FirstRun): string[] {
  const rows = [
    ['Forge, the application', state.forgeUrl],
    ['Sign in there as', state.user.email],
    ['with the password', state.user.password],
    ['Mail lands at', state.mailboxUrl],
    ['Poolhouse, for SDKs', state.baseUrl],
    ['User pool', state.userPoolId],
    ['App client', state.clientId],
    ['AWS profile', `${state.profile} in ${state.credentialsFile}`],
    ['Forge’s configuration', gitlabRbFile(options.data)],
    ['Forge’s log', forgeLog(options)],
    ['All of this, as JSON', stateFile(options.data)],
  ] as const
  return [
    '',
    'Poolhouse is ready. Press Ctrl+C to stop it.',
    '',
    ...rows.map(([name, value]) => `  ${name.padEnd(24)}${value}`),
    '',
  ]
}

main().catch((error: unknown) => {
  if (error instanceof ApplicationEnded) {
    process.exitCode = error.code
    return
  }
  const told = error instanceof ConfigError
  process.stderr.write(`${told ? error.message : error instanceof Error ? error.stack : String(error)}\n`)
  process.exitCode = 1
})
