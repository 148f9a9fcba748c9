import { CognitoException } from './exception.ts'

/** SignUp, in a user pool where users choose a username. */
export const userAlreadyExists = (): CognitoException =>
  new CognitoException('UsernameExistsException', 'User already exists', { reason: 'user-already-exists' })

/** SignUp, in a user pool where the email is the username. */
export const emailAlreadyExists = (): CognitoException =>
  new CognitoException('UsernameExistsException', 'An account with the given email already exists.', {
    reason: 'email-already-exists',
  })

/** SignUp, in a user pool where the phone number is the username. */
export const phoneNumberAlreadyExists = (): CognitoException =>
  new CognitoException('UsernameExistsException', 'An account with the given phone_number already exists.', {
    reason: 'phone-number-already-exists',
  })

/** AdminCreateUser. */
export const accountAlreadyExists = (): CognitoException =>
  new CognitoException('UsernameExistsException', 'User account already exists', { reason: 'account-already-exists' })

/** Another user already has the alias, and it is verified. */
export const aliasExists = (attribute: 'email' | 'phone_number' | 'preferred_username'): CognitoException =>
  new CognitoException('AliasExistsException', `An account with the ${attribute} already exists.`, {
    reason: 'alias-exists',
    params: { attribute },
  })

export const signUpNotPermitted = (): CognitoException =>
  new CognitoException('NotAuthorizedException', 'SignUp is not permitted for this user pool', {
    reason: 'sign-up-not-permitted',
  })

/** SignUp, in a user pool where `preferred_username` is an alias. Only a confirmed user can claim an alias. */
export const preferredUsernameNotAllowedAtSignUp = (): CognitoException =>
  new CognitoException(
    'InvalidParameterException',
    'preferred_username cannot be set at sign-up where it is an alias: set it once confirmed.',
    { reason: 'preferred-username-not-allowed-at-sign-up' },
  )

/** ConfirmSignUp and AdminConfirmSignUp, for a user with another status than `UNCONFIRMED`. */
export const userCannotBeConfirmed = (status: string): CognitoException =>
  new CognitoException('NotAuthorizedException', `User cannot be confirmed. Current status is ${status}`, {
    reason: 'user-cannot-be-confirmed',
    params: { status },
  })

/** ResendConfirmationCode. */
export const userAlreadyConfirmed = (): CognitoException =>
  new CognitoException('InvalidParameterException', 'User is already confirmed.', { reason: 'user-already-confirmed' })

/** AdminCreateUser with `RESEND`. */
export const invitationCannotBeResent = (username: string): CognitoException =>
  new CognitoException(
    'UnsupportedUserStateException',
    `Resend not possible. ${username} status is not FORCE_CHANGE_PASSWORD`,
    { reason: 'invitation-cannot-be-resent', params: { username } },
  )

export const usernameShouldBeEmail = (): CognitoException =>
  new CognitoException('InvalidParameterException', 'Username should be an email.', {
    reason: 'username-should-be-email',
  })

export const usernameShouldBePhoneNumber = (): CognitoException =>
  new CognitoException('InvalidParameterException', 'Username should be a phone number.', {
    reason: 'username-should-be-phone-number',
  })

export const usernameShouldBeEmailOrPhoneNumber = (): CognitoException =>
  new CognitoException('InvalidParameterException', 'Username should be either an email or a phone number.', {
    reason: 'username-should-be-email-or-phone-number',
  })

export const usernameCannotBeEmail = (): CognitoException =>
  new CognitoException(
    'InvalidParameterException',
    'Username cannot be of email format, since user pool is configured for email alias.',
    { reason: 'username-cannot-be-email' },
  )

export const usernameCannotBePhoneNumber = (): CognitoException =>
  new CognitoException(
    'InvalidParameterException',
    'Username cannot be of phone number format, since user pool is configured for phone number alias.',
    { reason: 'username-cannot-be-phone-number' },
  )

export const usernameHasForbiddenCharacters = (): CognitoException =>
  new CognitoException('InvalidParameterException', 'Username has characters that no username may have.', {
    reason: 'username-has-forbidden-characters',
  })

/** The attribute is the username in this user pool, but the request gives two different values. */
export const usernameDiffersFromAttribute = (attribute: 'email' | 'phone_number'): CognitoException =>
  new CognitoException(
    'InvalidParameterException',
    `Username and the attribute ${attribute} must be the same in this user pool.`,
    { reason: 'username-differs-from-attribute', params: { attribute } },
  )
