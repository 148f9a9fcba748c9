import { frameFor } from '@poolhouse/pages'
import { describe, expect, it } from 'vitest'
import {
  attributeNotConforming,
  attributeNotMutable,
  attributeRequired,
  attributeUnknown,
  invalidEmailFormat,
  invalidPhoneNumberFormat,
  unauthorizedAttributeWrite,
} from '#foundation/exceptions/attributes'
import { attemptLimitExceeded, cannotResendCodes, codeMismatch, expiredCode } from '#foundation/exceptions/codes'
import { noRecoveryAddress, passwordCannotBeReset, passwordNotConforming } from '#foundation/exceptions/passwords'
import type { PasswordRule } from '#foundation/exceptions/reasons'
import {
  aliasExists,
  signUpNotPermitted,
  userAlreadyConfirmed,
  userAlreadyExists,
  usernameCannotBeEmail,
  usernameCannotBePhoneNumber,
  usernameHasForbiddenCharacters,
  usernameShouldBeEmail,
  usernameShouldBeEmailOrPhoneNumber,
  usernameShouldBePhoneNumber,
} from '#foundation/exceptions/registration'
import { internalError, tooManyRequests, validationErrors } from '#foundation/exceptions/requests'
import {
  attributeMissing,
  incorrectUsernameOrPassword,
  invalidSession,
  missingParameter,
  passwordAttemptsExceeded,
  sessionExpired,
  sessionUsed,
  temporaryPasswordExpired,
  userDisabled,
  userDoesNotExist,
  userNotConfirmed,
} from '#foundation/exceptions/sign-in'
import { invalidAccessToken } from '#foundation/exceptions/tokens'
import { triggerInvocationFailed, triggerRefused, unrecognizableLambdaOutput } from '#foundation/exceptions/triggers'
import { isOfTrigger, refusalOnPage } from './refusals.ts'

const shown = ['username', 'password', 'code', 'email', 'phone_number', 'birthdate']

const wording = { texts: frameFor('en').texts, signInWith: ['email'] } as const
const refusalOf = (thrown: unknown, fields: readonly string[]) => refusalOnPage(wording, { thrown, shown: fields })

const again = 'Your sign-in expired. Sign in again.'
const number = 'Enter a phone number such as +15551234567.'
const otherName = 'Choose a username that isn’t an email address or a phone number.'
const malformed = 'This value doesn’t have the right form.'
const general = 'Something isn’t right. Check what you entered.'

describe('the errors that a page shows for an exception', () => {
  it.each([
    [incorrectUsernameOrPassword(), 'Incorrect email address or password.'],
    [passwordAttemptsExceeded(30), 'Too many failed attempts. Try again in 30 seconds.'],
    [passwordAttemptsExceeded(90), 'Too many failed attempts. Try again in 2 minutes.'],
    [userDisabled(), 'This account is disabled. Contact your administrator.'],
    [temporaryPasswordExpired(), 'Your temporary password has expired. Ask your administrator for a new one.'],
    [
      passwordCannotBeReset(),
      'You still have a temporary password. Sign in with it, or ask your administrator for a new one.',
    ],
    [signUpNotPermitted(), 'You can’t create an account here. Ask your administrator for one.'],
    [unauthorizedAttributeWrite(), 'This app isn’t allowed to save one of these fields. Contact its administrator.'],
    [invalidSession(), again],
    [sessionExpired(), again],
    [sessionUsed(), again],
    [noRecoveryAddress(), 'This account has no verified address to send a code to. Contact your administrator.'],
    [userAlreadyConfirmed(), 'This account is already confirmed. Sign in.'],
    [cannotResendCodes(), 'No codes are sent here. Contact your administrator.'],
    [aliasExists('email'), 'Another account already uses this address.'],
    [attemptLimitExceeded(), 'Too many attempts. Try again later.'],
    [tooManyRequests(), 'Too many attempts. Try again later.'],
    [triggerRefused('PreSignUp', 'secret'), 'This app doesn’t let you continue.'],
    [invalidAccessToken(), 'You can’t do this with this account.'],
    [attributeNotMutable('email'), general],
    [missingParameter('email'), general],
    [validationErrors(['Username should be an email.']), general],
  ])('%s: shown above the form', (thrown, error) => {
    expect(refusalOf(thrown, shown)).toEqual({ error })
  })

  it.each([
    [usernameShouldBeEmail(), 'username', 'Enter a valid email address.'],
    [usernameShouldBePhoneNumber(), 'username', number],
    [
      usernameShouldBeEmailOrPhoneNumber(),
      'username',
      'Enter a valid email address, or a phone number such as +15551234567.',
    ],
    [usernameCannotBeEmail(), 'username', otherName],
    [usernameCannotBePhoneNumber(), 'username', otherName],
    [usernameHasForbiddenCharacters(), 'username', 'A username can’t contain spaces.'],
    [userDoesNotExist(), 'username', 'There is no account with this email address.'],
    [invalidEmailFormat(), 'email', 'Enter a valid email address.'],
    [invalidPhoneNumberFormat(), 'phone_number', number],
    [attributeRequired('birthdate'), 'birthdate', 'Enter your date of birth.'],
    [attributeMissing('birthdate'), 'birthdate', 'Enter your date of birth.'],
    [attributeNotConforming('birthdate', { rule: 'too-short', limit: '10' }), 'birthdate', malformed],
    [attributeUnknown('birthdate'), 'birthdate', malformed],
    [codeMismatch(), 'code', 'This code isn’t correct. Check it and try again.'],
    [expiredCode(), 'code', 'This code is no longer valid. Get a new one.'],
  ])('%s: shown at its field', (thrown, field, text) => {
    expect(refusalOf(thrown, shown)).toEqual({ fieldErrors: { [field]: text } })
    expect(refusalOf(thrown, [])).toEqual({ error: text })
  })

  it('offers the sign-in page if the account exists already', () => {
    expect(refusalOf(userAlreadyExists(), shown)).toEqual({
      error: 'An account with this username already exists.',
      offersSignIn: true,
    })
  })

  it.each<[PasswordRule, string]>([
    ['too-short', 'This password is too short.'],
    ['too-long', 'This password is too long.'],
    ['no-uppercase', 'This password needs an upper-case letter.'],
    ['no-lowercase', 'This password needs a lower-case letter.'],
    ['no-number', 'This password needs a number.'],
    ['no-symbol', 'This password needs a symbol.'],
  ])('a password that is %s', (rule, text) => {
    expect(refusalOf(passwordNotConforming(rule), shown)).toEqual({ fieldErrors: { password: text } })
  })

  it('shows an error of the address at the username if the address is the username', () => {
    expect(refusalOf(invalidEmailFormat(), ['username'])).toEqual({
      fieldErrors: { username: 'Enter a valid email address.' },
    })
    expect(refusalOf(attributeRequired('birthdate'), ['username'])).toEqual({ error: 'Enter your date of birth.' })
  })

  it.each([
    [internalError()],
    [userNotConfirmed()],
    [triggerInvocationFailed('PreSignUp', { code: 'x' })],
    [new Error('x')],
  ])('shows nothing for %s', (thrown) => {
    expect(refusalOf(thrown, shown)).toBeUndefined()
  })
})

describe('isOfTrigger', () => {
  it.each([
    [triggerRefused('PostConfirmation', 'x'), true],
    [triggerInvocationFailed('PostConfirmation', { code: 'x' }), true],
    [unrecognizableLambdaOutput(), true],
    [codeMismatch(), false],
    [new Error('x'), false],
  ])('%s: %s', (thrown, expected) => {
    expect(isOfTrigger(thrown)).toBe(expected)
  })
})
