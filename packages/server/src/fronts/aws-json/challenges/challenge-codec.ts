import type { ChallengeNameType } from '@poolhouse/contract'
import type { ChallengeName, ChallengeTypes, QuestionOf } from '#flows/sign-in/sign-in-state'

/** `ChallengeResponses` of a request. */
export type Responses = Readonly<Record<string, string>>

/** One challenge of the sign-in machine in the API's form, where every value is a string. */
export interface ChallengeCodec<Name extends ChallengeName> {
  /** What the API calls it. */
  readonly wireName: ChallengeNameType
  /** `ChallengeParameters`. */
  parameters(question: QuestionOf<Name>): Record<string, string>
  /** Whether a response of this name is read, beside USERNAME and SECRET_HASH. */
  takes(name: string): boolean
  /** @throws InvalidParameterException for a response that is missing. */
  answer(responses: Responses): ChallengeTypes[Name]['answer']
  /** The session, where a client may leave out `Session` because the responses name it. */
  session?(responses: Responses): string | undefined
}
