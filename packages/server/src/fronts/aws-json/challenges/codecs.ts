import type { ChallengeNameType } from '@poolhouse/contract'
import type { Answer, ChallengeName, Question, QuestionOf } from '#flows/sign-in/sign-in-state'
import type { ChallengeCodec, Responses } from './challenge-codec.ts'
import { newPassword } from './new-password.ts'
import { passwordVerifier } from './password-verifier.ts'

/** The codecs of all challenges. The compiler reports a missing one. */
const codecs: { readonly [Name in ChallengeName]: ChallengeCodec<Name> } = {
  'new-password': newPassword,
  'password-verifier': passwordVerifier,
}

const kinds = Object.keys(codecs) as ChallengeName[]

/** The supported challenges, by their names in the API. */
export const wireNames: readonly ChallengeNameType[] = kinds.map((kind) => codecs[kind].wireName)

/** The challenge with this name in the API; undefined if it is not supported. */
export const challengeOf = (wireName: string): ChallengeName | undefined =>
  kinds.find((kind) => codecs[kind].wireName === wireName)

/** A question as `ChallengeName` and `ChallengeParameters`. */
export function encodeQuestion<Name extends ChallengeName>(
  question: QuestionOf<Name> & Question,
): { ChallengeName: ChallengeNameType; ChallengeParameters: Record<string, string> } {
  const codec: ChallengeCodec<Name> = codecs[question.kind]
  return { ChallengeName: codec.wireName, ChallengeParameters: codec.parameters(question) }
}

/** The first response that the challenge does not read. */
export const unknownResponse = (challenge: ChallengeName, responses: Responses): string | undefined =>
  Object.keys(responses).find((name) => !common.includes(name) && !codecs[challenge].takes(name))

const common = ['SECRET_HASH', 'USERNAME']

/** `ChallengeResponses` as an answer. @throws InvalidParameterException for a response that is missing. */
export const decodeAnswer = (challenge: ChallengeName, responses: Responses): Answer =>
  ({ kind: challenge, ...codecs[challenge].answer(responses) }) as Answer

/** The session in the responses, for an answer without `Session`. */
export const sessionIn = (challenge: ChallengeName, responses: Responses): string | undefined =>
  codecs[challenge].session?.(responses)
