import type { CookieForm } from '#flows/browser-sessions/cookie'

const attributesOf = (secure: boolean): CookieForm['attributes'] => ({
  path: '/',
  httpOnly: true,
  sameSite: 'lax',
  secure,
})

/**
 * Identifies the forms of a browser. All pools share it, because two tabs can show two app clients. Lax and not strict, because a
 * browser must send it when it comes from an application; otherwise each visit would replace it and break the forms of other tabs.
 */
export const csrfCookie = ({ secure }: { secure: boolean }): CookieForm => ({
  name: `${secure ? '__Host-' : ''}poolhouse-csrf`,
  attributes: attributesOf(secure),
})

/** The last step of a browser, one cookie for each app client. */
export const stepCookie = (clientId: string, { secure }: { secure: boolean }): CookieForm => ({
  name: `${secure ? '__Host-' : ''}poolhouse-step-${clientId}`,
  attributes: attributesOf(secure),
})
