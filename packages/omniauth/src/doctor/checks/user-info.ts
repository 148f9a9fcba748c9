import type { Remark } from '../finding.ts'
import { blockKeys, type Patient } from '../patient.ts'
import type { ProbeAnswer } from '../probe.ts'

const about = [blockKeys.userInfoUrl, blockKeys.site, blockKeys.issuer]

/** Shows the user info endpoint a token that nobody has given. */
export async function checkUserInfo({ facts, probe }: Patient): Promise<Remark | undefined> {
  if (facts.userInfoUrl === undefined) return undefined
  const headers = { authorization: 'Bearer a-token-that-nobody-has-given', accept: 'application/json' }
  return judgeUserInfoRefusal(await probe.send(facts.userInfoUrl, { headers }))
}

/** @see https://www.rfc-editor.org/rfc/rfc6750#section-3.1 */
export function judgeUserInfoRefusal({ status, headers }: ProbeAnswer): Remark {
  const type = headers.get('content-type') ?? ''
  const isBearer = /^bearer\b/i.test(headers.get('www-authenticate') ?? '')
  if ([400, 401, 403].includes(status)) {
    if (/json/i.test(type) || isBearer)
      return { level: 'ok', message: 'the user info endpoint refuses a wrong token, as it should', about }
    const message = `the user info endpoint answers ${status} ${type || 'without a type'}, not JSON: another page may stand there`
    return { level: 'warning', message, fix: 'compare user_info_url with the provider', about }
  }
  const fix = 'correct user_info_url'
  if (status < 300)
    return {
      level: 'problem',
      message: `the user info endpoint answers ${status} to a wrong token: it does not look at it`,
      fix,
      about,
    }
  if (status >= 500) return { level: 'warning', message: `the user info endpoint answers ${status}`, fix, about }
  return { level: 'problem', message: `there is no user info endpoint: it answers ${status}`, fix, about }
}
