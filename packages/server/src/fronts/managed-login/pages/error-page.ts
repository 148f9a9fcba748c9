import { errorPage } from '@poolhouse/pages'
import { pageErrorText } from '../texts/page-error-texts.ts'
import type { PageResult, Visit } from '../web/visit.ts'

/** For a pool whose administrators create its users. */
export function closedPage(visit: Visit): PageResult {
  const { texts } = visit.frame
  const html = errorPage({
    ...visit.frame,
    ...pageErrorText(texts, 'sign_up_closed'),
    clientName: visit.request.client.name,
    link: { href: visit.address('/login'), text: texts.waiting.link },
  })
  return { kind: 'page', html, status: 403 }
}
