import { beforeAll, expect, test } from 'vitest'
import { addUser, password } from '../../add-user.ts'
import { startPool, type TestPool } from '../../start-pool.ts'

let pool: TestPool
beforeAll(async () => {
  pool = await startPool({ pool: { AliasAttributes: ['email'], AutoVerifiedAttributes: ['email'] } })
})

async function signedIn() {
  const user = await addUser(pool)
  const { AuthenticationResult } = await pool.api.call('InitiateAuth', {
    ClientId: pool.clientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: user.username, PASSWORD: password },
  })
  const AccessToken = AuthenticationResult?.AccessToken ?? ''
  const changeEmail = (Value: string) =>
    pool.api.call('UpdateUserAttributes', { AccessToken, UserAttributes: [{ Name: 'email', Value }] })
  const verify = (Code: string) => pool.api.call('VerifyUserAttribute', { AccessToken, AttributeName: 'email', Code })
  const sendCode = () => pool.api.call('GetUserAttributeVerificationCode', { AccessToken, AttributeName: 'email' })
  return { user, changeEmail, verify, sendCode }
}

const attributesOf = async (Username: string) => {
  const { UserAttributes } = await pool.admin.call('AdminGetUser', { UserPoolId: pool.userPoolId, Username })
  return Object.fromEntries((UserAttributes ?? []).map(({ Name, Value }) => [Name, Value]))
}

const signIn = (USERNAME: string) =>
  pool.api.call('InitiateAuth', {
    ClientId: pool.clientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME, PASSWORD: password },
  })

test('the code for a changed address works once, verifies the address and makes it a sign-in name', async () => {
  const { user, changeEmail, verify } = await signedIn()
  await changeEmail('new@example.com')
  expect(await attributesOf(user.username)).toMatchObject({ email: 'new@example.com', email_verified: 'false' })
  await expect(signIn('new@example.com')).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  const code = await pool.newestCode()
  await verify(code)
  expect(await attributesOf(user.username)).toMatchObject({ email_verified: 'true' })
  expect((await signIn('new@example.com')).AuthenticationResult?.AccessToken).toBeTypeOf('string')
  await expect(verify(code)).rejects.toMatchObject({ name: 'CodeMismatchException' })
})

test('a newer code replaces the older one, and a wrong code verifies nothing [A96]', async () => {
  const { user, changeEmail, verify, sendCode } = await signedIn()
  await changeEmail('resent@example.com')
  const older = await pool.newestCode()
  expect(await sendCode()).toEqual({
    CodeDeliveryDetails: { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'r***@e***' },
  })
  const newer = await pool.newestCode()
  expect(newer).not.toBe(older)
  await expect(verify(older)).rejects.toMatchObject({ name: 'CodeMismatchException' })
  expect(await attributesOf(user.username)).toMatchObject({ email_verified: 'false' })
  await verify(newer)
})

test('another user’s code and a code for an earlier address verify nothing [A96]', async () => {
  const [one, other] = [await signedIn(), await signedIn()]
  await one.changeEmail('one@example.com')
  const code = await pool.newestCode()
  await other.changeEmail('other@example.com')
  await expect(other.verify(code)).rejects.toMatchObject({ name: 'CodeMismatchException' })
  await one.changeEmail('moved@example.com')
  await expect(one.verify(code)).rejects.toMatchObject({ name: 'CodeMismatchException' })
})

test('a user can not verify an address that another user has verified [A74]', async () => {
  const [owner, thief] = [await signedIn(), await signedIn()]
  const address = owner.user.attributes['email'] ?? ''
  await thief.changeEmail(address)
  await expect(thief.verify(await pool.newestCode())).rejects.toMatchObject({ name: 'AliasExistsException' })
  expect(await attributesOf(thief.user.username)).toMatchObject({ email_verified: 'false' })
})

test('after fifteen wrong codes the correct code is refused too [A96]', async () => {
  const { changeEmail, verify } = await signedIn()
  await changeEmail('slow@example.com')
  const code = await pool.newestCode()
  const wrong = code === '000000' ? '000001' : '000000'
  for (let tries = 0; tries < 15; tries++) {
    await expect(verify(wrong)).rejects.toMatchObject({ name: 'CodeMismatchException' })
  }
  await expect(verify(code)).rejects.toMatchObject({ name: 'LimitExceededException' })
})
