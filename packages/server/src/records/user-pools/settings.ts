import type { CreateUserPoolRequest, UpdateUserPoolRequest } from '@poolhouse/contract'
import { invalidParameter } from '#foundation/exceptions/requests'
import { schemaOf } from './schema.ts'
import type { UserPoolSettings } from './user-pool.ts'

/** What Create and Update share; Update replaces all of it. */
type Changeable = Omit<UpdateUserPoolRequest, 'UserPoolId' | 'PoolName'>

const defaultPasswordPolicy = {
  MinimumLength: 8,
  RequireUppercase: true,
  RequireLowercase: true,
  RequireNumbers: true,
  RequireSymbols: true,
  TemporaryPasswordValidityDays: 7,
}

/** A new pool's settings with AWS's defaults. @throws InvalidParameterException when they contradict each other */
export function createdSettings(request: CreateUserPoolRequest): UserPoolSettings {
  if (request.AliasAttributes?.length && request.UsernameAttributes?.length) {
    throw invalidParameter('Only one of the aliasAttributes or usernameAttributes can be set in a user pool.')
  }
  const SchemaAttributes = schemaOf(request.Schema)
  const required = SchemaAttributes.filter((attribute) => attribute.Required).map((attribute) => attribute.Name)
  if (request.AliasAttributes?.includes('preferred_username') && required.includes('preferred_username')) {
    throw invalidParameter('preferred_username can not be both an alias and a required attribute.')
  }
  return {
    ...changeableSettings(request),
    SchemaAttributes,
    AliasAttributes: request.AliasAttributes,
    UsernameAttributes: request.UsernameAttributes,
    UsernameConfiguration: request.UsernameConfiguration ?? { CaseSensitive: true },
  }
}

/** A pool's settings after an update: what the request leaves out goes back to its default, what is fixed for ever stays. */
export function updatedSettings(present: UserPoolSettings, request: UpdateUserPoolRequest): UserPoolSettings {
  const { SchemaAttributes, AliasAttributes, UsernameAttributes, UsernameConfiguration } = present
  return {
    ...changeableSettings(request),
    SchemaAttributes,
    AliasAttributes,
    UsernameAttributes,
    UsernameConfiguration,
  }
}

function changeableSettings(request: Changeable): UserPoolSettings {
  const policy = request.Policies?.PasswordPolicy
  return {
    Policies: {
      PasswordPolicy: policy
        ? {
            MinimumLength: policy.MinimumLength ?? 8,
            RequireUppercase: policy.RequireUppercase ?? false,
            RequireLowercase: policy.RequireLowercase ?? false,
            RequireNumbers: policy.RequireNumbers ?? false,
            RequireSymbols: policy.RequireSymbols ?? false,
            TemporaryPasswordValidityDays: policy.TemporaryPasswordValidityDays || 7,
          }
        : defaultPasswordPolicy,
    },
    DeletionProtection: request.DeletionProtection ?? 'INACTIVE',
    LambdaConfig: request.LambdaConfig ?? {},
    AutoVerifiedAttributes: request.AutoVerifiedAttributes,
    EmailVerificationMessage: request.EmailVerificationMessage,
    EmailVerificationSubject: request.EmailVerificationSubject,
    VerificationMessageTemplate: {
      DefaultEmailOption: 'CONFIRM_WITH_CODE',
      ...request.VerificationMessageTemplate,
    },
    UserAttributeUpdateSettings: request.UserAttributeUpdateSettings,
    MfaConfiguration: request.MfaConfiguration ?? 'OFF',
    EmailConfiguration: { EmailSendingAccount: 'COGNITO_DEFAULT', ...request.EmailConfiguration },
    UserPoolTags: request.UserPoolTags ?? {},
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: false, ...request.AdminCreateUserConfig },
    AccountRecoverySetting: request.AccountRecoverySetting,
    UserPoolTier: request.UserPoolTier ?? 'ESSENTIALS',
  }
}
