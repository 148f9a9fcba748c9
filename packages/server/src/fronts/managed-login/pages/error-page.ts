import { errorPage } from '@poolhouse/pages'
import { pageErrorText } from '../texts/page-error-texts.ts'
import type { PageResult, Visit } from '../web/visit.ts'

/** Nobody signs up here. */
export function closedPage(visit: Visit): PageResult {
  const html = errorPage({
    ...pageErrorText('sign_up_closed'),
    clientName: visit.request.client.name,
    link: { href: visit.address('/login'), text: 'Go to sign-in' },
  })
  return { kind: 'page', html, status: 403 }
}
