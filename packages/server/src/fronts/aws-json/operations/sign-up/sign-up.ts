import { signUp } from '#flows/registration/sign-up'
import { validationErrors } from '#foundation/exceptions/requests'
import type { Needs } from '#foundation/needs'
import { defineOperation } from '../../operation.ts'
import { hintsActedOn, userContextActedOn } from '../../shapes/client-hints.ts'

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SignUp.html */
export const SignUp = defineOperation({
  name: 'SignUp',
  caller: 'public',
  actsOn: {
    ...hintsActedOn,
    ClientId: true,
    Username: true,
    SecretHash: true,
    Password: true,
    UserAttributes: { Name: true, Value: true },
    UserContextData: userContextActedOn,
  },
  async handle(services: Needs<typeof signUp>, input, { pool, client, context }) {
    const { Username: username, Password: password, UserAttributes: attributes } = input
    if (password === undefined) {
      throw validationErrors(["Value at 'password' failed to satisfy constraint: Member must not be null"])
    }
    const { user, delivery } = await signUp(services, { pool, client, username, password, attributes, context })
    return { UserConfirmed: user.status === 'CONFIRMED', UserSub: user.sub, CodeDeliveryDetails: delivery }
  },
})
