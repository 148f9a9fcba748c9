import { type AuthHash, infoText } from '#core/auth-hash'
import { foldAscii } from './account.ts'
import { isReservedUsername } from './reserved-usernames.ts'

export interface UsernameOptions {
  /** GitLab's `gitlab_username_claim`: the first place to look. */
  readonly claim?: string | undefined
  /**
   * `info` (default): username and nickname as the configuration maps them. `auth_hash`: as the newest GitLab does, at
   * the top of the auth hash, then in the user info document, then in info. Cognito's `username` in the document is
   * often only the sub.
   */
  readonly lookIn?: 'info' | 'auth_hash' | undefined
}

/** A username has at most 255 characters. This leaves room for a number at its end. */
const maxLength = 230

/**
 * The username as GitLab derives it: from the claim, else username, else nickname, else e-mail. It is the part before
 * the `@`, made valid for a URL. It may be reserved or taken: {@link usernameCandidates}.
 */
export function usernameFrom(auth: AuthHash, { claim, lookIn = 'info' }: UsernameOptions = {}): string {
  const inDocument = (name: string) => infoText(auth.extra.raw_info, name)
  const atTop = (name: string) => (name === 'uid' || name === 'provider' ? auth[name] : undefined)
  const newest = (name: string) => atTop(name) ?? inDocument(name) ?? infoText(auth.info, name)
  const claimed = (name: string) => atTop(name) ?? infoText(auth.info, name) ?? inDocument(name)
  const look = lookIn === 'auth_hash' ? newest : (name: string) => infoText(auth.info, name)
  const byClaim = claim === undefined ? undefined : (lookIn === 'auth_hash' ? newest : claimed)(claim)
  return slug(byClaim ?? look('username') ?? look('nickname') ?? infoText(auth.info, 'email') ?? '')
}

/**
 * The name itself, then with 1, 2, 3, 4, and then with a number made from the time, as in GitLab. Skips reserved names.
 */
export function* usernameCandidates(
  username: string,
  now: number,
  { isReserved = isReservedUsername }: { isReserved?: (username: string) => boolean } = {},
): Generator<string, never, undefined> {
  for (let count = 0; ; count++) {
    const candidate = count === 0 ? username : `${username}${count <= 4 ? count : now + count - 5}`
    if (!isReserved(foldAscii(candidate))) yield candidate
  }
}

/** Makes any text valid for a URL. Does not change a valid name. */
export function slug(text: string): string {
  const ascii = text
    .slice(0, 1000)
    .replace(/@.*$/s, '')
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9_.-]/g, '')
    .replace(/([_.-])[_.-]+/g, '$1')
    .slice(0, maxLength)
  const bare = withoutEnds(ascii)
  return bare === '' ? 'blank' : bare
}

/** Repeats, because there may be another ending below the removed one: `a.git-`, `a.git.atom`. */
function withoutEnds(text: string): string {
  const shorter = text.replace(/^[_.-]+|[_.-]+$/g, '').replace(/\.(?:git|atom)$/i, '')
  return shorter === text ? text : withoutEnds(shorter)
}
