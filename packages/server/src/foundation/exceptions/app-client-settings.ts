import { CognitoException } from './exception.ts'
import type { RedirectUrlRule } from './reasons.ts'

export const defaultRedirectUriNotListed = (): CognitoException =>
  new CognitoException('InvalidParameterException', 'DefaultRedirectURI must be one of CallbackURLs.', {
    reason: 'default-redirect-uri-not-listed',
  })

export const oauthFlowsOrScopesMissing = (): CognitoException =>
  new CognitoException(
    'InvalidParameterException',
    'AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows.',
    { reason: 'oauth-flows-or-scopes-missing' },
  )

/** A callback or logout URL that the server does not redirect to. */
export const redirectUrlNotAllowed = (of: {
  kind: 'callback' | 'logout'
  url: string
  rule: RedirectUrlRule
}): CognitoException =>
  new CognitoException(
    'InvalidParameterException',
    `The ${of.kind} URL ${JSON.stringify(of.url)} ${brokenRule[of.rule](of.url)}.`,
    { reason: 'redirect-url-not-allowed', params: of },
  )

const brokenRule: Readonly<Record<RedirectUrlRule, (url: string) => string>> = {
  'forbidden-character': () => 'has a character that is not allowed in a URL',
  'not-absolute': () => 'is not an absolute URL',
  'has-fragment': () => 'may not have a fragment',
  'has-user-name': () => 'may not have a user name',
  'forbidden-scheme': (url) => `may not have the scheme ${URL.parse(url)?.protocol ?? ''}`,
  'not-https': () => 'must use https, except on a loopback address',
}

export const readAttributesInvalid = (): CognitoException =>
  new CognitoException('InvalidParameterException', 'Invalid read attributes specified while creating a client', {
    reason: 'read-attributes-invalid',
  })

export const writeAttributesInvalid = (): CognitoException =>
  new CognitoException('InvalidParameterException', 'Invalid write attributes specified while creating a client', {
    reason: 'write-attributes-invalid',
  })

export const authFlowsMixed = (): CognitoException =>
  new CognitoException(
    'InvalidParameterException',
    'ExplicitAuthFlows may not mix values with and without the prefix ALLOW_.',
    { reason: 'auth-flows-mixed' },
  )

export const accessTokenLifetimeOutOfRange = (): CognitoException =>
  new CognitoException('InvalidParameterException', 'ID and access tokens live from 5 minutes to 1 day.', {
    reason: 'access-token-lifetime-out-of-range',
  })

export const refreshTokenLifetimeOutOfRange = (): CognitoException =>
  new CognitoException('InvalidParameterException', 'Refresh tokens live from 60 minutes to 3650 days.', {
    reason: 'refresh-token-lifetime-out-of-range',
  })

/** The refresh token's lifetime is shorter than that of the ID and access tokens. */
export const refreshTokenLifetimeTooShort = (): CognitoException =>
  new CognitoException(
    'InvalidParameterException',
    'Refresh tokens must live at least as long as ID and access tokens.',
    { reason: 'refresh-token-lifetime-too-short' },
  )

/** CreateUserPoolClient. */
export const clientSecretGivenAndGenerated = (): CognitoException =>
  new CognitoException('InvalidParameterException', 'GenerateSecret and ClientSecret can not be given together.', {
    reason: 'client-secret-given-and-generated',
  })
