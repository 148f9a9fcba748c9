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
export {
  type AccountDecision,
  type AccountFacts,
  type AccountSettings,
  decideAccount,
  type ExistingAccount,
  type NewAccount,
  type RefusalReason,
} from './accounts/policy.ts'
export { identityOf, type Profile, profileOf } from './accounts/profile.ts'
export type {
  AccountPage,
  AccountQuery,
  AccountStore,
  CreateAnswer,
  LinkAnswer,
  Taken,
  UpdateAnswer,
} from './accounts/store.ts'
export { failureText, pendingApprovalText, type RefusalSubject, refusalText } from './accounts/texts.ts'
export { usernameCandidates } from './accounts/username.ts'
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
} from './auth-hash.ts'
export {
  defaultSettings,
  type OmniauthSettings,
  readOmniauthSettings,
  type SyncedAttribute,
} from './config/settings.ts'
export { ConfigurationError, type ConfigurationProblem } from './configuration-error.ts'
export { type FailureType, type KnownFailureType, OmniauthError, type OmniauthFailure } from './failure.ts'
export type { Log } from './log.ts'
export { type Omniauth, type OmniauthProvider, omniauth } from './omniauth.ts'
export type { OmniauthHooks, OmniauthOptions, OmniauthSuccess } from './omniauth-options.ts'
export type { ProviderConfig, Setup } from './provider-config.ts'
export type { ProviderAnswer, ProviderHttp, ProviderRequest } from './provider-http.ts'
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
  Strategy,
  StrategyServices,
} from './strategy.ts'
export type { TestMode } from './test-mode.ts'
