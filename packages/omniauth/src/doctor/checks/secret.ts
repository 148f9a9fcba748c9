import { parseExactJson } from '#core/exact-json'
import { providerText } from '#strategies/oauth2/authorization'
import { tokenForm } from '#strategies/oauth2/token'
import type { Remark } from '../finding.ts'
import { blockKeys, type Patient } from '../patient.ts'
import type { ProbeAnswer } from '../probe.ts'

const { clientSecret, clientId, tokenUrl, site } = blockKeys
const endpoint = [tokenUrl, site]

/** Redeems a code that nobody has given: the refusal tells whether the client was believed. */
export async function checkSecret({ facts, probe, callbackUrl }: Patient): Promise<Remark | undefined> {
  if (facts.protocol === 'saml') return undefined
  if (facts.tokenUrl === undefined) return { level: 'unseen', message: 'there is no token endpoint to ask' }
  if (facts.authScheme === 'none' || facts.clientSecret === undefined)
    return { level: 'unseen', message: 'the client has no secret that could be tried' }
  const { headers, body } = tokenForm({
    clientId: facts.clientId ?? '',
    clientSecret: facts.clientSecret,
    authScheme: facts.authScheme ?? 'basic_auth',
    params: { grant_type: 'authorization_code', code: 'a-code-that-nobody-has-given', redirect_uri: callbackUrl },
  })
  const request = { method: 'POST', headers: { ...headers, accept: 'application/json' }, body } as const
  return judgeTokenRefusal(await probe.send(facts.tokenUrl, request))
}

/** The client was believed, and only the code was not. GitHub has a name of its own for it. */
const believed = ['invalid_grant', 'bad_verification_code']
const disbelieved = ['invalid_client', 'incorrect_client_credentials']

/** What the refusal of such a code says about the client. */
export function judgeTokenRefusal(answer: ProbeAnswer): Remark {
  const { error, shown } = errorOf(answer)
  const { status } = answer
  if (believed.includes(error))
    return { level: 'ok', message: 'the provider takes client id and secret', about: [clientSecret] }
  if (disbelieved.includes(error) || (status === 401 && error === '')) {
    const message = `the provider does not take client id and secret (${shown || status})`
    return {
      level: 'problem',
      message,
      fix: 'copy the client secret again, without blanks',
      about: [clientSecret, clientId],
    }
  }
  if (error === 'unauthorized_client' || error === 'unsupported_grant_type') {
    const message = `the client may not redeem codes (${shown})`
    return { level: 'problem', message, fix: 'allow the authorization code grant for the client', about: [clientId] }
  }
  if (status === 404 || status === 405 || (status >= 300 && status < 400)) {
    const message = `there is no token endpoint: it answers ${status}`
    return { level: 'problem', message, fix: 'correct its address', about: endpoint }
  }
  const message =
    `whether the client secret is right can't be told: the token endpoint answers ${status} ${shown}`.trim()
  return { level: status >= 500 ? 'warning' : 'unseen', message, about: [clientSecret] }
}

function errorOf({ text, headers }: ProbeAnswer): { error: string; shown: string } {
  const isForm = (headers.get('content-type') ?? '').startsWith('application/x-www-form-urlencoded')
  const fields: unknown = isForm ? Object.fromEntries(new URLSearchParams(text)) : parseExactJson(text)
  const { error, error_description: description }: { error?: unknown; error_description?: unknown } =
    typeof fields === 'object' && fields !== null ? fields : {}
  return { error: typeof error === 'string' ? error : '', shown: providerText([error, description]) }
}
