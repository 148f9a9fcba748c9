import { mark, waterline } from '#assets/mark'
import { type Html, html } from '#markup/html'
import type { Frame } from '#view-models'
import { document } from './document.ts'

interface CardModel extends Frame {
  readonly title: string
  readonly clientName?: string | undefined
  /** The sentence under the heading. */
  readonly lead?: Html
  /** The title says it too, because a screen reader reads the title of a new page first. */
  readonly failed?: boolean
  readonly content: readonly Html[]
}

/** A page of managed login: one card with the mark, a heading and a form, over a waterline. */
export function card(model: CardModel): string {
  const { branding, texts } = model
  const named = model.clientName ? texts.pageTitle(model.title, model.clientName) : model.title
  return document({
    texts,
    title: model.failed ? texts.errorTitle(named) : named,
    body: html`<div class="shell">
<main class="card">
<header class="heading">
${mark}
<h1>${model.title}</h1>
${model.lead && html`<p class="lead">${model.lead}</p>`}
</header>
${model.content}
</main>
<footer class="foot"><p>${branding.productName}</p></footer>
</div>
${waterline}`,
  })
}

/** A name from outside. `bdi` keeps its text direction from changing the text around it. */
export function foreignName(name: string): Html {
  return html`<bdi class="name">${name}</bdi>`
}
