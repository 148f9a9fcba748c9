import type { ProviderConfig } from '#core/provider-config'
import type { Strategy } from '#core/strategy'
import { amazon as amazonProvider } from './amazon.ts'
import { facebook as facebookProvider } from './facebook.ts'
import { github as githubProvider } from './github.ts'
import { gitlab as gitlabProvider } from './gitlab.ts'
import { oauth2Kind } from './oauth2/provider.ts'

/**
 * The strategies without the phases, for a host that keeps state and routing itself. The host calls `requestPhase` and
 * `callbackPhase` of a strategy, and passes the `ProviderHttp` that the strategy uses to call its provider.
 */
export type { AuthCredentials, AuthExtra, AuthHash, AuthInfo } from '#core/auth-hash'
export { ConfigurationError, type ConfigurationProblem } from '#core/configuration-error'
export { type FailureType, OmniauthError } from '#core/failure'
export type { ProviderConfig } from '#core/provider-config'
export {
  type ProviderAnswer,
  type ProviderHttp,
  type ProviderHttpOptions,
  type ProviderRequest,
  providerHttp,
} from '#core/provider-http'
export type {
  CallbackPhase,
  Kept,
  RequestAnswer,
  RequestPhase,
  Strategy,
  StrategyServices,
  UnsolicitedPhase,
} from '#core/strategy'
export { apple } from './apple.ts'
export { cognito } from './cognito.ts'
export { google } from './google.ts'
export { microsoft } from './microsoft.ts'
export { oauth2Generic } from './oauth2-generic.ts'
export { openidConnect } from './openid-connect.ts'
export { saml } from './saml.ts'

/** @throws ConfigurationError that names each option that is wrong. */
type BuildStrategy = (config: ProviderConfig) => Strategy

export const amazon: BuildStrategy = oauth2Kind(amazonProvider).build
export const facebook: BuildStrategy = oauth2Kind(facebookProvider).build
export const github: BuildStrategy = oauth2Kind(githubProvider).build
export const gitlab: BuildStrategy = oauth2Kind(gitlabProvider).build
