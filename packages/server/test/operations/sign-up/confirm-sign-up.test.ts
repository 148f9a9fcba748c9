import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { FunctionThrew } from '#outbound/triggers/invoke'
import type { TriggerEvent } from '#outbound/triggers/trigger'
import { startPool, type TestPool } from '../../start-pool.ts'

const password = 'Correct-horse-1'
const hour = 60 * 60_000
const arn = 'arn:aws:lambda:us-east-1:000000000000:function:welcome'

let pool: TestPool
let telling: string
const events: TriggerEvent[] = []
let refusal: Error | undefined
beforeAll(async () => {
  pool = await startPool({
    pool: {
      AliasAttributes: ['email'],
      AutoVerifiedAttributes: ['email'],
      LambdaConfig: { PostConfirmation: arn },
    },
    triggers: {
      async invoke(invoked, event) {
        expect(invoked).toBe(arn)
        events.push(event)
        if (refusal) throw refusal
        return event
      },
    },
  })
  telling = (await pool.addClient({ PreventUserExistenceErrors: 'LEGACY' })).clientId
})
beforeEach(() => {
  events.length = 0
  refusal = undefined
})

let count = 0
async function signUp(email?: string): Promise<{ name: string; email: string; code: string }> {
  const name = `user${++count}`
  const address = email ?? `${name}@example.com`
  await pool.api.call('SignUp', {
    ClientId: pool.clientId,
    Username: name,
    Password: password,
    UserAttributes: [{ Name: 'email', Value: address }],
  })
  return { name, email: address, code: await pool.newestCode() }
}
const confirm = (Username: string, ConfirmationCode: string, more: object = {}) =>
  pool.api.call('ConfirmSignUp', { ClientId: pool.clientId, Username, ConfirmationCode, ...more })
const resend = (Username: string, ClientId = pool.clientId) =>
  pool.api.call('ResendConfirmationCode', { ClientId, Username })
const get = (Username: string) => pool.admin.call('AdminGetUser', { UserPoolId: pool.userPoolId, Username })
const other = (code: string) => (code === '111111' ? '222222' : '111111')

const mismatch = { name: 'CodeMismatchException', message: 'Invalid verification code provided, please try again.' }
const expired = { name: 'ExpiredCodeException', message: 'Invalid code provided, please request a code again.' }
const limit = { name: 'LimitExceededException', message: 'Attempt limit exceeded, please try after some time.' }

describe('ConfirmSignUp', () => {
  test('confirms the user, verifies the address, makes it a sign-in name and calls the function', async () => {
    const { name, email, code } = await signUp()
    await expect(get(email)).rejects.toMatchObject({ name: 'UserNotFoundException' })
    expect(await confirm(name, code, { ClientMetadata: { from: 'test' } })).toEqual({})
    const user = await get(email)
    expect(user).toMatchObject({ Username: name, UserStatus: 'CONFIRMED' })
    expect(user.UserAttributes).toContainEqual({ Name: 'email_verified', Value: 'true' })
    expect(events).toMatchObject([
      {
        version: '1',
        region: 'us-east-1',
        userPoolId: pool.userPoolId,
        userName: name,
        callerContext: { clientId: pool.clientId },
        triggerSource: 'PostConfirmation_ConfirmSignUp',
        request: {
          userAttributes: { email, email_verified: 'true', 'cognito:user_status': 'CONFIRMED' },
          clientMetadata: { from: 'test' },
        },
        response: {},
      },
    ])
  })

  test('a code works once, only for its user, and not after a newer code [A96]', async () => {
    const [one, two] = [await signUp(), await signUp()]
    await expect(confirm(one.name, one.code === two.code ? other(two.code) : two.code)).rejects.toMatchObject(mismatch)
    await resend(one.name)
    const newer = await pool.newestCode()
    if (newer !== one.code) await expect(confirm(one.name, one.code)).rejects.toMatchObject(mismatch)
    await confirm(one.name, newer)
    await expect(confirm(one.name, newer)).rejects.toMatchObject(mismatch)
  })

  test('a code for a sign-up does not reset a password [A96]', async () => {
    const { name, code } = await signUp()
    await expect(
      pool.api.call('ConfirmForgotPassword', {
        ClientId: pool.clientId,
        Username: name,
        ConfirmationCode: code,
        Password: 'Other-horse-22',
      }),
    ).rejects.toMatchObject(mismatch)
    await confirm(name, code)
  })

  test('of many confirmations at the same time, exactly one succeeds and calls the function [I3]', async () => {
    const { name, code } = await signUp()
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => confirm(name, code)))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(events).toHaveLength(1)
  })

  test('a code expires after 24 hours and stays expired when the clock is set back [A97]', async () => {
    const { name, code } = await signUp()
    pool.clock.advance(24 * hour)
    await expect(confirm(name, code)).rejects.toMatchObject(expired)
    pool.clock.advance(-2 * hour)
    await expect(confirm(name, code)).rejects.toMatchObject(mismatch)
  })

  test('a code does not work if the clock is set back to before its creation [A97]', async () => {
    const { name, code } = await signUp()
    pool.clock.advance(-hour)
    await expect(confirm(name, code)).rejects.toMatchObject(expired)
    pool.clock.advance(hour)
  })

  test('a changed address voids the code that was sent to the old one [A96]', async () => {
    const { name, code } = await signUp()
    await pool.admin.call('AdminUpdateUserAttributes', {
      UserPoolId: pool.userPoolId,
      Username: name,
      UserAttributes: [{ Name: 'email', Value: 'moved@example.com' }],
    })
    const newer = await pool.newestCode()
    expect((await pool.mails()).at(-1)?.to).toBe('moved@example.com')
    if (newer !== code) await expect(confirm(name, code)).rejects.toMatchObject(mismatch)
    await confirm(name, newer)
  })

  test('a name is refused after 15 wrong codes in an hour, even if no user has it [A96]', async () => {
    const { name, code } = await signUp()
    for (const who of [name, 'nobody-of-this-name']) {
      for (let n = 0; n < 15; n++) await expect(confirm(who, other(code))).rejects.toMatchObject(mismatch)
      await expect(confirm(who, code)).rejects.toMatchObject(limit)
    }
    pool.clock.advance(hour)
    await confirm(name, code)
  })

  test('an address that another user has verified moves only with ForceAliasCreation [A74]', async () => {
    const first = await signUp('shared@example.com')
    await confirm(first.name, first.code)
    const second = await signUp('shared@example.com')
    await expect(confirm(second.name, second.code)).rejects.toMatchObject({
      name: 'AliasExistsException',
      message: 'An account with the email already exists.',
    })
    await expect(get(second.name)).resolves.toMatchObject({ UserStatus: 'UNCONFIRMED' })
    await confirm(second.name, second.code, { ForceAliasCreation: true })
    await expect(get('shared@example.com')).resolves.toMatchObject({ Username: second.name })
    expect((await get(first.name)).UserAttributes).toContainEqual({ Name: 'email_verified', Value: 'false' })
  })

  test('when the function fails, the user stays confirmed and the caller gets the exception', async () => {
    const { name, code } = await signUp()
    refusal = new FunctionThrew('Mail server down')
    await expect(confirm(name, code)).rejects.toMatchObject({
      name: 'UserLambdaValidationException',
      message: 'PostConfirmation failed with error Mail server down.',
    })
    await expect(get(name)).resolves.toMatchObject({ UserStatus: 'CONFIRMED' })
  })

  test('a disabled user is not confirmed', async () => {
    const { name, code } = await signUp()
    await pool.admin.call('AdminDisableUser', { UserPoolId: pool.userPoolId, Username: name })
    await expect(confirm(name, code)).rejects.toMatchObject(mismatch)
  })
})

