import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { createKeyRing, type KeyRing } from '#flows/tokens/key-ring'
import { type Clock, systemClock } from '#foundation/clock'
import { createPasswordHasher, type PasswordHasher } from '#foundation/crypto/password-hash'
import { type Random, systemRandom } from '#foundation/crypto/random'
import { createSealer, type Sealer } from '#foundation/crypto/seal'
import { createKeyedQueue, type KeyedQueue } from '#foundation/keyed-queue'
import { createLog, type Log } from '#foundation/log'
import { type Courier, createCourier } from '#outbound/messaging/courier'
import { type EmailTransport, unconfiguredEmail } from '#outbound/messaging/email/email-transport'
import { createSmtpTransport } from '#outbound/messaging/email/smtp'
import type { TriggerInvoker } from '#outbound/triggers/invoke'
import { createInProcessTransport } from '#outbound/triggers/transports/in-process'
import { createTriggerRouter } from '#outbound/triggers/transports/router'
import type { IssuerSettings } from '#records/user-pools/issuer'
import type { Database } from '#storage/database'
import { opensDatabase } from '#storage/key-check'
import { openDatabase } from '#storage/open-database'
import { type Config, ConfigError } from './config/config.ts'
import type { MasterKeys } from './config/master-key.ts'

/** The services that both the server and an operator's command need. */
export interface Foundation {
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly db: Database
  readonly sealer: Sealer
  close(): Promise<void>
}

/** Services that a test or the first run may replace. */
export interface Substitutes {
  readonly clock?: Clock
  readonly random?: Random
  readonly log?: Log
  readonly passwordHasher?: PasswordHasher
  readonly email?: EmailTransport
  readonly triggers?: TriggerInvoker
}

/** All services of fronts and flows. Each of them names the services that it uses. */
export interface Services extends Foundation {
  readonly attemptQueue: KeyedQueue
  readonly courier: Courier
  readonly issuerSettings: IssuerSettings
  readonly keyRing: KeyRing
  readonly passwordHasher: PasswordHasher
  readonly triggers: TriggerInvoker
}

/** Opens the database and the keys. */
export async function openFoundation({
  config,
  masterKeys,
  clock = systemClock,
  random = systemRandom,
  log = createLog({ write: (line) => process.stderr.write(line), clock, level: config.log.level }),
}: { config: Config; masterKeys: MasterKeys } & Substitutes): Promise<Foundation> {
  const isFile = !config.database.includes('://') && config.database !== ':memory:'
  if (isFile) createForOwnerOnly(config.database)
  const db = await openDatabase(config.database)
  const sealer = createSealer({ ...masterKeys, random })
  if (!(await opensDatabase({ db, sealer }))) {
    await db.destroy()
    throw new ConfigError(
      `The master key is not the one that sealed ${isFile ? config.database : 'the database'}. Start with the original key: the secrets in the database can not be read without it.`,
    )
  }
  return { clock, random, log, db, sealer, close: () => db.destroy() }
}

/** Creates the services of a running server. */
export async function createServices({
  config,
  masterKeys,
  ...substitutes
}: { config: Config; masterKeys: MasterKeys } & Substitutes): Promise<Services> {
  const foundation = await openFoundation({ config, masterKeys, ...substitutes })
  const { clock, db, log, sealer } = foundation
  const { smtp, from } = config.email
  const email = substitutes.email ?? (smtp ? createSmtpTransport(smtp) : unconfiguredEmail)
  const functions = createTriggerRouter(foundation, [createInProcessTransport(foundation, config.triggers.functions)])
  const courier = createCourier({ clock, db, sealer, log, sending: { email: { transport: email, from } } })
  return {
    ...foundation,
    attemptQueue: createKeyedQueue(),
    courier,
    issuerSettings: issuerSettingsOf(config),
    keyRing: createKeyRing({ db, sealer }),
    passwordHasher: substitutes.passwordHasher ?? createPasswordHasher(),
    triggers: substitutes.triggers ?? functions,
    async close() {
      await courier.stop()
      await Promise.all([email.close(), functions.close()])
      await foundation.close()
    },
  }
}

/** SQLite would create a file that other users can read. Its additional files get the mode of this file. */
function createForOwnerOnly(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  closeSync(openSync(file, 'a', 0o600))
}

/** The settings of the configuration that issuers and URLs depend on. */
export function issuerSettingsOf(config: Config): IssuerSettings {
  const { publicUrl, region, accountId, issuer, domainSuffix } = config
  return { publicUrl, region, accountId, issuer, domainSuffix }
}
