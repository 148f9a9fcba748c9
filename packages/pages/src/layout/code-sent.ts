import { type Html, html } from '#markup/html'
import type { Frame } from '#view-models'
import { foreignName } from './card.ts'

/** Says where the server sent the code, if the view model has the masked address. */
export function codeSent({ texts }: Frame, destination: string | undefined): Html {
  return destination ? html`${texts.codeSentTo} ${foreignName(destination)}` : html`${texts.codeSent}`
}
