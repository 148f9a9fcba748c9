import { randomBytes } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'

/** argon2id with OWASP's least parameters; `algorithm` 2 is argon2id (the package's own enum is declared, not emitted). */
const parameters = { algorithm: 2, memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 } as const

/** Longest password that is looked at: hashing is not a way to spend this machine's time. */
export const longestPassword = 1024

export async function hashPassword(password: string): Promise<string> {
  return hash(password, parameters)
}

/** A password that nobody knows, for an account made by a provider's answer. 96 bytes are 128 characters. */
export async function hashUnknownPassword(): Promise<string> {
  return hashPassword(randomBytes(96).toString('base64url'))
}

let decoy: Promise<string> | undefined

/** Verifies `password`; with no hash to compare (nobody has that name) it takes as long and answers false. */
export async function verifyPassword(passwordHash: string | undefined, password: string): Promise<boolean> {
  decoy ??= hashUnknownPassword()
  const matches = await verify(passwordHash ?? (await decoy), password)
  return matches && passwordHash !== undefined
}
