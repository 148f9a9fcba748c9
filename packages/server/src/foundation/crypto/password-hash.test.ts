import { describe, expect, it } from 'vitest'
import { createPasswordHasher } from './password-hash.ts'

const cheap = { memoryCost: 64, timeCost: 1 }

describe('password hashes', () => {
  it('are argon2id with the costs that OWASP recommends', async () => {
    const encoded = await createPasswordHasher().hash('Passw0rd!')
    expect(encoded).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(await createPasswordHasher().verify(encoded, 'Passw0rd!')).toBe(true)
  })

  it('match only exactly the same bytes of the password [A105]', async () => {
    const hasher = createPasswordHasher(cheap)
    const passwords = [
      'x'.repeat(256),
      `${'x'.repeat(255)}y`,
      ' leading',
      'leading',
      'trailing ',
      '🎉🎉',
      'nul\u0000a',
      'nul\u0000b',
      'nul',
      'é',
      'e\u0301',
    ]
    for (const password of passwords) {
      const encoded = await hasher.hash(password)
      const accepted = []
      for (const other of passwords) if (await hasher.verify(encoded, other)) accepted.push(other)
      expect(accepted).toEqual([password])
    }
  })

  it('refuses a user who does not exist', async () => {
    expect(await createPasswordHasher(cheap).verifyDummy('Passw0rd!')).toBe(false)
  })

  it('refuses tasks when the queue is full, and then works on', async () => {
    const hasher = createPasswordHasher({ ...cheap, concurrency: 1, maxQueue: 2 })
    const outcomes = await Promise.allSettled(['a', 'b', 'c', 'd', 'e'].map((password) => hasher.hash(password)))
    expect(outcomes.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'fulfilled',
      'rejected',
      'rejected',
    ])
    expect(outcomes[4]).toMatchObject({ reason: { name: 'TooManyRequestsException' } })
    expect(await hasher.verify(await hasher.hash('a'), 'a')).toBe(true)
  })

  it('passes the slot on after a failure', async () => {
    const hasher = createPasswordHasher({ ...cheap, concurrency: 1, maxQueue: 1 })
    const [failed, next] = await Promise.allSettled([hasher.verify('no hash', 'a'), hasher.hash('a')])
    expect([failed?.status, next?.status]).toEqual(['rejected', 'fulfilled'])
    expect(await hasher.hash('b')).toContain('argon2id')
  })
})
