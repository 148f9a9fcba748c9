import { expect, test } from 'vitest'
import type { User } from '#records/users/user'
import { afterConfirmation } from './after-confirmation.ts'

const user = { sub: 'ann' } as User
const open = (shown: { sub: string; evidence: [] }) =>
  afterConfirmation.open({} as never, {
    pool: {} as never,
    client: {} as never,
    user,
    username: 'ann',
    given: { shown },
  })

test('what a browser showed counts for the user who showed it, and for no other', async () => {
  await expect(open({ sub: 'ann', evidence: [] })).resolves.toEqual({ evidence: [] })
  await expect(open({ sub: 'bob', evidence: [] })).rejects.toMatchObject({ name: 'NotAuthorizedException' })
})
