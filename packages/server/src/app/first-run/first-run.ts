import { join } from 'node:path'
import { setAppClientExtensions } from '#flows/user-pools/set-client-extensions'
import { systemClock } from '#foundation/clock'
import { systemRandom } from '#foundation/crypto/random'
import { createAccessKey, findAccessKey } from '#records/access-keys/access-keys'
import { ensureMasterKeyFile, loadMasterKeys } from '../config/master-key.ts'
import { type RunningServer, startServer } from '../server.ts'
import type { Services } from '../services.ts'
import { writeConfiguration } from './configuration.ts'
import { readCredentials, writeCredentials } from './credentials.ts'
import { gitlabRb, gitlabRbFile, keepGitlabRb } from './gitlab-rb.ts'
import { type Mailbox, openMailbox } from './mailbox.ts'
import { mailboxRoutes } from './mailbox-routes.ts'
import type { FirstRunOptions } from './options.ts'
import { type Provisioned, provision } from './provision.ts'
import { signedApi } from './signed-api.ts'
import type { FirstRunState } from './state.ts'

/** A running Poolhouse with everything that the first run needs. */
export interface FirstRun {
  readonly state: Provisioned
  /** What this run created or changed, one line each. */
  readonly done: readonly string[]
  close(): Promise<void>
}

/** Starts Poolhouse on a data folder, and creates what is missing there: keys, pool, app client, user, gitlab.rb. */
export async function firstRun(options: FirstRunOptions): Promise<FirstRun> {
  ensureMasterKeyFile(join(options.data, 'master.key'))
  const mailbox = await openMailbox(
    { clock: systemClock, random: systemRandom },
    { folder: join(options.data, 'mailbox') },
  )
  try {
    const config = writeConfiguration(options, { smtpPort: mailbox.port })
    const server = await startServer({
      config,
      masterKeys: loadMasterKeys(config, {}),
      routes: mailboxRoutes(mailbox, config),
    })
    const prepared = await prepare(server, options).catch(async (error: unknown) => {
      await server.close()
      throw error
    })
    return { ...prepared, close: () => closeBoth(server, mailbox) }
  } catch (error) {
    await mailbox.close()
    throw error
  }
}

async function closeBoth(server: RunningServer, mailbox: Mailbox): Promise<void> {
  await server.close()
  await mailbox.close()
}

async function prepare(
  { app, services }: RunningServer,
  options: FirstRunOptions,
): Promise<{ state: Provisioned; done: string[] }> {
  const key = await ensureAccessKey(services, options.data)
  const { clock, random, issuerSettings } = services
  const api = signedApi(app, { clock, region: issuerSettings.region, key })
  const { state, before, done } = await provision({ api, random }, options)
  await setAppClientExtensions(services, { clientId: state.clientId, extensions: { userInfoId: true } })
  done.push(...keepConfiguration(options, { state, before }))
  return { state, done }
}

/** The access key of an earlier run if it is in the database, otherwise a new one. */
async function ensureAccessKey(services: Services, data: string): Promise<{ id: string; secret: string }> {
  const present = readCredentials(data)
  if (present && (await findAccessKey(services.db, present.id))) return present
  const key = await createAccessKey(services, { name: 'first-run' })
  writeCredentials(data, key)
  return key
}

function keepConfiguration(
  { data }: FirstRunOptions,
  { state, before }: { state: Provisioned; before: FirstRunState | undefined },
): string[] {
  const moved = before && before.baseUrl !== state.baseUrl ? { from: before.baseUrl, to: state.baseUrl } : undefined
  const content = gitlabRb({ site: state.baseUrl, clientId: state.clientId, clientSecret: state.clientSecret })
  const file = gitlabRbFile(data)
  switch (keepGitlabRb(data, { content, moved })) {
    case 'written':
      return [`Wrote ${file}.`]
    case 'updated':
      return [`Updated the provider's address in ${file} to ${state.baseUrl}.`]
    case 'kept':
      return []
  }
}
