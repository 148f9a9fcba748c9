import { type Html, html } from '@poolhouse/pages'

/** The token that every form of Forge has. Other sites cannot know it. */
export function tokenField(authenticityToken: string): Html {
  return html`<input type="hidden" name="authenticity_token" value="${authenticityToken}">`
}
