import { CognitoException } from './exception.ts'

/** SignUp, where a username was chosen. */
export const userAlreadyExists = (): CognitoException =>
  new CognitoException('UsernameExistsException', 'User already exists')

/** SignUp, where the email is the username. */
export const emailAlreadyExists = (): CognitoException =>
  new CognitoException('UsernameExistsException', 'An account with the given email already exists.')

/** SignUp, where the phone number is the username. */
export const phoneNumberAlreadyExists = (): CognitoException =>
  new CognitoException('UsernameExistsException', 'An account with the given phone_number already exists.')

/** AdminCreateUser. */
export const accountAlreadyExists = (): CognitoException =>
  new CognitoException('UsernameExistsException', 'User account already exists')

/** Another user holds the alias already, as a verified one. */
export const aliasExists = (attribute: 'email' | 'phone_number' | 'preferred_username'): CognitoException =>
  new CognitoException('AliasExistsException', `An account with the ${attribute} already exists.`)

export const signUpNotPermitted = (): CognitoException =>
  new CognitoException('NotAuthorizedException', 'SignUp is not permitted for this user pool')

/** ConfirmSignUp and AdminConfirmSignUp, where there is nothing to confirm. */
export const userCannotBeConfirmed = (status: string): CognitoException =>
  new CognitoException('NotAuthorizedException', `User cannot be confirmed. Current status is ${status}`)

/** ResendConfirmationCode. */
export const userAlreadyConfirmed = (): CognitoException =>
  new CognitoException('InvalidParameterException', 'User is already confirmed.')

/** AdminCreateUser with `RESEND`. */
export const invitationCannotBeResent = (username: string): CognitoException =>
  new CognitoException(
    'UnsupportedUserStateException',
    `Resend not possible. ${username} status is not FORCE_CHANGE_PASSWORD`,
  )

export const usernameShouldBeEmail = (): CognitoException =>
  new CognitoException('InvalidParameterException', 'Username should be an email.')

export const usernameShouldBePhoneNumber = (): CognitoException =>
  new CognitoException('InvalidParameterException', 'Username should be a phone number.')

export const usernameShouldBeEmailOrPhoneNumber = (): CognitoException =>
  new CognitoException('InvalidParameterException', 'Username should be either an email or a phone number.')

export const usernameCannotBeEmail = (): CognitoException =>
  new CognitoException(
    'InvalidParameterException',
    'Username cannot be of email format, since user pool is configured for email alias.',
  )
