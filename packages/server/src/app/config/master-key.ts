import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { type Random, systemRandom } from '#foundation/crypto/random'
import { fromBase64, toBase64 } from '#foundation/encoding'
import { type Config, ConfigError } from './config.ts'

const keyLength = 32

/** The keys that seal secrets at rest: one that seals, and older ones that still open. */
export interface MasterKeys {
  readonly primary: Buffer
  readonly others: Buffer[]
}

/**
 * The master key, from POOLHOUSE_MASTER_KEY or the key file.
 * @throws ConfigError when it is missing or malformed, its file is open to others, or it lies beside the data in production. There is no fallback to a fresh key.
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
      `There is no master key: neither POOLHOUSE_MASTER_KEY nor the file ${file}. Make one with: (umask 077; openssl rand -base64 32 > ${file})`,
    )
  }
  if (config.mode === 'production' && !config.masterKey.allowBesideData && isInside(config.data, file)) {
    throw new ConfigError(
      `The master key ${file} lies in the data folder: whoever copies the folder has the key to its secrets. Move it and name it in POOLHOUSE_MASTER_KEY_FILE, or set masterKey.allowBesideData: true (--allow-master-key-beside-data) to accept that.`,
    )
  }
  return { primary: readKeyFile(file), others }
}

/** Makes the key file of a first run, unless there is one. */
export function ensureMasterKeyFile(file: string, random: Random = systemRandom): void {
  if (existsSync(file)) return
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  writeFileSync(file, `${toBase64(random.bytes(keyLength))}\n`, { mode: 0o600, flag: 'wx' })
}

function readKeyFile(file: string): Buffer {
  const mode = statSync(file).mode & 0o777
  // Windows has no such modes: its files always look open.
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    throw new ConfigError(`The master key ${file} is open to others (mode ${mode.toString(8)}). Run: chmod 600 ${file}`)
  }
  return decodeKey(readFileSync(file, 'utf8'), file)
}

function decodeKey(text: string, source: string): Buffer {
  const key = fromBase64(text.trim())
  if (key?.length !== keyLength)
    throw new ConfigError(`${source} must be 32 bytes in base64 (openssl rand -base64 32).`)
  return key
}

function isInside(folder: string, file: string): boolean {
  const path = relative(folder, file)
  return !path.startsWith('..') && !path.startsWith('/')
}
