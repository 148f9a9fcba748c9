import { createHmac, randomBytes } from 'node:crypto'
import type { Keys } from '#foundation/secrets'
import type { ForgeDatabase } from '#storage/database'
import { toBase32 } from './base32.ts'

const count = 10
const codeBytes = 10

interface Services {
  db: ForgeDatabase
  keys: Pick<Keys, 'recovery'>
}

/** Replaces an account's recovery codes with ten new ones and returns them. Forge stores only their hashes. */
export function renewRecoveryCodes({ db, keys }: Services, accountId: string): readonly string[] {
  const codes = Array.from({ length: count }, () => toBase32(randomBytes(codeBytes)).toLowerCase())
  const renew = db.transaction(() => {
    db.prepare('DELETE FROM recovery_codes WHERE account_id = ?').run(Number(accountId))
    const insert = db.prepare('INSERT INTO recovery_codes (account_id, code_hash) VALUES (?, ?)')
    for (const code of codes) insert.run(Number(accountId), hashCode(keys.recovery, { accountId, code }))
  })
  renew()
  return codes.map((code) => code.replace(/(.{4})(?=.)/g, '$1-'))
}

/** Uses a code. Returns whether it was valid. When the same code comes twice at once, only one call returns true. */
export function spendRecoveryCode(
  { db, keys }: Services,
  { accountId, code }: { accountId: string; code: string },
): boolean {
  const plain = code.toLowerCase().replaceAll(/[\s-]/g, '')
  return (
    db
      .prepare('DELETE FROM recovery_codes WHERE account_id = ? AND code_hash = ?')
      .run(Number(accountId), hashCode(keys.recovery, { accountId, code: plain })).changes === 1
  )
}

export function countRecoveryCodes(db: ForgeDatabase, accountId: string): number {
  return (
    db
      .prepare<[number], { left: number }>('SELECT count(*) AS left FROM recovery_codes WHERE account_id = ?')
      .get(Number(accountId))?.left ?? 0
  )
}

/** A fast hash is enough for 80 random bits. The key prevents a search in a stolen database. */
const hashCode = (key: Buffer, { accountId, code }: { accountId: string; code: string }) =>
  createHmac('sha256', key).update(`${accountId} ${code}`).digest()
