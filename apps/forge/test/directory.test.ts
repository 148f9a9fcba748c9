import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { reconfigure } from '../src/cli/reconfigure.ts'
import { readPeople } from '../src/directory/people-file.ts'
import { alertOf, textOf } from './support/browser.ts'
import { alice, bob, Stage } from './support/forge.ts'

const people = `- uid: ${alice.sub}
  dn: "uid=Alice, OU = people,dc=example,dc=com"
  name: Alice Adams
  email: a.adams@example.com
- uid: robert
  dn: uid=robert,ou=people,dc=example,dc=com
  email: ${bob.email}
  block_auto_created_users: true
`
const more = "gitlab_rails['omniauth_auto_link_ldap_user'] = true"

let stage: Stage
const start = async (text = people) => {
  stage = await Stage.start({ allowSingleSignOn: 'false', more, people: text })
}
afterEach(() => stage.stop())
const identities = () => stage.sql<{ uid: string }>('SELECT uid FROM identities ORDER BY uid').map(({ uid }) => uid)

describe('auto_link_ldap_user with a directory', () => {
  test('creates an account from the directory, with both identities, for a person with this uid', async () => {
    await start()
    const page = await stage.signInWithProvider(alice)
    expect([textOf(page, 'name'), textOf(page, 'email')]).toEqual(['Alice Adams', 'a.adams@example.com'])
    expect(identities()).toEqual([alice.sub, 'uid=alice,ou=people,dc=example,dc=com'])
    expect(page.text).toContain('>LDAP</span>')
  })

  test('finds a person by a verified address; the directory says that the account needs approval', async () => {
    await start()
    expect(alertOf(await stage.signInWithProvider(bob))).toContain('pending approval')
    expect(stage.sql('SELECT username, email FROM accounts')).toEqual([{ username: 'robert', email: bob.email }])
  })

  test('does not find a person by an address that is not verified', async () => {
    await start()
    const page = await stage.signInWithProvider({ ...bob, email_verified: 'false' })
    expect(alertOf(page)).toContain('without a pre-existing account')
    expect(stage.sql('SELECT * FROM accounts')).toEqual([])
  })

  test('finds a person when the uid is the DN, in any spelling', async () => {
    await start()
    const page = await stage.signInWithProvider({ sub: 'UID=alice , ou=People, DC=example,DC=com' })
    expect(textOf(page, 'name')).toBe('Alice Adams')
  })

  test('uses the changed file after reconfigure', async () => {
    await start('[]')
    expect(alertOf(await stage.signInWithProvider(alice))).toContain('without a pre-existing account')
    writeFileSync(join(stage.folder, 'people.yml'), people)
    await reconfigure(stage.dataFolder)
    expect(textOf(await stage.signInWithProvider(alice), 'name')).toBe('Alice Adams')
    writeFileSync(join(stage.folder, 'people.yml'), '- uid: x\n')
    await expect(reconfigure(stage.dataFolder)).rejects.toThrow('people.yml:1: dn is missing')
  })
})

describe('a file of people', () => {
  const read = (text: string) => {
    const file = join(stage.folder, 'other.yml')
    writeFileSync(file, text)
    return readPeople(file)
  }

  test.each([
    ['uid: x', 'other.yml:1: is not a list'],
    ['- x', 'other.yml:1: is not a person'],
    ['- uid: x\n  dn: cn=x\n- uid: y\n', 'other.yml:3: dn is missing'],
    ['- uid: 17\n  dn: cn=x', 'other.yml:1: uid should be text'],
    ['- uid: x\n  dn: cn=x\n  mail: a', 'other.yml:1: mail is not a known key'],
    ['- uid: x\n  dn: cn=x\n- uid: X\n  dn: cn=y', 'other.yml:3: another person has the same uid'],
    ['- uid: x\n  dn: cn=x\n  block_auto_created_users: maybe', 'other.yml:1: block_auto_created_users should be'],
    ['- uid: [', 'other.yml:1: '],
  ])('is refused with the line of the problem: %j', async (text, message) => {
    await start()
    await expect(read(text)).rejects.toThrow(message)
  })

  test('finds neither of two people with the same address, and may be empty', async () => {
    await start()
    const two = ['x', 'y'].map((name) => `- { uid: ${name}, dn: cn=${name}, email: both@example.com }\n`).join('')
    const directory = await read(two)
    expect(await directory.find({ email: 'both@example.com' })).toBeUndefined()
    expect((await directory.find({ uid: 'X' }))?.dn).toBe('cn=x')
    expect(await (await read('')).find({ uid: 'x' })).toBeUndefined()
  })
})
