import { type Html, html } from '#markup/html'
import type { Texts } from '#texts/texts'

/** What a mail says, without the addresses. */
export interface Mail {
  readonly subject: string
  readonly text: string
  readonly html: string
}

/** What every mail is made with. */
export interface MailModel {
  readonly texts: Texts
  /** The subject that the pool has chosen. Default: the subject in the texts. */
  readonly subject?: string | undefined
}

/** A paragraph of a mail: sentences, or a value that the reader copies, such as a code. */
export type Paragraph = string | { readonly value: string }

/** A mail in its two forms, for programs that show HTML and for those that do not. */
export function mail(texts: Texts, parts: { subject: string; paragraphs: readonly Paragraph[] }): Mail {
  const { subject, paragraphs } = parts
  return {
    subject,
    text: paragraphs.map((part) => (typeof part === 'string' ? part : `    ${part.value}`)).join('\n\n'),
    html: mailDocument(texts, subject, paragraphs.map(paragraph)).toString(),
  }
}

function paragraph(part: Paragraph): Html {
  return typeof part === 'string'
    ? html`<p style="margin:0 0 16px">${part}</p>\n`
    : html`<p style="margin:0 0 16px;font:600 24px/1.3 ui-monospace,Menlo,Consolas,monospace;letter-spacing:2px;word-break:break-all">${part.value}</p>\n`
}

/** Elements have inline styles, because mail programs drop style sheets. The reader's theme chooses the colours. */
function mailDocument(texts: Texts, title: string, body: readonly Html[]): Html {
  return html`<!doctype html><html lang="${texts.lang}"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark">
<title>${title}</title></head>
<body style="margin:0;padding:24px"><div style="max-width:480px;margin:0 auto;font:16px/1.5 system-ui,sans-serif">
${body}</div></body></html>`
}
