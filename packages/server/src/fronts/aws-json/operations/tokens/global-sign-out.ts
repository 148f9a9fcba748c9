import { signOutEverywhere } from '#flows/tokens/sign-out-everywhere'
import type { Needs } from '#foundation/needs'
import { defineOperation } from '../../operation.ts'

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GlobalSignOut.html */
export const GlobalSignOut = defineOperation({
  name: 'GlobalSignOut',
  caller: 'accessToken',
  actsOn: { AccessToken: true },
  async handle(services: Needs<typeof signOutEverywhere>, _input, { user }) {
    await signOutEverywhere(services, user.sub)
    return {}
  },
})
