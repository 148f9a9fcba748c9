import type { UserPoolClientType } from '@poolhouse/contract'
import type { AppClient } from '#records/app-clients/app-client'
import type { ActsOnTree } from '../operation.ts'

/** The members that CreateUserPoolClient and UpdateUserPoolClient act on. */
export const clientMembersActedOn = {
  RefreshTokenValidity: true,
  AccessTokenValidity: true,
  IdTokenValidity: true,
  TokenValidityUnits: { AccessToken: true, IdToken: true, RefreshToken: true },
  ReadAttributes: true,
  WriteAttributes: true,
  ExplicitAuthFlows: [
    'ALLOW_ADMIN_USER_PASSWORD_AUTH',
    'ALLOW_USER_PASSWORD_AUTH',
    'ALLOW_USER_SRP_AUTH',
    'ALLOW_REFRESH_TOKEN_AUTH',
    'ADMIN_NO_SRP_AUTH',
    'USER_PASSWORD_AUTH',
  ],
  SupportedIdentityProviders: ['COGNITO'],
  CallbackURLs: true,
  LogoutURLs: true,
  DefaultRedirectURI: true,
  AllowedOAuthFlows: ['code'],
  AllowedOAuthScopes: ['openid', 'email', 'profile', 'phone', 'aws.cognito.signin.user.admin'],
  AllowedOAuthFlowsUserPoolClient: true,
  PreventUserExistenceErrors: true,
  EnableTokenRevocation: [true],
  EnablePropagateAdditionalUserContextData: [false],
  AuthSessionValidity: true,
} as const satisfies ActsOnTree

/** An app client in the API's form. */
export function appClientShape(client: AppClient, secret: string | undefined): UserPoolClientType {
  return {
    UserPoolId: client.userPoolId,
    ClientName: client.name,
    ClientId: client.id,
    ClientSecret: secret,
    ...client.settings,
    CreationDate: client.createdAt,
    LastModifiedDate: client.updatedAt,
    ClientType: 'REGULAR',
  }
}
