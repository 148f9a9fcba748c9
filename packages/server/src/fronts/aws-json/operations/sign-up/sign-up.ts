import { signUp } from '#flows/registration/sign-up'
import type { Clock } from '#foundation/clock'
import type { PasswordHasher } from '#foundation/crypto/password-hash'
import type { Random } from '#foundation/crypto/random'
import type { Sealer } from '#foundation/crypto/seal'
import { validationErrors } from '#foundation/exceptions/requests'
import type { Database } from '#storage/database'
import { defineOperation } from '../../operation.ts'
import { callingClient } from '../../requests/calling-client.ts'
import { hintsActedOn, userContextActedOn } from '../../requests/sign-in.ts'
import { contextOf } from '../../trigger-context.ts'

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SignUp.html */
export const SignUp = defineOperation({
  name: 'SignUp',
  caller: 'public',
  throws: [
    'InvalidParameterException',
    'InvalidPasswordException',
    'LimitExceededException',
    'NotAuthorizedException',
    'ResourceNotFoundException',
    'TooManyRequestsException',
    'UsernameExistsException',
  ],
  actsOn: {
    ...hintsActedOn,
    ClientId: true,
    Username: true,
    SecretHash: true,
    Password: true,
    UserAttributes: { Name: true, Value: true },
    UserContextData: userContextActedOn,
  },
  async handle(
    services: {
      clock: Clock
      courier: { wake(): void }
      db: Database
      passwordHasher: PasswordHasher
      random: Random
      sealer: Sealer
    },
    input,
    call,
  ) {
    const { pool, client } = await callingClient(services, input)
    const { Username: username, Password: password, UserAttributes: attributes } = input
    if (password === undefined) {
      throw validationErrors(["Value at 'password' failed to satisfy constraint: Member must not be null"])
    }
    const { user, delivery } = await signUp(services, {
      pool,
      client,
      username,
      password,
      attributes,
      context: contextOf(call, { clientId: input.ClientId, clientMetadata: input.ClientMetadata }),
    })
    return { UserConfirmed: user.status === 'CONFIRMED', UserSub: user.sub, CodeDeliveryDetails: delivery }
  },
})
