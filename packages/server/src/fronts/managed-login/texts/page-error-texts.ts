import { pageErrorTexts } from '#flows/authorization/page-errors'

/** Why a visit ends on the error page, by the words of the authorization request's checks and of our own. */
const pageErrors: Readonly<Record<string, string>> = {
  ...pageErrorTexts,
  no_application: 'This page is opened by an application. Go to the application and sign in from there.',
  form_not_ours:
    'This form wasn’t accepted: it is too old, cookies are off in your browser, or another page sent it. Open it again.',
  sign_up_closed: 'You can’t create an account here yourself. Ask whoever runs this application.',
  not_a_form: 'Your browser sent something that this page can’t read.',
  form_too_large: 'That is more than this page takes.',
  method_not_allowed: 'This page can’t be asked in that way.',
}

export const unknownError = 'Something went wrong. Go back to the application and try again.'

/** The text of an error page, and its word for developers where it has one. */
export function pageErrorText(error: string): { message: string; reference?: string } {
  const message = Object.hasOwn(pageErrors, error) ? pageErrors[error] : undefined
  return message === undefined ? { message: unknownError } : { message, reference: error }
}
