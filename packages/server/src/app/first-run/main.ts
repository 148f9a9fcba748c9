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
  // Handle signals from here on: an interrupted start must not leave damaged data.
  const stopSignal = untilStopSignal()
  if (options.application !== undefined) await mustBeFree(options)
  const run = await firstRun(options)
  try {
    await serve(options, { run, stopSignal })
  } finally {
    await run.close()
  }
}

async function serve(
  options: FirstRunOptions,
  { run, stopSignal }: { run: FirstRun; stopSignal: Promise<void> },
): Promise<void> {
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
  const code = await Promise.race([stopSignal.then(() => 0), application?.ended ?? new Promise<never>(() => {})])
  await application?.stop()
  process.exitCode = code
}

/** Forge logs to a file, so that the screen shows only what the user needs to know. */
const forgeLog = ({ data }: FirstRunOptions): string => join(data, 'forge.log')

/** The addresses and the credentials to start with. */
function welcome(options: FirstRunOptions, { state }: FirstRun): string[] {
  const rows = [
    ['Forge, the application', state.forgeUrl],
    ['Sign in there as', state.user.email],
    ['with the password', state.user.password],
    ['Mailbox', state.mailboxUrl],
    ['Poolhouse, for SDKs', state.baseUrl],
    ['User pool', state.userPoolId],
    ['App client', state.clientId],
    ['AWS profile', `${state.profile} in ${state.credentialsFile}`],
    ['Forge’s configuration', gitlabRbFile(options.data)],
    ['Forge’s log', forgeLog(options)],
    ['This list as JSON', stateFile(options.data)],
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
  const isConfigError = error instanceof ConfigError
  process.stderr.write(`${isConfigError ? error.message : error instanceof Error ? error.stack : String(error)}\n`)
  process.exitCode = 1
})
