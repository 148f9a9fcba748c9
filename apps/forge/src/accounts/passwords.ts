import { randomBytes } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'

/** argon2id with OWASP's minimum parameters. `algorithm` 2 is argon2id: the package declares its enum but does not emit it. */
const parameters = { algorithm: 2, memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 } as const

/** Minimum length of a new password. */
const shortestPassword = 8

/** Maximum length of a password, so that a client cannot keep the machine busy with hashing. */
export const longestPassword = 1024

/** The problems of a new password, in GitLab's words. */
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

/** Verifies `password`. Without a hash (unknown name, or no password) it takes the same time and returns false. */
export async function verifyPassword(passwordHash: string | undefined, password: string): Promise<boolean> {
  decoy ??= hashPassword(randomBytes(96).toString('base64url'))
  const matches = await verify(passwordHash ?? (await decoy), password)
  return matches && passwordHash !== undefined
}
