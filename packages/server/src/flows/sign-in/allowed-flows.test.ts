import { expect, test } from 'vitest'
import type { AppClient } from '#records/app-clients/app-client'
import { mustAllowFlow } from './allowed-flows.ts'

test('a flow that the client does not allow is refused with the message of AWS', () => {
  const client: AppClient = {
    id: 'c',
    userPoolId: 'p',
    name: 'c',
    sealedSecret: undefined,
    settings: { ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH'] },
    extensions: {},
    createdAt: 0,
    updatedAt: 0,
  }
  expect(() => mustAllowFlow(client, 'USER_PASSWORD_AUTH')).toThrow(
    'USER_PASSWORD_AUTH flow not enabled for this client',
  )
  expect(() => mustAllowFlow(client, 'USER_SRP_AUTH')).toThrow('Auth flow not enabled for this client')
})
