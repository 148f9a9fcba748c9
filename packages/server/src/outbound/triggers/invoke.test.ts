import { expect, test } from 'vitest'
import { z } from 'zod'
import type { IssuerSettings } from '#records/user-pools/issuer'
import type { UserPool } from '#records/user-pools/user-pool'
import { FunctionThrew, InvocationFailed, invokeTrigger } from './invoke.ts'
import { type EventUser, metadataOf, storedAttributes, type Trigger, type TriggerEvent } from './trigger.ts'
import type { TriggerContext } from './trigger-context.ts'

const arn = 'arn:aws:lambda:a:b:function:c'
const pool: UserPool = {
  id: 'us-east-1_Abc123xyz',
  name: 'pool',
  settings: { LambdaConfig: { PostConfirmation: arn } },
  createdAt: 0,
  updatedAt: 0,
}
const user: EventUser = {
  sub: 'sub-of-ada',
  username: 'ada',
  status: 'CONFIRMED',
  attributes: { email: 'a@b.example' },
}
const context: TriggerContext = {
  clientId: 'client',
  clientMetadata: { from: 'test' },
  sourceIp: '127.0.0.1',
  userAgent: undefined,
}
const issuerSettings = { region: 'us-east-1' } as IssuerSettings

/** A trigger with its own request and response. */
const toy: Trigger<{ question: string }, { answer: number }> = {
  name: 'PostConfirmation',
  member: 'PostConfirmation',
  version: '2',
  ask: ({ user, context, question }) => ({
    triggerSource: 'Toy_Ask',
    request: { userAttributes: storedAttributes(user), question, ...metadataOf(context) },
    response: { answer: null },
  }),
  response: z.object({ answer: z.number().default(1) }),
}

/** Runs the example trigger with a function that returns `answer(event)`. */
const invoke = (answer: (event: TriggerEvent) => unknown, over: { pool?: UserPool; context?: TriggerContext } = {}) =>
  invokeTrigger({ triggers: { invoke: async (_, event) => answer(event) }, issuerSettings }, toy, {
    pool,
    user,
    context,
    question: 'Why?',
    ...over,
  })
const throwing = (error: Error) => () => {
  throw error
}

test('the event has the common members and the members of the trigger', async () => {
  const events: TriggerEvent[] = []
  const keep = (event: TriggerEvent) => {
    events.push(event)
    return { ...event, response: {} }
  }
  await invoke(keep)
  await invoke(keep, { context: { ...context, clientId: undefined, clientMetadata: undefined } })
  expect(events[0]).toEqual({
    version: '2',
    region: 'us-east-1',
    userPoolId: pool.id,
    userName: 'ada',
    callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: 'client' },
    triggerSource: 'Toy_Ask',
    request: {
      userAttributes: { sub: 'sub-of-ada', 'cognito:user_status': 'CONFIRMED', email: 'a@b.example' },
      question: 'Why?',
      clientMetadata: { from: 'test' },
    },
    response: { answer: null },
  })
  expect(events[1]?.callerContext.clientId).toBe('CLIENT_ID_NOT_APPLICABLE')
  expect(events[1]?.request).not.toHaveProperty('clientMetadata')
})

test('the response is parsed into its type, and any other response is unrecognizable', async () => {
  const answering = (response: unknown) => invoke((event) => ({ ...event, response }))
  expect(await answering({ answer: 42, more: true })).toEqual({ answer: 42 })
  expect(await answering({})).toEqual({ answer: 1 })
  for (const answer of ['42', null, [42]]) {
    await expect(answering({ answer })).rejects.toMatchObject({
      name: 'InvalidLambdaResponseException',
      message: 'Unrecognizable lambda output',
    })
  }
})

test('a pool without a function for the trigger calls no function', async () => {
  const refuse = throwing(new Error('must not be called'))
  expect(await invoke(refuse, { pool: { ...pool, settings: {} } })).toBeUndefined()
})

test('the function must return the whole event', async () => {
  await expect(invoke((event) => ({ ...event, response: { answer: 2 } }))).resolves.toEqual({ answer: 2 })
  const without = ({ userPoolId: _, ...rest }: TriggerEvent) => rest
  const outputs: ((event: TriggerEvent) => unknown)[] = [
    () => undefined,
    () => null,
    () => 'ok',
    () => [],
    () => ({}),
    without,
    (event) => ({ ...event, userName: 'bob' }),
    (event) => ({ ...event, response: [] }),
  ]
  for (const output of outputs) {
    await expect(invoke(output)).rejects.toMatchObject({
      name: 'InvalidLambdaResponseException',
      message: 'Unrecognizable lambda output',
    })
  }
})

test('failures have AWS’s texts, and a bug of the server stays a bug', async () => {
  await expect(invoke(throwing(new FunctionThrew('Invite only')))).rejects.toMatchObject({
    name: 'UserLambdaValidationException',
    message: 'PostConfirmation failed with error Invite only.',
  })
  await expect(invoke(throwing(new InvocationFailed('AccessDeniedException')))).rejects.toMatchObject({
    name: 'UnexpectedLambdaException',
    message: 'PostConfirmation invocation failed due to error AccessDeniedException.',
  })
  await expect(invoke(throwing(new TypeError('bug')))).rejects.toBeInstanceOf(TypeError)
})
