import { type Question, RedirectRefusal } from './verdict.ts'

/** @see https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest */
export function checkMaxAge({ parameters }: Question): { maxAge: number | undefined } {
  const maxAge = parameters.get('max_age')
  if (maxAge === undefined) return { maxAge }
  if (!/^\d{1,10}$/.test(maxAge)) throw new RedirectRefusal('invalid_request', 'max_age must be a number of seconds.')
  return { maxAge: Number(maxAge) }
}
