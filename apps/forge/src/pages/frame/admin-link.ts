import { type Html, html } from '@poolhouse/pages'

/** The link to the admin area, with the number of accounts that wait for approval. */
export function adminLink(pendingApproval = 0): Html {
  const waiting =
    pendingApproval === 1 ? '1 account waits for approval' : `${pendingApproval} accounts wait for approval`
  return html`<a class="bar-link" href="/admin" data-testid="admin-link">Admin${
    pendingApproval > 0 &&
    html` <span class="count" title="${waiting}" data-testid="pending-count">${pendingApproval}<span class="unseen"> ${pendingApproval === 1 ? 'waits' : 'wait'} for approval</span></span>`
  }</a>`
}
