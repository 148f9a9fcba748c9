import { hkdfSync, randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** Keys for separate purposes, all derived from Forge's secret. */
export interface Keys {
  /** Authenticity tokens in forms. */
  csrf: Buffer
  /** Signs the messages that a cookie carries over a redirect. */
  flash: Buffer
  /** Seals the state that a browser brings back in a later step of a sign-in or set-up. */
  passes: Buffer
  /** Seals the secrets of authenticator apps in the database. */
  twoFactor: Buffer
  /** Hashes of recovery codes. */
  recovery: Buffer
  /** The secret of @poolhouse/omniauth, which seals its transaction cookie with it. */
  omniauth: string
}

/** Reads Forge's secret (32 bytes, mode 0600). Creates it on the first start. */
export function loadKeys(file: string): Keys {
  const secret = readSecret(file) ?? makeSecret(file)
  if (secret.length !== 32)
    throw new Error(`${file} should hold 32 bytes as base64url. Restore the file that Forge wrote from your backup.`)
  const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', secret, '', `forge ${purpose}`, 32))
  return {
    csrf: derive('csrf'),
    flash: derive('flash'),
    passes: derive('passes'),
    twoFactor: derive('two-factor'),
    recovery: derive('recovery'),
    omniauth: derive('omniauth').toString('base64url'),
  }
}

function readSecret(file: string): Buffer | undefined {
  try {
    return Buffer.from(readFileSync(file, 'utf8').trim(), 'base64url')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

function makeSecret(file: string): Buffer {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  // Write the secret to another file, then link it: when two processes start at once, both read the same whole secret.
  const draft = `${file}.${process.pid}.${randomBytes(6).toString('hex')}`
  writeFileSync(draft, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' })
  try {
    linkSync(draft, file)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    rmSync(draft)
  }
  return Buffer.from(readFileSync(file, 'utf8').trim(), 'base64url')
}
