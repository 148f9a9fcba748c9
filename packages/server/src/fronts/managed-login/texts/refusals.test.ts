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
import { isOfTrigger, toldOf } from './refusals.ts'

const shown = ['username', 'password', 'code', 'email', 'phone_number', 'birthdate']

const again = 'That took too long, or was done already. Sign in again.'
const number = 'Write the number like +15551234567.'
const otherName = 'Choose a name that isn’t an address or a number.'
const malformed = 'This isn’t of the right form.'
const general = 'Something here isn’t right. Check what you entered.'

describe('what a page says about a refusal', () => {
  it.each([
    [incorrectUsernameOrPassword(), 'That name or password isn’t right.'],
    [passwordAttemptsExceeded(), 'Too many wrong passwords. Wait a while, then try again.'],
    [userDisabled(), 'This account is switched off. Ask whoever runs this application.'],
    [temporaryPasswordExpired(), 'Your temporary password is too old. Ask whoever gave it to you for a new one.'],
    [passwordCannotBeReset(), 'You still have a temporary password. Sign in with it, or ask for a new one.'],
    [signUpNotPermitted(), 'You can’t create an account here yourself. Ask whoever runs this application.'],
    [unauthorizedAttributeWrite(), 'This application may not save all of that. Ask whoever runs it.'],
    [invalidSession(), again],
    [sessionExpired(), again],
    [sessionUsed(), again],
    [noRecoveryAddress(), 'This account has no address that we could send a code to.'],
    [userAlreadyConfirmed(), 'This account is confirmed already. Sign in.'],
    [cannotResendCodes(), 'No codes are sent here. Ask whoever runs this application.'],
    [aliasExists('email'), 'Another account has this address already.'],
    [attemptLimitExceeded(), 'Too many tries. Wait a while, then try again.'],
    [tooManyRequests(), 'Too many tries. Wait a while, then try again.'],
    [triggerRefused('PreSignUp', 'secret'), 'This application doesn’t let you go on.'],
    [invalidAccessToken(), 'That isn’t possible with this account.'],
    [attributeNotMutable('email'), general],
    [missingParameter('email'), general],
    [validationErrors(['Username should be an email.']), general],
  ])('%s: above the form', (thrown, error) => {
    expect(toldOf(thrown, shown)).toEqual({ error })
  })

  it.each([
    [usernameShouldBeEmail(), 'username', 'This isn’t an email address.'],
    [usernameShouldBePhoneNumber(), 'username', number],
    [
      usernameShouldBeEmailOrPhoneNumber(),
      'username',
      'This is neither an email address nor a number like +15551234567.',
    ],
    [usernameCannotBeEmail(), 'username', otherName],
    [usernameCannotBePhoneNumber(), 'username', otherName],
    [usernameHasForbiddenCharacters(), 'username', 'A name may have no spaces in it.'],
    [userDoesNotExist(), 'username', 'There’s no account of that name.'],
    [userAlreadyExists(), 'username', 'There is an account of that name already. Is it yours? Then sign in.'],
    [invalidEmailFormat(), 'email', 'This isn’t an email address.'],
    [invalidPhoneNumberFormat(), 'phone_number', number],
    [attributeRequired('birthdate'), 'birthdate', 'This is needed.'],
    [attributeMissing('birthdate'), 'birthdate', 'This is needed.'],
    [attributeNotConforming('birthdate', { rule: 'too-short', limit: '10' }), 'birthdate', malformed],
    [attributeUnknown('birthdate'), 'birthdate', malformed],
    [codeMismatch(), 'code', 'That code isn’t right. Check it and try again.'],
    [expiredCode(), 'code', 'That code doesn’t work any more. Ask for a new one.'],
  ])('%s: at its field', (thrown, field, text) => {
    expect(toldOf(thrown, shown)).toEqual({ fieldErrors: { [field]: text } })
    expect(toldOf(thrown, [])).toEqual({ error: text })
  })

  it.each<[PasswordRule, string]>([
    ['too-short', 'This password is too short.'],
    ['too-long', 'This password is too long.'],
    ['no-uppercase', 'This password needs an upper-case letter.'],
    ['no-lowercase', 'This password needs a lower-case letter.'],
    ['no-number', 'This password needs a number.'],
    ['no-symbol', 'This password needs a symbol.'],
  ])('a password that is %s', (rule, text) => {
    expect(toldOf(passwordNotConforming(rule), shown)).toEqual({ fieldErrors: { password: text } })
  })

  it('is at the name where the address is the name', () => {
    expect(toldOf(invalidEmailFormat(), ['username'])).toEqual({
      fieldErrors: { username: 'This isn’t an email address.' },
    })
    expect(toldOf(attributeRequired('birthdate'), ['username'])).toEqual({ error: 'This is needed.' })
  })

  it.each([
    [internalError()],
    [userNotConfirmed()],
    [triggerInvocationFailed('PreSignUp', { code: 'x' })],
    [new Error('x')],
  ])('is nothing for %s', (thrown) => {
    expect(toldOf(thrown, shown)).toBeUndefined()
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
