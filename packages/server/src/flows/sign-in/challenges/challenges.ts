import type { Challenge } from '../challenge.ts'
import type { ChallengeName } from '../sign-in-state.ts'
import { newPassword } from './new-password.ts'
import { passwordVerifier } from './password-verifier.ts'

/** Every question by its name; the compiler says which one is missing. */
export const challenges: { readonly [Name in ChallengeName]: Challenge<Name> } = {
  'new-password': newPassword,
  'password-verifier': passwordVerifier,
}
