import { parseExactJson } from '#core/exact-json'
import { providerText } from '#strategies/oauth2/authorization'
import { tokenForm } from '#strategies/oauth2/token'
import { blockKeys, type ExaminedProvider } from '../examined-provider.ts'
import type { Remark } from '../finding.ts'
import type { ProbeAnswer } from '../probe.ts'

const { clientSecret, clientId, tokenUrl, site } = blockKeys
const endpoint = [tokenUrl, site]

/** Sends an invalid code to the token endpoint. The refusal shows whether the provider accepted the client. */
export async function checkSecret({ facts, probe, callbackUrl }: ExaminedProvider): Promise<Remark | undefined> {
  if (facts.protocol === 'saml') return undefined
  if (facts.tokenUrl === undefined) return { level: 'unseen', message: 'there is no token endpoint to check' }
  if (facts.authScheme === 'none' || facts.clientSecret === undefined)
    return { level: 'unseen', message: 'the client has no secret to check' }
  const { headers, body } = tokenForm({
    clientId: facts.clientId ?? '',
    clientSecret: facts.clientSecret,
    authScheme: facts.authScheme ?? 'basic_auth',
    params: { grant_type: 'authorization_code', code: 'invalid-code-of-omniauth-doctor', redirect_uri: callbackUrl },
  })
  const request = { method: 'POST', headers: { ...headers, accept: 'application/json' }, body } as const
  return judgeTokenRefusal(await probe.send(facts.tokenUrl, request))
}

/** The provider accepted the client, and only refused the code. The second name is GitHub's. */
const clientAccepted = ['invalid_grant', 'bad_verification_code']
const clientRefused = ['invalid_client', 'incorrect_client_credentials']

/** What the refusal of an invalid code says about the client. */
export function judgeTokenRefusal(answer: ProbeAnswer): Remark {
  const { error, shown } = errorOf(answer)
  const { status } = answer
  if (clientAccepted.includes(error))
    return { level: 'ok', message: 'the provider accepts client id and secret', about: [clientSecret] }
  if (clientRefused.includes(error) || (status === 401 && error === '')) {
    const message = `the provider does not accept client id and secret (${shown || status})`
    return {
      level: 'problem',
      message,
      fix: 'copy the client secret again, without spaces',
      about: [clientSecret, clientId],
    }
  }
  if (error === 'unauthorized_client' || error === 'unsupported_grant_type') {
    const message = `the client may not redeem codes (${shown})`
    return { level: 'problem', message, fix: 'allow the authorization code grant for the client', about: [clientId] }
  }
  if (status === 404 || status === 405 || (status >= 300 && status < 400)) {
    const message = `there is no token endpoint at this address: it answers ${status}`
    return { level: 'problem', message, fix: 'correct token_url', about: endpoint }
  }
  const message = `the doctor can not check the client secret: the token endpoint answers ${status} ${shown}`.trim()
  return { level: status >= 500 ? 'warning' : 'unseen', message, about: [clientSecret] }
}

function errorOf({ text, headers }: ProbeAnswer): { error: string; shown: string } {
  const isForm = (headers.get('content-type') ?? '').startsWith('application/x-www-form-urlencoded')
  const fields: unknown = isForm ? Object.fromEntries(new URLSearchParams(text)) : parseExactJson(text)
  const { error, error_description: description }: { error?: unknown; error_description?: unknown } =
    typeof fields === 'object' && fields !== null ? fields : {}
  return { error: typeof error === 'string' ? error : '', shown: providerText([error, description]) }
}
