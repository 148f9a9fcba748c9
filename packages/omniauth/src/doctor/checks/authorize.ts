import type { ProviderFacts } from '#core/strategy'
import { providerText } from '#strategies/oauth2/authorization'
import type { Remark } from '../finding.ts'
import { blockKeys, type Patient } from '../patient.ts'
import type { Probe, ProbeAnswer } from '../probe.ts'

/** Where the browser would end up. */
export type SignInStart =
  | { readonly at: 'application'; readonly params: URLSearchParams }
  | { readonly at: 'page'; readonly url: string; readonly answer: ProbeAnswer }
  /** The provider has sent the browser on to another server. */
  | { readonly at: 'elsewhere'; readonly url: string }

/** Begins a sign-in as a browser would, with the very request that the strategy makes, and looks where it leads. */
export async function checkAuthorize({ strategy, services, probe, callbackUrl, facts }: Patient): Promise<Remark[]> {
  const state = 'd'.repeat(48)
  const request = new Request(callbackUrl)
  const begun = await strategy.requestPhase(services, { request, callbackUrl, state })
  if ('page' in begun) {
    const message =
      'the sign-in begins with a page of the application, which posts to the provider: what the provider says to it'
    return [{ level: 'unseen', message }]
  }
  const sent = new URL(begun.location)
  const start = await walk(probe, { location: begun.location, callbackUrl })
  const verdict = judgeStart(start, { callbackUrl, protocol: facts.protocol })
  return verdict.level === 'ok' && facts.protocol !== 'saml' ? [verdict, judgePkce(sent)] : [verdict]
}

const maxSteps = 5

async function walk(
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

interface Symptom {
  readonly sign: RegExp
  /** What it means, after "the provider refuses the sign-in: ". */
  readonly meaning: (of: { callbackUrl: string }) => string
  readonly fix: string
  readonly about: Remark['about']
}

const { name, clientId, site, scope, authorizeParams, authorizeUrl, redirectUrl, strategyClass, pkce } = blockKeys
const address = [blockKeys.ssoServiceUrl, blockKeys.ssoTargetUrl, authorizeUrl, site]

/** How providers say what is wrong: OAuth's own names, those of Cognito and Poolhouse, Google's, and Microsoft's numbers. The first that is found counts. */
const symptoms: readonly Symptom[] = [
  {
    sign: /redirect_?(?:uri_?)?mismatch|AADSTS50011|AADSTS900971|invalid_redirect_uri|redirect[ _-]?uri\b.{0,60}\b(?:mismatch|invalid|not (?:valid|registered|allowed|associated|match))|invalid (?:parameter: )?redirect[ _-]?uri/i,
    meaning: ({ callbackUrl }) => `the redirect URI ${callbackUrl} is not registered for this client`,
    fix: 'register it at the provider to the letter, or correct --url and the name',
    about: [redirectUrl, name],
  },
  {
    sign: /client_not_found|AADSTS700016|invalid_client|(?:unknown|invalid) client|client.{0,30}(?:does not exist|not found|is unknown|is not known)/i,
    meaning: () => 'there is no such client',
    fix: "copy the client id again; site must be the address of the same provider's",
    about: [clientId, site],
  },
  {
    sign: /unauthorized_client/i,
    meaning: () => 'the client may not use the authorization code grant',
    fix: 'allow the authorization code grant for the client',
    about: [clientId],
  },
  {
    sign: /invalid_scope|AADSTS70011|AADSTS650053/i,
    meaning: () => 'a scope is asked for that the client does not have',
    fix: 'take the scope out, or allow it for the client',
    about: [scope, authorizeParams],
  },
  {
    sign: /unsupported_response_type/i,
    meaning: () => 'the response type is not known there',
    fix: 'use the strategy that is made for this provider',
    about: [strategyClass],
  },
  {
    sign: /code_challenge|\bpkce\b/i,
    meaning: () => 'its demands on PKCE are not met',
    fix: 'set pkce: true, or take it out',
    about: [pkce],
  },
]

/** What the start of a sign-in means. A page that asks for a name or a password is what should come. */
export function judgeStart(
  start: SignInStart,
  { callbackUrl, protocol }: { callbackUrl: string; protocol: ProviderFacts['protocol'] },
): Remark {
  const told = toldError(start)
  if (told === undefined) return judgeQuiet(start, protocol)
  const symptom = symptoms.find(({ sign }) => sign.test(told.words))
  const what = told.shown === '' ? '' : ` (${told.shown})`
  if (symptom === undefined) {
    const message = `the provider refuses the sign-in${what || `: it answers ${told.status}`}`
    return { level: 'problem', message, fix: 'compare the block with the provider', about: address }
  }
  const message = `the provider refuses the sign-in: ${symptom.meaning({ callbackUrl })}${what}`
  return { level: 'problem', message, fix: symptom.fix, about: symptom.about ?? [] }
}

/** The error that stands in an answer: in the redirect, in the address of an error page, or in the page. */
function toldError(start: SignInStart): { words: string; shown: string; status?: number } | undefined {
  const params = start.at === 'application' ? start.params : new URL(start.url).searchParams
  const named = [params.get('error'), params.get('error_description')]
  const shown = providerText(named)
  if (named[0] !== null) return { words: shown, shown }
  if (start.at !== 'page') {
    const isError = start.at === 'elsewhere' && /\/error\b|[?&]authError=/.test(start.url)
    return isError ? { words: decodedWords(start.url), shown: '' } : undefined
  }
  const { status, text } = start.answer
  // Sign-in pages carry scripts, with any word in them: of a page that succeeds, only these count.
  const certain = /AADSTS\d+|redirect_(?:uri_)?mismatch/.exec(text)?.[0]
  if (status >= 400) return { words: text, shown: certain ?? '', status }
  return certain === undefined ? undefined : { words: certain, shown: certain, status }
}

/** Google puts what is wrong into the address of its error page, in Base64. */
function decodedWords(url: string): string {
  const encoded = new URL(url).searchParams.get('authError') ?? ''
  return `${url} ${Buffer.from(encoded, 'base64').toString('utf8')}`
}

function judgeQuiet(start: SignInStart, protocol: ProviderFacts['protocol']): Remark {
  if (start.at === 'elsewhere')
    return { level: 'ok', message: `the provider takes the sign-in and goes on at ${new URL(start.url).origin}` }
  if (start.at === 'application') return { level: 'ok', message: 'the provider answers the sign-in at once' }
  if (start.answer.status >= 300) {
    const message = `the authorize endpoint answers ${start.answer.status}, and leads nowhere`
    return { level: 'problem', message, fix: 'correct its address', about: address }
  }
  const accepted = protocol === 'saml' ? 'takes the request' : 'knows client, redirect URI and scope'
  return { level: 'ok', message: `the provider ${accepted}, and shows its sign-in page` }
}

function judgePkce(sent: URL): Remark {
  const isUsed = sent.searchParams.has('code_challenge')
  const message = isUsed
    ? 'it is used, and was not refused'
    : 'it is not used, and not asked for (pkce: true turns it on)'
  return { level: 'ok', check: 'pkce', message, about: [pkce] }
}
