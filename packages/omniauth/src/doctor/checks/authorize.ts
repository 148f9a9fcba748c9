import type { ProviderFacts } from '#core/strategy'
import { providerText } from '#strategies/oauth2/authorization'
import { blockKeys, type ExaminedProvider } from '../examined-provider.ts'
import type { Remark } from '../finding.ts'
import type { Probe, ProbeAnswer } from '../probe.ts'

/** Where the start of a sign-in leads a browser. */
export type SignInStart =
  | { readonly at: 'application'; readonly params: URLSearchParams }
  | { readonly at: 'page'; readonly url: string; readonly answer: ProbeAnswer }
  /** The provider redirects the browser to another server. */
  | { readonly at: 'elsewhere'; readonly url: string }

/** Starts a sign-in like a browser, with the strategy's own request, and checks where it leads. */
export async function checkAuthorize({
  strategy,
  services,
  probe,
  callbackUrl,
  facts,
}: ExaminedProvider): Promise<Remark[]> {
  const state = 'd'.repeat(48)
  const request = new Request(callbackUrl)
  const begun = await strategy.requestPhase(services, { request, callbackUrl, state })
  if ('page' in begun) {
    const message =
      "the sign-in starts with a form that the browser posts to the provider: the doctor can not check the provider's answer"
    return [{ level: 'unseen', message }]
  }
  const sent = new URL(begun.location)
  const start = await followRedirects(probe, { location: begun.location, callbackUrl })
  const verdict = judgeStart(start, { callbackUrl, protocol: facts.protocol })
  return verdict.level === 'ok' && facts.protocol !== 'saml' ? [verdict, judgePkce(sent)] : [verdict]
}

const maxSteps = 5

async function followRedirects(
  probe: Probe,
  { location, callbackUrl }: { location: string; callbackUrl: string },
): Promise<SignInStart> {
  const home = new URL(location).origin
  let url = location
  for (let step = 0; ; step++) {
    const answer = await probe.send(url, { headers: { accept: 'text/html' } })
    const next = answer.headers.get('location')
    if (answer.status < 300 || answer.status > 399 || next === null || !URL.canParse(next, url))
      return { at: 'page', url, answer }
    url = new URL(next, url).href
    if (isAt(url, callbackUrl)) return { at: 'application', params: new URL(url).searchParams }
    if (new URL(url).origin !== home || step === maxSteps) return { at: 'elsewhere', url }
  }
}

function isAt(url: string, callbackUrl: string): boolean {
  const [found, wanted] = [new URL(url), new URL(callbackUrl)]
  return found.origin === wanted.origin && found.pathname === wanted.pathname
}

interface KnownError {
  readonly pattern: RegExp
  /** The meaning of the error. It follows "the provider refuses the sign-in: ". */
  readonly meaning: (of: { callbackUrl: string }) => string
  readonly fix: string
  readonly about: Remark['about']
}

const { name, clientId, site, scope, authorizeParams, authorizeUrl, redirectUrl, strategyClass, pkce } = blockKeys
const address = [blockKeys.ssoServiceUrl, blockKeys.ssoTargetUrl, authorizeUrl, site]

/**
 * The errors of providers: OAuth's names, those of Cognito, Poolhouse and Google, and Microsoft's numbers. The first
 * match counts.
 */
