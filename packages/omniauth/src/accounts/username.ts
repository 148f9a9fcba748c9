import { type AuthHash, infoText } from '#auth-hash'

/**
 * The username that GitLab would wish for: info's username, else nickname, else e-mail; the part before the `@`, made fit for a URL.
 * The user info document itself is not looked at: Cognito's `username` there is often only the sub.
 */
export function usernameFrom(auth: AuthHash): string {
  const wish = infoText(auth.info, 'username') ?? infoText(auth.info, 'nickname') ?? infoText(auth.info, 'email') ?? ''
  return slug(wish)
}

/** The wish itself, then with 1, 2, 3, 4, and then with a number made from the time, as GitLab counts. */
export function* usernameCandidates(username: string, now: number): Generator<string, never, undefined> {
  yield username
  for (let count = 1; count <= 4; count++) yield `${username}${count}`
  for (let count = 0; ; count++) yield `${username}${now + count}`
}

function slug(wish: string): string {
  const ascii = wish
    .replace(/@.*$/s, '')
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9_.-]/g, '')
    .replace(/(\.git|\.atom|\.)+$/i, '')
    .replace(/^[_.-]+|[_.-]+$/g, '')
    .replace(/([_.-])[_.-]+/g, '$1')
  return ascii === '' ? 'blank' : ascii
}
