import { required } from '../wire/parameters.ts'
import type { ChallengeCodec } from './challenge-codec.ts'

/** The prefix of attribute names, in questions and answers. */
const prefix = 'userAttributes.'

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html */
export const newPassword: ChallengeCodec<'new-password'> = {
  wireName: 'NEW_PASSWORD_REQUIRED',
  parameters: (question) => ({
    USER_ID_FOR_SRP: question.username,
    requiredAttributes: JSON.stringify(question.required.map((name) => prefix + name)),
    userAttributes: JSON.stringify(question.attributes),
  }),
  takes: (name) => name === 'NEW_PASSWORD' || name.startsWith(prefix),
  answer: (responses) => ({
    password: required(responses, 'NEW_PASSWORD'),
    attributes: Object.fromEntries(
      Object.entries(responses)
        .filter(([name]) => name.startsWith(prefix))
        .map(([name, value]) => [name.slice(prefix.length), value]),
    ),
  }),
}
