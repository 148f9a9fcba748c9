import { icon } from '#assets/mark'
import { script } from '#assets/script'
import { stylesheet } from '#assets/stylesheet'
import { type Html, html } from '#markup/html'
import type { Texts } from '#texts/texts'

export interface DocumentModel {
  readonly title: string
  readonly texts: Texts
  /** The content of `body`, with its landmarks. */
  readonly body: Html
}

/** The document of every page: one style sheet and one optional script, nothing inline, not for search engines. */
export function document(model: DocumentModel): string {
  return html`<!doctype html>
<html lang="${model.texts.lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${model.title}</title>
<link rel="icon" href="${icon.path}" type="image/svg+xml">
<link rel="stylesheet" href="${stylesheet.path}">
<script src="${script.path}" defer></script>
</head>
<body>
${model.body}
</body>
</html>
`.toString()
}
