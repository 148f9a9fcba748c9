export {
  type Account,
  type AccountChanges,
  type AccountState,
  type AccountToCreate,
  foldAscii,
  type Identity,
  type StoredIdentity,
  type SyncedMetadata,
} from './accounts/account.ts'
export { accountProblems, profileTextProblems, uidProblems } from './accounts/account-rules.ts'
export type {
  AccountDecision,
  AccountFacts,
  AccountSettings,
  DirectoryFacts,
  ExistingAccount,
  NewAccount,
  RefusalReason,
} from './accounts/decision.ts'
export type { Directory, DirectoryPerson } from './accounts/directory.ts'
export { decideAccount } from './accounts/policy.ts'
export { emailClaim, identityOf, type Profile, profileOf } from './accounts/profile.ts'
export { lockedAttributes, profileChanges, type SyncSettings } from './accounts/profile-sync.ts'
export { isLdapProvider, isSamlProvider } from './accounts/provider-kind.ts'
export { withRedirectFragment } from './accounts/redirect-fragment.ts'
export { isReservedUsername } from './accounts/reserved-usernames.ts'
export {
  accountForSignIn,
  type CompletedSignIn,
  completeSignIn,
  type SignInAnswer,
  type SignInRequest,
  type SignInServices,
} from './accounts/sign-in.ts'
export type {
  AccountPage,
  AccountQuery,
  AccountStore,
  CreateAnswer,
  LinkAnswer,
  Taken,
  UpdateAnswer,
} from './accounts/store.ts'
export {
  accountTexts,
  failureText,
  pendingApprovalText,
  type RefusalSubject,
  refusalText,
  signInFailedTexts,
} from './accounts/texts.ts'
export { mayBypassTwoFactor, rememberMe } from './accounts/two-factor.ts'
export { type UsernameOptions, usernameCandidates, usernameFrom } from './accounts/username.ts'
export {
  defaultSettings,
  type OmniauthSettings,
  readOmniauthSettings,
  type SyncedAttribute,
} from './config/settings.ts'
export {
  type AuthCredentials,
  type AuthExtra,
  type AuthHash,
  type AuthInfo,
  infoText,
  isValidAuthHash,
  type JsonObject,
  type JsonValue,
  nameOf,
  plainAuthHash,
} from './core/auth-hash.ts'
export { ConfigurationError, type ConfigurationProblem } from './core/configuration-error.ts'
export { type FailureType, type KnownFailureType, OmniauthError, type OmniauthFailure } from './core/failure.ts'
export type { Log } from './core/log.ts'
export type { ProviderConfig, Setup } from './core/provider-config.ts'
export type { ProviderAnswer, ProviderHttp, ProviderRequest } from './core/provider-http.ts'
export { type ProviderSession, providerSessionOf } from './core/provider-session.ts'
export { type SingleUse, singleUseMemory } from './core/single-use.ts'
export type {
  CallbackPhase,
  Kept,
  Mounting,
  OtherAnswer,
  OtherPhase,
  ProviderFacts,
  ProviderSignOut,
  RequestAnswer,
  RequestPhase,
  SignOut,
  Strategy,
  StrategyServices,
  UnsolicitedPhase,
} from './core/strategy.ts'
export { type Omniauth, type OmniauthProvider, omniauth } from './phases/omniauth.ts'
export type { OmniauthHooks, OmniauthOptions, OmniauthSuccess } from './phases/omniauth-options.ts'
export type { TestMode } from './phases/test-mode.ts'
export { type CookieAnswer, type CookieTokens, type CookieTokensOptions, cookieTokens } from './tokens/cookie-tokens.ts'
export type { HeldTokens } from './tokens/held-tokens.ts'
export { type KeptTokens, type KeptTokensOptions, keptTokens } from './tokens/kept-tokens.ts'
export { memoryTokens } from './tokens/stores/memory.ts'
export type { TokenOptions } from './tokens/token-options.ts'
export type { TokenRow, TokenStore } from './tokens/token-store.ts'
