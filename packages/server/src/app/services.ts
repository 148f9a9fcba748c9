import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Clock, systemClock } from '#foundation/clock'
import type { PasswordHasher } from '#foundation/crypto/password-hash'
import { type Random, systemRandom } from '#foundation/crypto/random'
import { createSealer, type Sealer } from '#foundation/crypto/seal'
import { createLog, type Log } from '#foundation/log'
import { opensDatabase } from '#records/key-checks/key-checks'
import type { IssuerSettings } from '#records/user-pools/issuer'
import type { Database } from '#storage/database'
import { openDatabase } from '#storage/open-database'
import { type Config, ConfigError } from './config/config.ts'
import type { MasterKeys } from './config/master-key.ts'

/** What even an operator's command needs. */
export interface Foundation {
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly db: Database
  readonly sealer: Sealer
  close(): Promise<void>
}

/** The parts of the outside that a test or the first run brings along. */
export interface Substitutes {
  readonly clock?: Clock
  readonly random?: Random
  readonly log?: Log
  readonly passwordHasher?: PasswordHasher
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
      `The master key is not the one that sealed ${isFile ? config.database : 'the database'}. Give the server that key; there is no way around it.`,
    )
  }
  return { clock, random, log, db, sealer, close: () => db.destroy() }
}

/** SQLite would make the file readable to others; what it puts beside it takes the file's mode. */
function createForOwnerOnly(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  closeSync(openSync(file, 'a', 0o600))
}

/** How the configuration names the server. */
export function issuerSettingsOf(config: Config): IssuerSettings {
  const { publicUrl, region, accountId, issuer, domainSuffix } = config
  return { publicUrl, region, accountId, issuer, domainSuffix }
}
