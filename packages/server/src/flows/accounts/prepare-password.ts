import type { PasswordHasher } from '#foundation/crypto/password-hash'
import type { Random } from '#foundation/crypto/random'
import type { Sealer } from '#foundation/crypto/seal'
import { createVerifier, poolNameOf } from '#foundation/crypto/srp'
import { passwordNotConforming } from '#foundation/exceptions/passwords'
import type { UserPool } from '#records/user-pools/user-pool'
import { passwordViolation } from '#records/users/password-policy'
import { type StoredPassword, srpVerifierContext } from '#records/users/user'

declare const conforms: unique symbol

/**
 * A password that the pool's policy accepts. Only `conformingPassword` makes one, so no other password can be stored.
 */
export type ConformingPassword = string & { readonly [conforms]: true }

/** @throws InvalidPasswordException when the pool's policy refuses the password. */
export function conformingPassword(pool: UserPool, password: string): ConformingPassword {
  const violation = passwordViolation(pool, password)
  if (violation !== undefined) throw passwordNotConforming(violation)
  return password as ConformingPassword
}

/**
 * Turns a password into what is stored: an argon2id hash, and for SRP a salt and a sealed verifier.
 * It is slow on purpose. Call it before the transaction.
 */
export async function preparePassword(
  { passwordHasher, random, sealer }: { passwordHasher: PasswordHasher; random: Random; sealer: Sealer },
  {
    pool,
    sub,
    username,
    password,
    expiresAt,
  }: { pool: UserPool; sub: string; username: string; password: ConformingPassword; expiresAt?: number },
): Promise<StoredPassword> {
  const [hash, { salt, verifier }] = await Promise.all([
    passwordHasher.hash(password),
    createVerifier({ random }, { poolName: poolNameOf(pool.id), username, password }),
  ])
  return { hash, srpSalt: salt, sealedSrpVerifier: sealer.seal(verifier, srpVerifierContext(sub)), expiresAt }
}
