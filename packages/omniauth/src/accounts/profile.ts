import { type AuthHash, infoText } from '#auth-hash'
import { foldAscii, type Identity } from './account.ts'
import { usernameFrom } from './username.ts'

export interface Profile {
  readonly name: string
  readonly email: string
  readonly temporaryEmail: boolean
}

/**
 * GitLab compares uids without regard to letter case. Only ASCII letters are folded: folding others (the Kelvin sign to k) would let
 * one person's uid meet another's.
 */
export function identityOf(auth: Pick<AuthHash, 'provider' | 'uid'>): Identity {
  return { provider: auth.provider, uid: auth.uid, uidKey: foldAscii(auth.uid) }
}

/** Name and e-mail as GitLab derives them: the name is info's own, else "first last", else the username. */
export function profileOf(auth: AuthHash): Profile {
  const username = usernameFrom(auth)
  const firstAndLast = [infoText(auth.info, 'first_name'), infoText(auth.info, 'last_name')]
    .filter((part) => part !== undefined)
    .join(' ')
  const email = infoText(auth.info, 'email')
  return {
    name: infoText(auth.info, 'name') ?? (firstAndLast === '' ? username : firstAndLast),
    email: email?.trim() ?? `temp-email-for-oauth-${username}@gitlab.localhost`,
    temporaryEmail: email === undefined,
  }
}
