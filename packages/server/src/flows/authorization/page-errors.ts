import type { PageError } from './checks/verdict.ts'

/**
 * The text of the page for an error that can not go to the application. The page shows the error's name below the text.
 */
export const pageErrorTexts: Readonly<Record<PageError, string>> = {
  client_not_found: 'This app isn’t registered here. Go back to the app and try again.',
  invalid_request: 'The app sent an invalid request. Go back to the app and try again.',
  redirect_mismatch: 'This app’s callback URL isn’t registered.',
  unauthorized_client: 'This app isn’t allowed to use these pages.',
}
