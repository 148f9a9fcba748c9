import { beforeAll, describe, expect, test } from 'vitest'
import { addUser, password } from '../../add-user.ts'
import { startPool, type TestPool } from '../../start-pool.ts'

let pool: TestPool
beforeAll(async () => {
  pool = await startPool({
    pool: {
      AliasAttributes: ['email', 'preferred_username'],
      AutoVerifiedAttributes: ['email'],
      Schema: [{ Name: 'team', AttributeDataType: 'String', Mutable: true }],
    },
    client: {
      ReadAttributes: ['email', 'email_verified', 'name'],
      WriteAttributes: ['email', 'name', 'preferred_username'],
    },
  })
})

async function signedIn(more: Parameters<typeof addUser>[1] = {}) {
  const user = await addUser(pool, more)
  const { AuthenticationResult } = await pool.api.call('InitiateAuth', {
    ClientId: pool.clientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: user.username, PASSWORD: password },
  })
  return { user, AccessToken: AuthenticationResult?.AccessToken ?? '' }
}
const update = (AccessToken: string, values: Record<string, string>) =>
  pool.api.call('UpdateUserAttributes', {
    AccessToken,
    UserAttributes: Object.entries(values).map(([Name, Value]) => ({ Name, Value })),
  })
const get = (Username: string) => pool.admin.call('AdminGetUser', { UserPoolId: pool.userPoolId, Username })

describe('GetUser', () => {
  test('returns the attributes that the client may read, the sub first [A57]', async () => {
    const attributes = { 'custom:team': 'red', name: 'Ada', email: 'read@example.com', email_verified: 'true' }
    const { user, AccessToken } = await signedIn({ attributes })
    expect(await pool.api.call('GetUser', { AccessToken })).toEqual({
      Username: user.username,
      UserAttributes: [
        { Name: 'sub', Value: user.sub },
        { Name: 'name', Value: 'Ada' },
        { Name: 'email', Value: 'read@example.com' },
        { Name: 'email_verified', Value: 'true' },
      ],
    })
  })
})

describe('UpdateUserAttributes', () => {
  test('changes only the attributes that the client may write [A69]', async () => {
    const { user, AccessToken } = await signedIn()
    expect(await update(AccessToken, { name: 'Ada' })).toEqual({ CodeDeliveryDetailsList: [] })
    for (const values of [
      { 'custom:team': 'red' },
      { email_verified: 'true' },
      { given_name: 'A' },
      { name: 'B', gender: 'x' },
    ]) {
      await expect(update(AccessToken, values as Record<string, string>)).rejects.toMatchObject({
        name: 'NotAuthorizedException',
        message: 'A client attempted to write unauthorized attribute',
      })
    }
    await expect(update(AccessToken, { sub: 'x' })).rejects.toMatchObject({ name: 'InvalidParameterException' })
    expect((await get(user.username)).UserAttributes).toContainEqual({ Name: 'name', Value: 'Ada' })
  })

  test('a changed address gets a code, is unverified, and is not a sign-in name [A106]', async () => {
    const { user, AccessToken } = await signedIn()
    const old = user.attributes['email'] ?? ''
    expect(await update(AccessToken, { email: 'moved@new.example' })).toEqual({
      CodeDeliveryDetailsList: [{ Destination: 'm***@n***', DeliveryMedium: 'EMAIL', AttributeName: 'email' }],
    })
    expect((await pool.mails()).at(-1)?.to).toBe('moved@new.example')
    for (const name of [old, 'moved@new.example']) {
      await expect(get(name)).rejects.toMatchObject({ name: 'UserNotFoundException' })
    }
    const { UserAttributes } = await get(user.username)
    expect(UserAttributes).toContainEqual({ Name: 'email_verified', Value: 'false' })
  })

  test('the code for a new address does not confirm a sign-up or reset a password [A96]', async () => {
    const { user, AccessToken } = await signedIn()
    await update(AccessToken, { email: 'purpose@new.example' })
    const ConfirmationCode = await pool.newestCode()
    const request = { ClientId: pool.clientId, Username: user.username, ConfirmationCode }
    const mismatch = { name: 'CodeMismatchException' }
    await expect(pool.api.call('ConfirmSignUp', request)).rejects.toMatchObject(mismatch)
    await expect(
      pool.api.call('ConfirmForgotPassword', { ...request, Password: 'Other-horse-22' }),
    ).rejects.toMatchObject(mismatch)
  })

  test('a preferred username belongs to one user [A74]', async () => {
    const [one, two] = [await signedIn(), await signedIn()]
    await update(one.AccessToken, { preferred_username: 'countess' })
    await expect(get('countess')).resolves.toMatchObject({ Username: one.user.username })
    await expect(update(two.AccessToken, { preferred_username: 'countess' })).rejects.toMatchObject({
      name: 'AliasExistsException',
      message: 'An account with the preferred_username already exists.',
    })
    await expect(update(two.AccessToken, { preferred_username: one.user.username })).rejects.toMatchObject({
      name: 'AliasExistsException',
    })
    await update(one.AccessToken, { preferred_username: 'duchess' })
    await update(two.AccessToken, { preferred_username: 'countess' })
    await expect(get('countess')).resolves.toMatchObject({ Username: two.user.username })
  })
})

describe('DeleteUser', () => {
  test('deletes the user and ends the user’s tokens [I7]', async () => {
    const { user, AccessToken } = await signedIn()
    expect(await pool.api.call('DeleteUser', { AccessToken })).toEqual({})
    await expect(get(user.username)).rejects.toMatchObject({ name: 'UserNotFoundException' })
    await expect(pool.api.call('GetUser', { AccessToken })).rejects.toMatchObject({ name: 'UserNotFoundException' })
  })
})
