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

test('evidence from before the confirmation counts only for the user who showed it', async () => {
  await expect(open({ sub: 'ann', evidence: [] })).resolves.toEqual({ evidence: [] })
  await expect(open({ sub: 'bob', evidence: [] })).rejects.toMatchObject({ name: 'NotAuthorizedException' })
})
