import type { CreateUserPoolRequest, UpdateUserPoolRequest } from '@poolhouse/contract'
import {
  aliasAndUsernameAttributesBothSet,
  preferredUsernameAliasRequired,
} from '#foundation/exceptions/user-pool-settings'
import { schemaOf } from './schema.ts'
import type { UserPool, UserPoolSettings } from './user-pool.ts'

/** The members that Create and Update share. */
type Changeable = Omit<UpdateUserPoolRequest, 'UserPoolId' | 'PoolName'>

const defaultPasswordPolicy = {
  MinimumLength: 8,
  RequireUppercase: true,
  RequireLowercase: true,
  RequireNumbers: true,
  RequireSymbols: true,
  TemporaryPasswordValidityDays: 7,
}

/** The defaults for a request whose policy does not set all members. */
const emptyPasswordPolicy = {
  MinimumLength: 8,
  RequireUppercase: false,
  RequireLowercase: false,
  RequireNumbers: false,
  RequireSymbols: false,
}

/**
 * A new pool's settings: those in the request, and AWS's defaults for the others.
 * @throws InvalidParameterException when the settings contradict each other
 */
export function createdSettings({ Schema, ...asked }: Omit<CreateUserPoolRequest, 'PoolName'>): UserPoolSettings {
  if (asked.AliasAttributes?.length && asked.UsernameAttributes?.length) {
    throw aliasAndUsernameAttributesBothSet()
  }
  const SchemaAttributes = schemaOf(Schema)
  const required = SchemaAttributes.filter((attribute) => attribute.Required).map((attribute) => attribute.Name)
  if (asked.AliasAttributes?.includes('preferred_username') && required.includes('preferred_username')) {
    throw preferredUsernameAliasRequired()
  }
  return {
    ...withDefaults(asked),
    SchemaAttributes,
    UsernameConfiguration: asked.UsernameConfiguration ?? { CaseSensitive: true },
  }
}

/**
 * A pool's settings after an update. A setting that is not in the request gets its default. Fixed settings stay the
 * same.
 */
export function updatedSettings({ settings }: UserPool, asked: Changeable): UserPoolSettings {
  const { SchemaAttributes, AliasAttributes, UsernameAttributes, UsernameConfiguration } = settings
  return { ...withDefaults(asked), SchemaAttributes, AliasAttributes, UsernameAttributes, UsernameConfiguration }
}

function withDefaults<Asked extends Changeable>(asked: Asked): Asked & UserPoolSettings {
  const policy = asked.Policies?.PasswordPolicy
  return {
    ...asked,
    Policies: {
      ...asked.Policies,
      PasswordPolicy: policy
        ? {
            ...emptyPasswordPolicy,
            ...policy,
            TemporaryPasswordValidityDays: policy.TemporaryPasswordValidityDays || 7,
          }
        : defaultPasswordPolicy,
    },
    DeletionProtection: asked.DeletionProtection ?? 'INACTIVE',
    LambdaConfig: asked.LambdaConfig ?? {},
    VerificationMessageTemplate: { DefaultEmailOption: 'CONFIRM_WITH_CODE', ...asked.VerificationMessageTemplate },
    MfaConfiguration: asked.MfaConfiguration ?? 'OFF',
    EmailConfiguration: { EmailSendingAccount: 'COGNITO_DEFAULT', ...asked.EmailConfiguration },
    UserPoolTags: asked.UserPoolTags ?? {},
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: false, ...asked.AdminCreateUserConfig },
    UserPoolTier: asked.UserPoolTier ?? 'ESSENTIALS',
  }
}
