import { type Html, html } from '#markup/html'
import type { Frame } from '#view-models'
import { foreignName } from './card.ts'

/** Where the code went, masked, as far as the server tells. */
export function codeSent({ texts }: Frame, destination: string | undefined): Html {
  return destination ? html`${texts.codeSentTo} ${foreignName(destination)}` : html`${texts.codeSent}`
}
