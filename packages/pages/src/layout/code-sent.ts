import { type Html, html } from '#markup/html'
import { texts } from '#texts'
import { foreignName } from './card.ts'

/** Where the code went, masked, as far as the server tells. */
export function codeSent(destination: string | undefined): Html {
  return destination ? html`${texts.codeSentTo} ${foreignName(destination)}` : html`${texts.codeSent}`
}
