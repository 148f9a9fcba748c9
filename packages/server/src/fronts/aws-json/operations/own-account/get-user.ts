import { readableAttributes } from '#flows/tokens/claims'
import { defineOperation } from '../../operation.ts'

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUser.html */
export const GetUser = defineOperation({
  name: 'GetUser',
  caller: 'accessToken',
  actsOn: { AccessToken: true },
  async handle(_services: object, _input, { client, user }) {
    const { sub, ...attributes } = readableAttributes(client, user)
    return {
      Username: user.username,
      UserAttributes: Object.entries({ sub, ...attributes }).map(([Name, Value]) => ({ Name, Value })),
    }
  },
})
