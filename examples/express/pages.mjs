/** A button for each provider. They are forms, because only a POST starts a sign-in. */
export function signInPage(providers) {
  const buttons = providers.map(
    ({ label, requestPath }) =>
      html`<form method="post" action="${requestPath}"><button>Sign in with ${label}</button></form>`,
  )
  return page(html`<h1>Hello, stranger.</h1>${buttons}`)
}

export function homePage({ name, username, email }) {
  return page(html`<h1>Hello, ${name}.</h1>
    <p>You are signed in as <b>${username}</b>, ${email}.</p>
    <form method="post" action="/sign-out"><button>Sign out</button></form>`)
}

export function messagePage(text) {
  return page(html`<p>${text}</p><p><a href="/">Back</a></p>`)
}

function page(content) {
  return html`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Example</title>
<link rel="stylesheet" href="/style.css">
<main>${content}</main>
</html>`.text
}

/** Markup. Every value in it is escaped, unless it is markup itself. */
function html(strings, ...values) {
  return { text: String.raw({ raw: strings }, ...values.map(markup)) }
}

function markup(value) {
  if (Array.isArray(value)) return value.map(markup).join('')
  if (value?.text !== undefined) return value.text
  return String(value).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
