import {
  AuthenticationDetails,
  CognitoUser,
  CognitoUserAttribute,
  CognitoUserPool,
  type CognitoUserSession,
  type ISignUpResult,
} from 'amazon-cognito-identity-js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addUser } from '../support/add-user.ts'
import { createPool, type Poolhouse, startPoolhouse } from '../support/poolhouse.ts'

let poolhouse: Poolhouse
let userPoolId: string
let pool: CognitoUserPool
const password = 'Correct-horse-9'
const nextPassword = 'Other-horse-10'

beforeAll(async () => {
  poolhouse = await startPoolhouse()
  const made = await createPool(poolhouse.client)
  userPoolId = made.userPoolId
  pool = new CognitoUserPool({ UserPoolId: userPoolId, ClientId: made.clientId, endpoint: poolhouse.baseUrl })
})
afterAll(() => poolhouse?.close())

/** A user that the administrator created, with a permanent or temporary password. */
async function userNamed(name: string, { permanent = true } = {}): Promise<CognitoUser> {
  const email = `${name}@example.com`
  await addUser(poolhouse.client, { userPoolId, email, password, permanent })
  return new CognitoUser({ Username: email, Pool: pool })
}

/** Signs in by SRP, the default of the library. */
function authenticate(user: CognitoUser, secret: string): Promise<CognitoUserSession> {
  return new Promise((resolve, reject) => {
    user.authenticateUser(new AuthenticationDetails({ Username: user.getUsername(), Password: secret }), {
      onSuccess: resolve,
      onFailure: reject,
      newPasswordRequired: () => reject(new Error('NEW_PASSWORD_REQUIRED')),
    })
  })
}

/** The library's callbacks, as a promise. */
function called<T>(call: (done: (error?: unknown, result?: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    call((error, result) => (error ? reject(error) : resolve(result as T)))
  })
}
function settled<T>(
  call: (callbacks: { onSuccess: (result: T) => void; onFailure: (error: unknown) => void }) => void,
) {
  return new Promise<T>((resolve, reject) => call({ onSuccess: resolve, onFailure: reject }))
}

describe('amazon-cognito-identity-js, with only the endpoint set [K06]', () => {
  test('signs in by SRP, keeps the session, refreshes it', async () => {
    const user = await userNamed('ada')
    const session = await authenticate(user, password)
    expect(session.isValid()).toBe(true)
    expect(session.getIdToken().payload['email']).toBe('ada@example.com')
    expect(session.getAccessToken().payload).toMatchObject({
      token_use: 'access',
      scope: 'aws.cognito.signin.user.admin',
    })
    const kept = await called<CognitoUserSession>((done) =>
      user.getSession((error: Error | null, found: CognitoUserSession | null) => done(error, found ?? undefined)),
    )
    expect(kept.getAccessToken().getJwtToken()).toBe(session.getAccessToken().getJwtToken())
    const renewed = await called<CognitoUserSession>((done) => user.refreshSession(session.getRefreshToken(), done))
    expect(renewed.isValid()).toBe(true)
    expect(renewed.getAccessToken().getJwtToken()).not.toBe(session.getAccessToken().getJwtToken())
  })

  test('gets the same error for a wrong password and for an unknown user', async () => {
    const user = await userNamed('wrong')
    const refusal = { code: 'NotAuthorizedException', message: 'Incorrect username or password.' }
    await expect(authenticate(user, 'Wrong-horse-9')).rejects.toMatchObject(refusal)
    const nobody = new CognitoUser({ Username: 'nobody@example.com', Pool: pool })
    await expect(authenticate(nobody, password)).rejects.toMatchObject(refusal)
  })

  test('signs in many times, with every padding of the SRP numbers', async () => {
    const user = await userNamed('often')
    for (let round = 0; round < 8; round++) await authenticate(user, password)
  })

  test('signs up, confirms, signs in', async () => {
    const Username = 'grace@example.com'
    const { userConfirmed, user } = await called<ISignUpResult>((done) =>
      pool.signUp(Username, password, [new CognitoUserAttribute({ Name: 'name', Value: 'Grace' })], [], done),
    )
    expect(userConfirmed).toBe(false)
    await expect(authenticate(user, password)).rejects.toMatchObject({ code: 'UserNotConfirmedException' })
    await expect(called((done) => user.confirmRegistration('000000x', false, done))).rejects.toMatchObject({
      code: 'CodeMismatchException',
    })
    const code = await poolhouse.code(Username)
    await expect(called((done) => user.confirmRegistration(code, false, done))).resolves.toBe('SUCCESS')
    const session = await authenticate(user, password)
    expect(session.getIdToken().payload['name']).toBe('Grace')
    const attributes = await called<CognitoUserAttribute[]>((done) => user.getUserAttributes(done))
    expect(attributes.map((attribute) => attribute.getName())).toEqual(
      expect.arrayContaining(['sub', 'email', 'email_verified', 'name']),
    )
  })

  test('changes the password of the signed-in user', async () => {
    const user = await userNamed('changes')
    await authenticate(user, password)
    await expect(called((done) => user.changePassword('Wrong-horse-9', nextPassword, done))).rejects.toMatchObject({
      code: 'NotAuthorizedException',
    })
    await expect(called((done) => user.changePassword(password, nextPassword, done))).resolves.toBe('SUCCESS')
    await expect(authenticate(user, password)).rejects.toMatchObject({ code: 'NotAuthorizedException' })
    await authenticate(user, nextPassword)
  })

  test('recovers a forgotten password by a code', async () => {
    const user = await userNamed('forgets')
    await settled((callbacks) => user.forgotPassword(callbacks))
    const code = await poolhouse.code(user.getUsername())
    await settled((callbacks) => user.confirmPassword(code, nextPassword, callbacks))
    await authenticate(user, nextPassword)
    await expect(settled((callbacks) => user.confirmPassword(code, 'Third-horse-11', callbacks))).rejects.toMatchObject(
      { code: expect.stringMatching(/^(ExpiredCode|CodeMismatch)Exception$/) },
    )
  })

  test('chooses a new password after a temporary one', async () => {
    const user = await userNamed('temporary', { permanent: false })
    await expect(authenticate(user, password)).rejects.toThrow('NEW_PASSWORD_REQUIRED')
    const session = await settled<CognitoUserSession>((callbacks) =>
      user.completeNewPasswordChallenge(nextPassword, { name: 'Tess' }, callbacks),
    )
    expect(session.getIdToken().payload['name']).toBe('Tess')
    await authenticate(user, nextPassword)
  })

  test('signs out everywhere', async () => {
    const here = await userNamed('leaves')
    const elsewhere = new CognitoUser({ Username: here.getUsername(), Pool: pool })
    await authenticate(here, password)
    await authenticate(elsewhere, password)
    await settled((callbacks) => here.globalSignOut(callbacks))
    await expect(called((done) => elsewhere.getUserAttributes(done))).rejects.toMatchObject({
      code: 'NotAuthorizedException',
    })
  })
})