const knownErrors: readonly KnownError[] = [
  {
    pattern:
      /redirect_?(?:uri_?)?mismatch|AADSTS50011|AADSTS900971|invalid_redirect_uri|redirect[ _-]?uri\b.{0,60}\b(?:mismatch|invalid|not (?:valid|registered|allowed|associated|match))|invalid (?:parameter: )?redirect[ _-]?uri/i,
    meaning: ({ callbackUrl }) => `the redirect URI ${callbackUrl} is not registered for this client`,
    fix: 'register exactly this URI at the provider, or correct --url and the name',
    about: [redirectUrl, name],
  },
  {
    pattern:
      /client_not_found|AADSTS700016|invalid_client|(?:unknown|invalid) client|client.{0,30}(?:does not exist|not found|is unknown|is not known)/i,
    meaning: () => 'there is no such client',
    fix: 'copy the client id again, and check that site is the address of the same provider',
    about: [clientId, site],
  },
  {
    pattern: /unauthorized_client/i,
    meaning: () => 'the client may not use the authorization code grant',
    fix: 'allow the authorization code grant for the client',
    about: [clientId],
  },
  {
    pattern: /invalid_scope|AADSTS70011|AADSTS650053/i,
    meaning: () => 'the client does not have one of the scopes',
    fix: 'remove the scope, or allow it for the client',
    about: [scope, authorizeParams],
  },
  {
    pattern: /unsupported_response_type/i,
    meaning: () => 'it does not support this response type',
    fix: 'use the strategy for this provider',
    about: [strategyClass],
  },
  {
    pattern: /code_challenge|\bpkce\b/i,
    meaning: () => 'it requires PKCE, or does not support it',
    fix: 'set pkce: true, or remove it',
    about: [pkce],
  },
]

/** Judges the start of a sign-in. The expected result is a page that asks for a username or a password. */
export function judgeStart(
  start: SignInStart,
  { callbackUrl, protocol }: { callbackUrl: string; protocol: ProviderFacts['protocol'] },
): Remark {
  const error = errorOf(start)
  if (error === undefined) return judgeWithoutError(start, protocol)
  const known = knownErrors.find(({ pattern }) => pattern.test(error.words))
  const what = error.shown === '' ? '' : ` (${error.shown})`
  if (known === undefined) {
    const message = `the provider refuses the sign-in${what || `: it answers ${error.status}`}`
    return { level: 'problem', message, fix: "compare the block with the provider's documentation", about: address }
  }
  const message = `the provider refuses the sign-in: ${known.meaning({ callbackUrl })}${what}`
  return { level: 'problem', message, fix: known.fix, about: known.about ?? [] }
}

/** The error in an answer: in the redirect, in the address of an error page, or in the page. */
function errorOf(start: SignInStart): { words: string; shown: string; status?: number } | undefined {
  const params = start.at === 'application' ? start.params : new URL(start.url).searchParams
  const named = [params.get('error'), params.get('error_description')]
  const shown = providerText(named)
  if (named[0] !== null) return { words: shown, shown }
  if (start.at !== 'page') {
    const isError = start.at === 'elsewhere' && /\/error\b|[?&]authError=/.test(start.url)
    return isError ? { words: decodedWords(start.url), shown: '' } : undefined
  }
  const { status, text } = start.answer
  // The scripts of a sign-in page may contain any word. In a page with a status of success, only these words are
  // errors.
  const certain = /AADSTS\d+|redirect_(?:uri_)?mismatch/.exec(text)?.[0]
  if (status >= 400) return { words: text, shown: certain ?? '', status }
  return certain === undefined ? undefined : { words: certain, shown: certain, status }
}

/** Google puts the error into the address of its error page, in Base64. */
function decodedWords(url: string): string {
  const encoded = new URL(url).searchParams.get('authError') ?? ''
  return `${url} ${Buffer.from(encoded, 'base64').toString('utf8')}`
}

function judgeWithoutError(start: SignInStart, protocol: ProviderFacts['protocol']): Remark {
  if (start.at === 'elsewhere')
    return { level: 'ok', message: `the provider accepts the sign-in and continues at ${new URL(start.url).origin}` }
  if (start.at === 'application') return { level: 'ok', message: 'the provider answers without a sign-in page' }
  if (start.answer.status >= 300) {
    const message = `the authorize endpoint answers ${start.answer.status} without a valid address`
    return { level: 'problem', message, fix: 'correct its address', about: address }
  }
  const accepted = protocol === 'saml' ? 'accepts the request' : 'accepts client, redirect URI and scope'
  return { level: 'ok', message: `the provider ${accepted}, and shows its sign-in page` }
}

function judgePkce(sent: URL): Remark {
  const isUsed = sent.searchParams.has('code_challenge')
  const message = isUsed
    ? 'PKCE is used, and the provider accepts it'
    : 'PKCE is not used, and the provider does not require it (pkce: true turns it on)'
  return { level: 'ok', check: 'pkce', message, about: [pkce] }
}
