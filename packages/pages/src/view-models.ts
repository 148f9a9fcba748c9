import type { Branding } from '#branding'
import type { SignInName } from '#sign-in-name'
import type { Texts } from '#texts/texts'

/**
 * What each page of managed login shows, and nothing else. Small, readonly, without behaviour: the server fills one in,
 * the page function of the same name (`SignInPage` -> `signInPage`) turns it into a document.
 *
 * Two rules hold for all of them. Every string is text: whatever it holds is escaped, never markup. Every address
 * (`action`, `href`, `links`) is made by the server and begins with `/`, `?`, `#`, `.` or `http(s)://`; any other is shown
 * as a dead link, so that a `javascript:` address can't get through.
 */

/** What every page is made with: the words of one language, and how it looks. */
export interface Frame {
  readonly texts: Texts
  readonly branding: Branding
}

/** The password policy of the pool, as the list under a new password shows it. */
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
  /** For custom attributes, whose name says nothing about what they hold. */
  readonly type?: 'text' | 'number' | 'date'
}

/** What every page with a form has. */
export interface FormPage extends Frame {
  /** The app client's name, in plain sight so that people see what they sign in to. */
  readonly clientName: string
  /** Where the form posts to; carries the OAuth query. */
  readonly action: string
  /** Posted back as `_csrf` by every form of the page. */
  readonly csrf: string
  /** More that the server wants back unchanged, by field name, such as the session of a challenge. */
  readonly hidden?: Readonly<Record<string, string>>
  /** One sentence on what went wrong, above the form. */
  readonly error?: string
  /** One sentence on what is to be done, above the form. */
  readonly notice?: string
  /** One sentence on what has just been done, above the form. */
  readonly success?: string
  /** What is wrong with single fields, by field name (`username`, `password`, `code`, an attribute's name). */
  readonly fieldErrors?: Readonly<Record<string, string>>
}

/** Posts `username` and `password`. */
export interface SignInPage extends FormPage {
  readonly signInWith: readonly SignInName[]
  /** What was typed before, or the `login_hint`. */
  readonly username?: string
  /** Without `signUp` the pool creates its users itself; without `forgotPassword` nobody recovers alone. */
  readonly links: { readonly signUp?: string; readonly forgotPassword?: string }
}

/** Posts `username`, `password` and each attribute under its name. */
export interface SignUpPage extends FormPage {
  readonly signInWith: readonly SignInName[]
  readonly username?: string
  /** Those the pool requires, without the one that is the user name already. */
  readonly attributes: readonly AttributeField[]
  readonly passwordRules: PasswordRules
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

/** A way on from a page that has no form. */
export interface PageLink {
  readonly href: string
  readonly text: string
}

/** Something that can't go on. The text comes from the server's own table, never from the address bar. */
export interface ErrorPage extends Frame {
  readonly clientName?: string
  /** Default: "Something went wrong". */
  readonly title?: string
  readonly message: string
  /** For the developer who looks over the shoulder: `redirect_mismatch`, a request id. */
  readonly reference?: string
  readonly link?: PageLink
}

/** Something that is done. */
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

/** The development mailbox: what first-run's mail server received, in the order given. */
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
  /** Address that answers with the HTML part; shown in a sandboxed frame, never in the page. */
  readonly htmlSrc?: string
  readonly links: { readonly mailbox: string }
}
