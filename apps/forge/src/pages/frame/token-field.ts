import { type Html, html } from '@poolhouse/pages'

/** What every form of Forge's own carries, and no other site's can. */
export function tokenField(authenticityToken: string): Html {
  return html`<input type="hidden" name="authenticity_token" value="${authenticityToken}">`
}
