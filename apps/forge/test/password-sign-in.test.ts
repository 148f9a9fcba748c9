import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { alertOf, Browser, textOf } from './support/browser.ts'
import { alice, Stage } from './support/forge.ts'

let stage: Stage
beforeEach(async () => {
  stage = await Stage.start()
  await stage.createUser({ username: 'carol', email: 'carol@example.com', password: 'correct horse' })
})
afterEach(() => stage.stop())

const wrong = 'Invalid login or password.'
const tooMany = 'Too many attempts. Wait ten minutes, then try again.'

describe('the sign-in form', () => {
  test.each(['carol', 'CAROL', 'carol@example.com', ' Carol@Example.com '])(
    'accepts %j with the password',
    async (login) => {
      const page = await stage.signInWithPassword(login, 'correct horse')
      expect(textOf(page, 'username')).toBe('@carol')
      expect(textOf(page, 'signed-in-with')).toBe('Username and password')
    },
  )

  test('gives the same answer to a wrong password and an unknown name, and shows the name again [A90]', async () => {
    const known = await stage.signInWithPassword('carol', 'wrong')
    const unknown = await stage.signInWithPassword('carl1', 'wrong')
    expect(alertOf(known)).toBe(wrong)
    expect(known.text).toContain('value="carol"')
    const plain = (text: string) =>
      text.replace(/name="authenticity_token" value="[^"]+"/g, '').replaceAll(/carol|carl1/g, 'N')
    expect(plain(unknown.text)).toBe(plain(known.text))
  })

  test.each(['', ' ', 'correct horse ', 'Correct horse', 'correct hors', `correct horse${'x'.repeat(2000)}`])(
    'accepts only the exact password, not %j [A105]',
    async (password) => {
      expect(alertOf(await stage.signInWithPassword('carol', password))).toBe(wrong)
    },
  )

  test('refuses every password for an account that a provider created', async () => {
    await stage.signInWithProvider(alice)
    for (const password of ['', 'alice', alice.sub])
      expect(alertOf(await stage.signInWithPassword('alice', password))).toBe(wrong)
  })

  test('says that an account waits for approval only after the correct password', async () => {
    stage.sql(`UPDATE accounts SET state = 'blocked_pending_approval'`)
    expect(alertOf(await stage.signInWithPassword('carol', 'wrong'))).toBe(wrong)
    expect(alertOf(await stage.signInWithPassword('carol', 'correct horse'))).toContain('is pending approval')
    expect(stage.sql('SELECT * FROM sessions')).toEqual([])
  })
})

describe('guessing [A93]', () => {
  test.each(['carol', 'nobody'])(
    'is refused for ten minutes after ten wrong passwords for %s, known or not',
    async (login) => {
      for (let attempt = 0; attempt < 10; attempt++)
        expect(alertOf(await stage.signInWithPassword(login, 'wrong'))).toBe(wrong)
      expect(alertOf(await stage.signInWithPassword(login, 'correct horse'))).toBe(tooMany)
      stage.clock.advance(10 * 60_000)
      const page = await stage.signInWithPassword(login, 'correct horse')
      expect(login === 'carol' ? textOf(page, 'username') : alertOf(page)).toBe(login === 'carol' ? '@carol' : wrong)
    },
  )

  test('has one budget for username and email address [A94]', async () => {
    for (let attempt = 0; attempt < 5; attempt++) await stage.signInWithPassword('carol', 'wrong')
    for (let attempt = 0; attempt < 5; attempt++) await stage.signInWithPassword('CAROL@example.com', 'wrong')
    expect(alertOf(await stage.signInWithPassword('carol', 'correct horse'))).toBe(tooMany)
  })

  test('has no more attempts in parallel', async () => {
    const answers = await Promise.all(Array.from({ length: 30 }, () => stage.signInWithPassword('carol', 'wrong')))
    expect(answers.filter((page) => alertOf(page) === wrong)).toHaveLength(10)
  })

  test('does not count after a success, and does not stop a sign-in with a provider', async () => {
    for (let attempt = 0; attempt < 9; attempt++) await stage.signInWithPassword('carol', 'wrong')
    await stage.signInWithPassword('carol', 'correct horse')
    expect(alertOf(await stage.signInWithPassword('carol', 'wrong'))).toBe(wrong)
    for (let attempt = 0; attempt < 12; attempt++) await stage.signInWithPassword('alice', 'wrong')
    expect(textOf(await stage.signInWithProvider(alice), 'username')).toBe('@alice')
  })

  test('has a budget for each address, for all names', async () => {
    for (let attempt = 0; attempt < 100; attempt++) await stage.signInWithPassword(`nobody${attempt}`, 'wrong')
    expect(alertOf(await stage.signInWithPassword('carol', 'correct horse'))).toBe(tooMany)
  })
})

test('Forge stores the password as an argon2id hash, and never in plain text', async () => {
  const browser = new Browser()
  await stage.signInWithPassword('carol', 'correct horse', browser)
  const [row] = stage.sql<{ hash: string }>('SELECT hash FROM passwords')
  expect(row?.hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(stage.logged.join('\n')).not.toContain('correct horse')
})
