import { randomBytes } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'

/** argon2id with OWASP's least parameters; `algorithm` 2 is argon2id (the package's own enum is declared, not emitted). */
const parameters = { algorithm: 2, memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 } as const

/** Fewest characters of a password that somebody chooses. */
const shortestPassword = 8

/** Longest password that is looked at: hashing is not a way to spend this machine's time. */
export const longestPassword = 1024

/** What is wrong with a new password, in GitLab's words. */
export function passwordProblems(password: string): string[] {
  if (password === '') return ["Password can't be blank"]
  if (password.length < shortestPassword) return [`Password is too short (minimum is ${shortestPassword} characters)`]
  if (password.length > longestPassword) return [`Password is too long (maximum is ${longestPassword} characters)`]
  return []
}

export async function hashPassword(password: string): Promise<string> {
  return hash(password, parameters)
}

let decoy: Promise<string> | undefined

/** Verifies `password`; with no hash to compare (nobody has that name, or no password) it takes as long and answers false. */
export async function verifyPassword(passwordHash: string | undefined, password: string): Promise<boolean> {
  decoy ??= hashPassword(randomBytes(96).toString('base64url'))
  const matches = await verify(passwordHash ?? (await decoy), password)
  return matches && passwordHash !== undefined
}
