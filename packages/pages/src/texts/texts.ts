import type { SignInName } from '#sign-in-name'

/** The attributes that every pool has, and that a form may ask for. A pool's own attributes have their name as the label. */
export type StandardAttribute =
  | 'address'
  | 'birthdate'
  | 'email'
  | 'family_name'
  | 'gender'
  | 'given_name'
  | 'locale'
  | 'middle_name'
  | 'name'
  | 'nickname'
  | 'phone_number'
  | 'picture'
  | 'preferred_username'
  | 'profile'
  | 'website'
  | 'zoneinfo'

/**
 * Every text of the pages and mails in one language. An incomplete language does not compile. A text with a value is a
 * function, so that no value is ever read as a template.
 */
export interface Texts {
  /** A language tag, for the document. @see https://www.rfc-editor.org/rfc/rfc5646 */
  readonly lang: string
  errorTitle(title: string): string
  pageTitle(title: string, clientName: string): string
  readonly continueTo: string
  signInLabel(signInWith: readonly SignInName[]): string
  readonly optional: string
  readonly password: string
  readonly newPassword: string
  readonly show: string
  readonly hide: string
  readonly showPassword: string
  readonly hidePassword: string
  readonly code: string
  readonly rules: {
    readonly heading: string
    minimumLength(length: number): string
    readonly upper: string
    readonly lower: string
    readonly number: string
    readonly symbol: string
  }
  readonly signIn: {
    readonly title: string
    readonly submit: string
    readonly forgotPassword: string
    readonly newHere: string
    readonly signUp: string
  }
  readonly signUp: {
    readonly title: string
    readonly submit: string
    readonly known: string
    readonly signIn: string
  }
  readonly confirmSignUp: { readonly title: string; readonly submit: string }
  readonly codeSentTo: string
  readonly codeSent: string
  readonly noCode: string
  readonly resend: string
  readonly forgotPassword: {
    readonly title: string
    lead(names: readonly SignInName[]): string
    readonly submit: string
  }
  readonly resetPassword: { readonly title: string; readonly submit: string }
  readonly newPasswordRequired: {
    readonly title: string
    readonly lead: string
    readonly submit: string
  }
  readonly notices: {
    readonly confirmed: string
    readonly codeResent: string
    readonly passwordReset: string
    readonly unconfirmed: string
  }
  readonly missing: {
    username(names: readonly SignInName[]): string
    readonly password: string
    readonly code: string
    attribute(label: string): string
  }
  readonly refusals: {
    incorrectPassword(names: readonly SignInName[]): string
    tooManyAttempts(seconds: number): string
    readonly tooManyRequests: string
    readonly disabled: string
    readonly unconfirmed: string
    readonly temporaryPasswordExpired: string
    readonly stillTemporary: string
    readonly resetRequired: string
    readonly signUpClosed: string
    readonly attributeNotAllowed: string
    readonly sessionOver: string
    readonly notAnEmail: string
    readonly notAPhoneNumber: string
    readonly neitherEmailNorPhone: string
    readonly usernameLooksLikeAddress: string
    readonly usernameHasSpaces: string
    readonly malformed: string
    readonly password: {
      readonly 'too-short': string
      readonly 'too-long': string
      readonly 'no-uppercase': string
      readonly 'no-lowercase': string
      readonly 'no-number': string
      readonly 'no-symbol': string
    }
    readonly weakPassword: string
    readonly usedPassword: string
    readonly noRecoveryAddress: string
    readonly alreadyConfirmed: string
    readonly noCodesSent: string
    readonly addressTaken: string
    accountExists(names: readonly SignInName[]): string
    unknownUser(names: readonly SignInName[]): string
    readonly codeNotSent: string
    readonly wrongCode: string
    readonly codeExpired: string
    readonly notAllowed: string
    readonly stoppedByApp: string
    readonly invalid: string
  }
  readonly waiting: {
    readonly title: string
    readonly message: string
    readonly link: string
  }
  readonly pageErrors: {
    readonly client_not_found: string
    readonly invalid_request: string
    readonly redirect_mismatch: string
    readonly unauthorized_client: string
    readonly no_application: string
    readonly form_not_ours: string
    readonly sign_up_closed: string
    readonly not_a_form: string
    readonly form_too_large: string
    readonly method_not_allowed: string
  }
  readonly signingInAs: string
  readonly backToSignIn: string
  readonly error: {
    readonly title: string
    readonly reference: string
    readonly unknown: string
    readonly ours: string
    readonly openAgain: string
  }
  readonly signedOut: { readonly title: string; readonly message: string; readonly signIn: string }
  readonly mails: {
    /** For a reader who did not ask for the mail. */
    readonly ignore: string
    readonly verification: { readonly subject: string; readonly enter: string; readonly validity: string }
    readonly passwordReset: {
      readonly subject: string
      readonly enter: string
      readonly validity: string
      /** Follows `ignore`. */
      readonly unchanged: string
    }
    readonly invitation: {
      readonly subject: string
      /** Before the username. */
      readonly username: string
      /** Before the temporary password. */
      readonly password: string
      readonly next: string
    }
  }
  readonly mailbox: {
    readonly title: string
    readonly lead: string
    readonly empty: string
    readonly refresh: string
    readonly from: string
    readonly to: string
    readonly subject: string
    readonly time: string
    readonly noSubject: string
    readonly back: string
    readonly headers: string
    readonly text: string
    readonly html: string
    readonly nothing: string
  }
  /** Labels of the standard attributes. */
  readonly attributes: Readonly<Record<StandardAttribute, string>>
}
