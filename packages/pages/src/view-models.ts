import type { Branding } from '#branding'
import type { SignInName } from '#sign-in-name'
import type { Texts } from '#texts/texts'

/**
 * What each page of managed login shows. The server fills in a view model, and the page function of the same name
 * (`SignInPage` -> `signInPage`) turns it into a document.
 *
 * Two rules hold for all view models. Every string is text: it is escaped, and is never markup. Every address (`action`,
 * `href`, `links`) comes from the server and begins with `/`, `?`, `#`, `.` or `http(s)://`. Any other address becomes a
 * dead link, so that no `javascript:` address gets through.
 */

/** What every page needs: the texts of one language, and the branding. */
export interface Frame {
  readonly texts: Texts
  readonly branding: Branding
}

/** The pool's password policy, for the list under a new password. */
export interface PasswordRules {
  readonly minimumLength: number
  readonly upper: boolean
  readonly lower: boolean
  readonly number: boolean
  readonly symbol: boolean
}

/**
 * A field for one user attribute; the form posts it under `name`. Label, input type and autocomplete of the standard
 * attributes follow from the name; a custom attribute is labelled by its name without `custom:`.
 */
export interface AttributeField {
  /** As the API spells it: `email`, `given_name`, `custom:team`. */
  readonly name: string
  readonly required: boolean
  readonly value?: string
  /** For custom attributes, because their name does not tell the type of their value. */
  readonly type?: 'text' | 'number' | 'date'
}

/** What every page with a form has. */
export interface FormPage extends Frame {
  /** The app client's name. The page shows it, so that users see which app they sign in to. */
  readonly clientName: string
  /** Where the form posts to, with the OAuth query. */
  readonly action: string
  /** Every form of the page posts it back as `_csrf`. */
  readonly csrf: string
  /** Other values that the form posts back unchanged, by field name, such as the session of a challenge. */
  readonly hidden?: Readonly<Record<string, string>>
  /** One sentence on what went wrong, above the form. */
  readonly error?: string
  /** One sentence on what to do, above the form. */
  readonly notice?: string
  /** One sentence on what has succeeded, above the form. */
  readonly success?: string
  /** Errors of single fields, by field name (`username`, `password`, `code`, an attribute's name). */
  readonly fieldErrors?: Readonly<Record<string, string>>
}

/** Posts `username` and `password`. */
export interface SignInPage extends FormPage {
  readonly signInWith: readonly SignInName[]
  /** What the user typed before, or the `login_hint`. */
  readonly username?: string
  /** Without `signUp`, only administrators create users. Without `forgotPassword`, only administrators reset passwords. */
  readonly links: { readonly signUp?: string; readonly forgotPassword?: string }
}

/** Posts `username`, `password` and each attribute under its name. */
export interface SignUpPage extends FormPage {
  readonly signInWith: readonly SignInName[]
  readonly username?: string
  /** The attributes that the pool requires, without the one that is the username. */
  readonly attributes: readonly AttributeField[]
  readonly passwordRules: PasswordRules
  /** The user has an account already: a link to the sign-in page follows the error. */
  readonly offersSignIn?: boolean
  readonly links: { readonly signIn: string }
}

/** Posts `username` and `code`; the second form posts `username` to `resendAction`. */
export interface ConfirmSignUpPage extends FormPage {
  readonly username: string
  /** Masked, as the API's CodeDeliveryDetails give it: `j***@e***`. */
  readonly destination?: string
  readonly code?: string
  readonly resendAction: string
  readonly links: { readonly signIn: string }
}

/** Posts `username`. */
export interface ForgotPasswordPage extends FormPage {
  readonly signInWith: readonly SignInName[]
  readonly username?: string
  readonly links: { readonly signIn: string }
}

/** Posts `username`, `code` and `password`; the second form posts `username` to `resendAction`. */
export interface ResetPasswordPage extends FormPage {
  readonly username: string
  readonly destination?: string
  readonly code?: string
  readonly passwordRules: PasswordRules
  readonly resendAction: string
  readonly links: { readonly signIn: string }
}

/** The NEW_PASSWORD_REQUIRED challenge. Posts `username`, `password` and each attribute under its name. */
export interface NewPasswordPage extends FormPage {
  readonly username: string
  /** The required attributes that the user lacks. */
  readonly attributes: readonly AttributeField[]
  readonly passwordRules: PasswordRules
  readonly links: { readonly signIn: string }
}

/** The link of a page that has no form. */
export interface PageLink {
  readonly href: string
  readonly text: string
}

/** An error without a form. The text comes from the server, never from the address. */
export interface ErrorPage extends Frame {
  readonly clientName?: string
  /** Default: "Something went wrong". */
  readonly title?: string
  readonly message: string
  /** For developers: `redirect_mismatch`, a request id. */
  readonly reference?: string
  readonly link?: PageLink
}

/** A message without a form. */
export interface MessagePage extends Frame {
  readonly clientName?: string
  readonly title: string
  readonly message: string
  readonly link?: PageLink
}

export interface SignedOutPage extends Frame {
  readonly clientName?: string
  readonly links: { readonly signIn?: string }
}

/** One line of the development mailbox. */
export interface MailboxEntry {
  readonly href: string
  readonly from: string
  readonly to: string
  readonly subject: string
  /** Epoch milliseconds. */
  readonly time: number
}

/** The development mailbox: the mails that the mail server of the first run received, in the given order. */
export interface MailboxPage extends Frame {
  readonly messages: readonly MailboxEntry[]
  /** The page itself, for "Refresh". */
  readonly links: { readonly refresh?: string }
}

/** One message of the development mailbox. */
export interface MailPage extends Frame {
  readonly subject: string
  readonly headers: readonly { readonly name: string; readonly value: string }[]
  readonly text?: string
  /** The address of the HTML part. The page shows it in a sandboxed frame, never in its own markup. */
  readonly htmlSrc?: string
  readonly links: { readonly mailbox: string }
}
