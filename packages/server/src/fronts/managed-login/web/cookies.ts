import type { CookieForm } from '#flows/browser-sessions/cookie'

const attributesOf = (secure: boolean): CookieForm['attributes'] => ({
  path: '/',
  httpOnly: true,
  sameSite: 'lax',
  secure,
})

/**
 * By which a browser's own forms are known. One for all pools: two tabs at two app clients share it. Lax, not strict: who comes
 * from an application must bring it, else every visit would replace it under the forms of the other tabs.
 */
export const csrfCookie = ({ secure }: { secure: boolean }): CookieForm => ({
  name: `${secure ? '__Host-' : ''}poolhouse-csrf`,
  attributes: attributesOf(secure),
})

/** What a browser did a moment ago, a cookie for each app client. */
export const stepCookie = (clientId: string, { secure }: { secure: boolean }): CookieForm => ({
  name: `${secure ? '__Host-' : ''}poolhouse-step-${clientId}`,
  attributes: attributesOf(secure),
})
