import { missingParameter } from '#foundation/exceptions/sign-in'

/** A member of `AuthParameters` or `ChallengeResponses` that must have a value. @throws InvalidParameterException */
export function required(parameters: Readonly<Record<string, string>>, name: string): string {
  const value = parameters[name]
  if (!value) throw missingParameter(name)
  return value
}
