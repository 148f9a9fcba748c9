import { blockKeys, type ExaminedProvider } from '../examined-provider.ts'
import type { Remark } from '../finding.ts'
import type { ProbeAnswer } from '../probe.ts'

const about = [blockKeys.userInfoUrl, blockKeys.site, blockKeys.issuer]

/** Sends an invalid token to the user info endpoint. */
export async function checkUserInfo({ facts, probe }: ExaminedProvider): Promise<Remark | undefined> {
  if (facts.userInfoUrl === undefined) return undefined
  const headers = { authorization: 'Bearer invalid-token-of-omniauth-doctor', accept: 'application/json' }
  return judgeUserInfoRefusal(await probe.send(facts.userInfoUrl, { headers }))
}

/** @see https://www.rfc-editor.org/rfc/rfc6750#section-3.1 */
export function judgeUserInfoRefusal({ status, headers }: ProbeAnswer): Remark {
  const type = headers.get('content-type') ?? ''
  const isBearer = /^bearer\b/i.test(headers.get('www-authenticate') ?? '')
  if ([400, 401, 403].includes(status)) {
    if (/json/i.test(type) || isBearer)
      return { level: 'ok', message: 'the user info endpoint refuses an invalid token, as expected', about }
    const message = `the user info endpoint answers ${status} ${type || 'without a type'}, not JSON: the address may be that of another page`
    return { level: 'warning', message, fix: 'compare user_info_url with the provider', about }
  }
  const fix = 'correct user_info_url'
  if (status < 300)
    return {
      level: 'problem',
      message: `the user info endpoint answers ${status} to an invalid token: it does not check tokens`,
      fix,
      about,
    }
  if (status >= 500) return { level: 'warning', message: `the user info endpoint answers ${status}`, fix, about }
  return {
    level: 'problem',
    message: `there is no user info endpoint at this address: it answers ${status}`,
    fix,
    about,
  }
}
