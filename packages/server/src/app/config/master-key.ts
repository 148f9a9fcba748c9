import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { type Random, systemRandom } from '#foundation/crypto/random'
import { fromBase64, toBase64 } from '#foundation/encoding'
import { type Config, ConfigError } from './config.ts'

const keyLength = 32

/** The keys for secrets in the database: the primary key seals and opens, older keys only open. */
export interface MasterKeys {
  readonly primary: Buffer
  readonly others: Buffer[]
}

/**
 * The master key, from POOLHOUSE_MASTER_KEY or the key file.
 * @throws ConfigError when the key is missing or malformed, when other users can read its file, or when it is in the data folder
 * in production. The server never falls back to a new key.
 */
export function loadMasterKeys(
  config: Pick<Config, 'mode' | 'data' | 'masterKey' | 'masterKeyFile'>,
  environment: Readonly<Record<string, string | undefined>>,
): MasterKeys {
  const others = config.masterKey.olderFiles.map((file) => readKeyFile(resolve(file)))
  const given = environment['POOLHOUSE_MASTER_KEY']
  if (given) return { primary: decodeKey(given, 'POOLHOUSE_MASTER_KEY'), others }
  const file = config.masterKeyFile
  if (!existsSync(file)) {
    throw new ConfigError(
      `There is no master key: POOLHOUSE_MASTER_KEY is not set, and the file ${file} does not exist. Create one with: (umask 077; openssl rand -base64 32 > ${file})`,
    )
  }
  if (config.mode === 'production' && !config.masterKey.allowBesideData && isInside(config.data, file)) {
    throw new ConfigError(
      `The master key ${file} is in the data folder, so a copy of the folder contains the key to its secrets. Move it and set POOLHOUSE_MASTER_KEY_FILE to the new path, or allow this with masterKey.allowBesideData: true (--allow-master-key-beside-data).`,
    )
  }
  return { primary: readKeyFile(file), others }
}

/** Creates the key file of a first run, if it does not exist. */
export function ensureMasterKeyFile(file: string, random: Random = systemRandom): void {
  if (existsSync(file)) return
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  writeFileSync(file, `${toBase64(random.bytes(keyLength))}\n`, { mode: 0o600, flag: 'wx' })
}

function readKeyFile(file: string): Buffer {
  const mode = statSync(file).mode & 0o777
  // Windows has no such modes: there, every file looks readable.
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    throw new ConfigError(
      `Other users can read the master key ${file} (mode ${mode.toString(8)}). Run: chmod 600 ${file}`,
    )
  }
  return decodeKey(readFileSync(file, 'utf8'), file)
}

function decodeKey(text: string, source: string): Buffer {
  const key = fromBase64(text.trim())
  if (key?.length !== keyLength)
    throw new ConfigError(`${source} must be 32 bytes in base64. Create such a key with: openssl rand -base64 32`)
  return key
}

function isInside(folder: string, file: string): boolean {
  const path = relative(folder, file)
  return !path.startsWith('..') && !path.startsWith('/')
}
