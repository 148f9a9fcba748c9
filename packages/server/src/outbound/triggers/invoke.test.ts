import { expect, test } from 'vitest'
import { FunctionThrew, InvocationFailed, invokeTrigger } from './invoke.ts'
import type { TriggerEvent } from './trigger.ts'

const event: TriggerEvent = {
  version: '1',
  region: 'us-east-1',
  userPoolId: 'us-east-1_Abc123xyz',
  userName: 'ada',
  callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: 'client' },
  triggerSource: 'PostConfirmation_ConfirmSignUp',
  request: { userAttributes: {} },
  response: {},
}

const invoke = (answer: () => unknown) =>
  invokeTrigger(
    { triggers: { invoke: async () => answer() } },
    { trigger: 'PostConfirmation', arn: 'arn:aws:lambda:a:b:function:c', event },
  )
const throwing = (error: Error) => () => {
  throw error
}

test('the whole event must come back', async () => {
  await expect(invoke(() => ({ ...event, response: { more: 1 } }))).resolves.toMatchObject({ response: { more: 1 } })
  const { userPoolId: _, ...rest } = event
  for (const output of [
    undefined,
    null,
    'ok',
    [],
    {},
    rest,
    { ...event, userName: 'bob' },
    { ...event, response: [] },
  ]) {
    await expect(invoke(() => output)).rejects.toMatchObject({
      name: 'InvalidLambdaResponseException',
      message: 'Unrecognizable lambda output',
    })
  }
})

test('failures in AWS’s words; a bug of ours stays a bug', async () => {
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
