import type { ChallengeNameType } from '@poolhouse/contract'
import type { ChallengeName, ChallengeTypes, QuestionOf } from '#flows/sign-in/sign-in-state'

/** `ChallengeResponses` of a request. */
export type Responses = Readonly<Record<string, string>>

/** Translates one challenge of the sign-in machine to the API's form and back. In the API, every value is a string. */
export interface ChallengeCodec<Name extends ChallengeName> {
  /** The name of the challenge in the API. */
  readonly wireName: ChallengeNameType
  /** `ChallengeParameters`. */
  parameters(question: QuestionOf<Name>): Record<string, string>
  /** Whether the challenge reads a response of this name. USERNAME and SECRET_HASH are always read. */
  takes(name: string): boolean
  /** @throws InvalidParameterException for a response that is missing. */
  answer(responses: Responses): ChallengeTypes[Name]['answer']
  /** The session, if the responses contain it, so that a client may leave out `Session`. */
  session?(responses: Responses): string | undefined
}
