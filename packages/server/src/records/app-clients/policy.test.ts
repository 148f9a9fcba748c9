import type { ExplicitAuthFlowsType } from '@poolhouse/contract'
import { expect, test } from 'vitest'
import type { AppClient } from './app-client.ts'
import { allowsFlow, type SignInFlow } from './policy.ts'

const all: SignInFlow[] = ['USER_PASSWORD_AUTH', 'USER_SRP_AUTH', 'ADMIN_USER_PASSWORD_AUTH', 'REFRESH_TOKEN_AUTH']

const clientWith = (ExplicitAuthFlows?: ExplicitAuthFlowsType[]): AppClient => ({
  id: 'c',
  userPoolId: 'p',
  name: 'c',
  sealedSecret: undefined,
  settings: ExplicitAuthFlows ? { ExplicitAuthFlows } : {},
  extensions: {},
  createdAt: 0,
  updatedAt: 0,
})

test.each<[ExplicitAuthFlowsType[] | undefined, SignInFlow[]]>([
  [undefined, ['USER_SRP_AUTH', 'REFRESH_TOKEN_AUTH']],
  [[], ['USER_SRP_AUTH', 'REFRESH_TOKEN_AUTH']],
  [['ALLOW_USER_PASSWORD_AUTH'], ['USER_PASSWORD_AUTH']],
  [['ALLOW_USER_SRP_AUTH'], ['USER_SRP_AUTH']],
  [['ALLOW_CUSTOM_AUTH'], []],
  [['ALLOW_USER_AUTH'], []],
  [
    ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    ['ADMIN_USER_PASSWORD_AUTH', 'REFRESH_TOKEN_AUTH'],
  ],
  [['ADMIN_NO_SRP_AUTH'], ['USER_SRP_AUTH', 'ADMIN_USER_PASSWORD_AUTH', 'REFRESH_TOKEN_AUTH']],
  [['USER_PASSWORD_AUTH'], ['USER_PASSWORD_AUTH', 'USER_SRP_AUTH', 'REFRESH_TOKEN_AUTH']],
  [['CUSTOM_AUTH_FLOW_ONLY'], ['REFRESH_TOKEN_AUTH']],
  [
    ['CUSTOM_AUTH_FLOW_ONLY', 'ADMIN_NO_SRP_AUTH'],
    ['ADMIN_USER_PASSWORD_AUTH', 'REFRESH_TOKEN_AUTH'],
  ],
])('ExplicitAuthFlows %j allows the flows %j', (configured, expected) => {
  const client = clientWith(configured)
  expect(all.filter((flow) => allowsFlow(client, flow)).sort()).toEqual([...expected].sort())
})
