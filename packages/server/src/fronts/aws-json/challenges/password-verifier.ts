import { required } from '../wire/parameters.ts'
import type { ChallengeCodec } from './challenge-codec.ts'

const secretBlock = 'PASSWORD_CLAIM_SECRET_BLOCK'
const signature = 'PASSWORD_CLAIM_SIGNATURE'
const timestamp = 'TIMESTAMP'

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html#amazon-cognito-user-pools-authentication-flow-methods-srp */
export const passwordVerifier: ChallengeCodec<'password-verifier'> = {
  wireName: 'PASSWORD_VERIFIER',
  parameters: (question) => ({
    USERNAME: question.username,
    USER_ID_FOR_SRP: question.username,
    SRP_B: question.publicB,
    SALT: question.salt,
    SECRET_BLOCK: question.secretBlock,
  }),
  takes: (name) => [secretBlock, signature, timestamp].includes(name),
  answer: (responses) => ({
    timestamp: required(responses, timestamp),
    signature: required(responses, signature),
    secretBlock: required(responses, secretBlock),
  }),
  // As in Cognito, the block contains the state of SRP. Some clients send only the block and no session.
  session: (responses) => responses[secretBlock],
}
