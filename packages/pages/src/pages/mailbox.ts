import { mark } from '#assets/mark'
import { document } from '#layout/document'
import { address } from '#markup/address'
import { type Html, html } from '#markup/html'
import type { Texts } from '#texts/texts'
import type { MailboxEntry, MailboxPage, MailPage } from '#view-models'

/** The development mailbox. */
export function mailboxPage(page: MailboxPage): string {
  const { branding, texts } = page
  const words = texts.mailbox
  const { refresh } = page.links
  return document({
    texts,
    title: texts.pageTitle(words.title, branding.productName),
    body: html`<div class="desk">
<header class="desk-heading">
${mark}
<div><h1>${words.title}</h1>
<p class="lead">${words.lead}</p></div>
${refresh && html`<a class="secondary" href="${address(refresh)}">${words.refresh}</a>`}
</header>
<main class="sheet">
${
  page.messages.length === 0
    ? html`<p class="empty">${words.empty}</p>`
    : html`<ul class="mails">
${page.messages.map((mail) => entry(words, mail))}</ul>`
}
</main>
</div>`,
  })
}

/** The whole line is one link. A screen reader reads subject, sender, recipient and time. */
function entry(words: Texts['mailbox'], mail: MailboxEntry): Html {
  return html`<li><a class="mail" href="${address(mail.href)}">
<span class="mail-subject">${mail.subject || words.noSubject}</span>
<span class="mail-people"><span class="mail-person">${words.from} <bdi>${mail.from}</bdi></span> <span class="mail-person">${words.to} <bdi>${mail.to}</bdi></span></span>
<time class="mail-time" datetime="${new Date(mail.time).toISOString()}">${mailTime(mail.time)}</time>
</a></li>
`
}

/** The time of a mail, as the mailbox shows it: `2026-11-24 00:51:14 UTC`. */
export function mailTime(time: number): string {
  return new Date(time)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, ' UTC')
}

/** One message: its headers, its text with web addresses as links, and its HTML in a frame without rights. */
export function mailPage(page: MailPage): string {
  const { texts } = page
  const words = texts.mailbox
  const subject = page.subject || words.noSubject
  return document({
    texts,
    title: texts.pageTitle(subject, words.title),
    body: html`<div class="desk">
<header class="desk-heading">
${mark}
<div><h1>${subject}</h1></div>
<a class="secondary" href="${address(page.links.mailbox)}">${words.back}</a>
</header>
<main class="sheet">
<section aria-label="${words.headers}"><dl class="headers">
${page.headers.map((header) => html`<div><dt>${header.name}</dt><dd>${header.value}</dd></div>\n`)}</dl></section>
${
  page.text !== undefined &&
  html`<section aria-label="${words.text}"><h2>${words.text}</h2>
<pre class="mail-text">${linked(page.text)}</pre></section>`
}
${
  page.htmlSrc &&
  html`<section aria-label="${words.html}"><h2>${words.html}</h2>
<iframe class="mail-html" sandbox="" title="${words.html}" src="${address(page.htmlSrc)}"></iframe></section>`
}
${page.text === undefined && !page.htmlSrc && html`<p class="empty">${words.nothing}</p>`}
</main>
</div>`,
  })
}

/** Splitting by a captured group puts the web addresses at the odd indexes. */
function linked(text: string): Html[] {
  return text
    .split(/(https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)])/)
    .map((part, index) =>
      index % 2 === 1 ? html`<a href="${address(part)}" rel="noreferrer">${part}</a>` : html`${part}`,
    )
}