describe('existing and unknown names [A90]', () => {
  test('get the same answer of ConfirmSignUp if the client conceals who exists', async () => {
    const open = await signUp()
    const done = await signUp()
    await confirm(done.name, done.code)
    for (const name of [open.name, done.name, 'nobody']) {
      await expect(confirm(name, other(open.code))).rejects.toMatchObject(mismatch)
    }
  })

  test('get the same answer of ResendConfirmationCode if the client conceals who exists', async () => {
    const open = await signUp()
    const done = await signUp()
    await confirm(done.name, done.code)
    const before = (await pool.mails()).length
    const answers = []
    for (const name of [open.name, done.name, 'nobody', 'nobody', 'john@example.com']) answers.push(await resend(name))
    const masked = /^[a-z]\*\*\*@[a-z]\*\*\*$/
    for (const { CodeDeliveryDetails } of answers) {
      expect(CodeDeliveryDetails).toEqual({
        Destination: expect.stringMatching(masked),
        DeliveryMedium: 'EMAIL',
        AttributeName: 'email',
      })
    }
    // If the answers differed, a second request would reveal that the user does not exist.
    expect(answers[2]).toEqual(answers[3])
    expect(answers[4]?.CodeDeliveryDetails?.Destination).toBe('j***@e***')
    expect(await pool.mails()).toHaveLength(before + 1)
  })

  test('get different answers if the client does not conceal who exists', async () => {
    const done = await signUp()
    await confirm(done.name, done.code)
    const missing = { name: 'UserNotFoundException', message: 'Username/client id combination not found.' }
    await expect(confirm('nobody', '123456', { ClientId: telling })).rejects.toMatchObject(missing)
    await expect(resend('nobody', telling)).rejects.toMatchObject(missing)
    await expect(confirm(done.name, done.code, { ClientId: telling })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'User cannot be confirmed. Current status is CONFIRMED',
    })
    await expect(resend(done.name, telling)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'User is already confirmed.',
    })
  })

  test('may ask for five codes an hour [A92, A109]', async () => {
    const { name } = await signUp()
    for (const who of [name, 'nobody-to-resend']) {
      for (let n = 0; n < 5; n++) await resend(who)
      await expect(resend(who)).rejects.toMatchObject(limit)
    }
  })
})

test('one address gets a limited number of codes, even from many accounts [A109]', async () => {
  pool.clock.advance(2 * hour)
  for (let n = 0; n < 30; n++) await signUp('Victim@example.com')
  await expect(signUp('victim@example.com')).rejects.toMatchObject(limit)
})
