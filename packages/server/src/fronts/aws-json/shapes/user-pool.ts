import type { UserPoolDescriptionType, UserPoolType } from '@poolhouse/contract'
import type { Domain } from '#records/domains/domains'
import { type IssuerSettings, userPoolArn } from '#records/user-pools/issuer'
import type { UserPool } from '#records/user-pools/user-pool'
import type { ActsOnTree } from '../operation.ts'

/** The members that CreateUserPool and UpdateUserPool act on. */
export const poolMembersActedOn = {
  Policies: {
    PasswordPolicy: {
      MinimumLength: true,
      RequireUppercase: true,
      RequireLowercase: true,
      RequireNumbers: true,
      RequireSymbols: true,
      TemporaryPasswordValidityDays: true,
    },
  },
  DeletionProtection: true,
  LambdaConfig: { PostConfirmation: true },
  AutoVerifiedAttributes: ['email'],
  EmailVerificationMessage: true,
  EmailVerificationSubject: true,
  VerificationMessageTemplate: {
    EmailMessage: true,
    EmailSubject: true,
    DefaultEmailOption: ['CONFIRM_WITH_CODE'],
  },
  UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: [] },
  MfaConfiguration: ['OFF'],
  EmailConfiguration: { EmailSendingAccount: ['COGNITO_DEFAULT'] },
  UserPoolTags: true,
  AdminCreateUserConfig: {
    AllowAdminCreateUserOnly: true,
    InviteMessageTemplate: { EmailMessage: true, EmailSubject: true },
  },
  AccountRecoverySetting: { RecoveryMechanisms: { Priority: true, Name: ['verified_email', 'admin_only'] } },
  UserPoolTier: ['ESSENTIALS'],
} as const satisfies ActsOnTree

/** The members that CreateUserPool acts on: those that an update may change, and those that never change. */
export const newPoolMembersActedOn = {
  ...poolMembersActedOn,
  AliasAttributes: ['email', 'preferred_username'],
  UsernameAttributes: ['email'],
  UsernameConfiguration: { CaseSensitive: true },
  Schema: {
    Name: true,
    AttributeDataType: true,
    DeveloperOnlyAttribute: [false],
    Mutable: true,
    Required: true,
    NumberAttributeConstraints: { MinValue: true, MaxValue: true },
    StringAttributeConstraints: { MinLength: true, MaxLength: true },
  },
} as const satisfies ActsOnTree

/** A user pool in the API's form. */
export function userPoolShape(
  settings: IssuerSettings,
  { pool, domain, users }: { pool: UserPool; domain?: Domain | undefined; users: number },
): UserPoolType {
  return {
    Id: pool.id,
    Name: pool.name,
    ...pool.settings,
    CreationDate: pool.createdAt,
    LastModifiedDate: pool.updatedAt,
    EstimatedNumberOfUsers: users,
    Arn: userPoolArn(settings, pool.id),
    Domain: domain?.domain,
  }
}

/** A user pool in the API's form for lists. */
export const userPoolDescription = (pool: UserPool): UserPoolDescriptionType => ({
  Id: pool.id,
  Name: pool.name,
  LambdaConfig: pool.settings.LambdaConfig,
  CreationDate: pool.createdAt,
  LastModifiedDate: pool.updatedAt,
})
