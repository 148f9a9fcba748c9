import type { Findings } from '#core/options-reader'
import type { ProviderConfig } from '#core/provider-config'
import type { Strategy } from '#core/strategy'
import { amazon } from '#strategies/amazon'
import { apple, readAppleOptions } from '#strategies/apple'
import { cognito } from '#strategies/cognito'
import { readCognitoOptions } from '#strategies/cognito-options'
import { developer, readDeveloperOptions } from '#strategies/developer'
import { facebook } from '#strategies/facebook'
import { github } from '#strategies/github'
import { gitlab } from '#strategies/gitlab'
import { google, readGoogleOptions } from '#strategies/google'
import { microsoft, readMicrosoftOptions } from '#strategies/microsoft'
import { readOauth2GenericOptions } from '#strategies/oauth2/options'
import { oauth2Kind } from '#strategies/oauth2/provider'
import { oauth2Generic } from '#strategies/oauth2-generic'
import { openidConnect } from '#strategies/openid-connect'
import { readOpenIdConnectOptions } from '#strategies/openid-connect-options'
import { saml } from '#strategies/saml'
import { readSamlOptions } from '#strategies/saml/options'

/** A strategy that a configuration can name. */
export interface StrategyKind {
  /** Values of `args.strategy_class`: our name first, then Ruby's. */
  readonly classes: readonly string[]
  /** Provider names that mean this strategy when there is no `strategy_class`. */
  readonly names: readonly string[]
  /** The optional npm package that the strategy needs. */
  readonly needs?: string
  /** Reads the options. Problems go to `findings`. */
  read(config: ProviderConfig, findings: Findings): unknown
  /** Builds the strategy from a configuration without problems. */
  build(config: ProviderConfig): Strategy
}

/** All strategies that a configuration can name. */
export const strategyKinds: readonly StrategyKind[] = [
  {
    classes: ['oauth2-generic', 'OmniAuth::Strategies::OAuth2Generic'],
    names: ['oauth2_generic'],
    read: readOauth2GenericOptions,
    build: oauth2Generic,
  },
  { classes: ['github', 'OmniAuth::Strategies::GitHub'], names: ['github'], ...oauth2Kind(github) },
  { classes: ['gitlab', 'OmniAuth::Strategies::GitLab'], names: ['gitlab'], ...oauth2Kind(gitlab) },
  { classes: ['facebook', 'OmniAuth::Strategies::Facebook'], names: ['facebook'], ...oauth2Kind(facebook) },
  { classes: ['amazon', 'OmniAuth::Strategies::Amazon'], names: ['amazon'], ...oauth2Kind(amazon) },
  {
    classes: ['developer', 'OmniAuth::Strategies::Developer'],
    names: ['developer'],
    read: readDeveloperOptions,
    build: developer,
  },
  { classes: ['cognito'], names: ['cognito'], read: readCognitoOptions, build: cognito },
  {
    classes: ['openid-connect', 'OmniAuth::Strategies::OpenIDConnect'],
    names: ['openid_connect'],
    read: readOpenIdConnectOptions,
    build: openidConnect,
  },
  {
    classes: ['google', 'OmniAuth::Strategies::GoogleOauth2'],
    names: ['google', 'google_oauth2'],
    read: readGoogleOptions,
    build: google,
  },
  {
    classes: ['microsoft', 'OmniAuth::Strategies::AzureActivedirectoryV2'],
    names: ['microsoft', 'azure_activedirectory_v2'],
    read: readMicrosoftOptions,
    build: microsoft,
  },
  { classes: ['apple', 'OmniAuth::Strategies::Apple'], names: ['apple'], read: readAppleOptions, build: apple },
  {
    classes: ['saml', 'OmniAuth::Strategies::SAML'],
    names: ['saml'],
    needs: '@node-saml/node-saml',
    read: readSamlOptions,
    build: saml,
  },
]
