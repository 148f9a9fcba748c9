import type { PageError } from './checks/verdict.ts'

/** What the user reads where no application can be told; the name of the error stands below it as the reference. */
export const pageErrorTexts: Readonly<Record<PageError, string>> = {
  client_not_found: 'The application that sent you here is not known. Go back to it and try again.',
  invalid_request: 'The application sent you here with a request that can’t be read. Go back to it and try again.',
  redirect_mismatch: 'The application that sent you here wants the answer at an address that is not registered for it.',
  unauthorized_client: 'The application that sent you here may not use these pages.',
}
