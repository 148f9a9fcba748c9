import type { Challenge } from '../challenge.ts'
import type { ChallengeName } from '../sign-in-state.ts'
import { newPassword } from './new-password.ts'
import { passwordVerifier } from './password-verifier.ts'

/** Every challenge by its name. The compiler reports a missing one. */
export const challenges: { readonly [Name in ChallengeName]: Challenge<Name> } = {
  'new-password': newPassword,
  'password-verifier': passwordVerifier,
}
