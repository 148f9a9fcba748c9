export interface DeveloperForm {
  readonly label: string
  /** The path to which the browser posts the form. */
  readonly action: string
  readonly state: string
  readonly fields: readonly string[]
  readonly uidField: string
  /** Lets the content security policy allow the page's own style and nothing else. */
  readonly nonce: string
}

/** The form of the developer strategy: one page without scripts. */
export function developerPage(form: DeveloperForm): Response {
  return new Response(pageOf(form), {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': `default-src 'none'; style-src 'nonce-${form.nonce}'; base-uri 'none'; frame-ancestors 'none'`,
      // Without a referrer, the browser would send the form with the origin "null", which CSRF checks refuse.
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    },
  })
}

function pageOf({ label, action, state, fields, uidField, nonce }: DeveloperForm): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sign in with ${escapeHtml(label)}</title>
<style nonce="${escapeHtml(nonce)}">${style}</style>
</head>
<body>
<main>
<h1>Who are you?</h1>
<p>${escapeHtml(label)} is for development only. It does not check what you enter.</p>
<form method="post" action="${escapeHtml(action)}">
<input type="hidden" name="state" value="${escapeHtml(state)}">
${fields.map((field, index) => inputOf(field, { required: field === uidField, first: index === 0 })).join('\n')}
<button type="submit">Sign in</button>
</form>
</main>
</body>
</html>
`
}

function inputOf(field: string, { required, first }: { required: boolean; first: boolean }): string {
  const name = escapeHtml(field)
  const type = field === 'email' ? 'email' : 'text'
  const more = `${required ? ' required' : ''}${first ? ' autofocus' : ''}`
  return `<label for="${name}">${escapeHtml(titleOf(field))}</label>
<input id="${name}" name="${name}" type="${type}" autocomplete="off" spellcheck="false" maxlength="255"${more}>`
}

function titleOf(field: string): string {
  const words = field.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function escapeHtml(text: string): string {
  const named: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  }
  return text.replace(/[&<>"']/g, (letter) => named[letter] ?? letter)
}

const style = `
:root { color-scheme: light dark; --ink: #1d2330; --quiet: #5b6475; --line: #c9cfdb; --page: #f4f6fa; --card: #fff; --accent: #2456c7 }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8ebf2; --quiet: #a3acbd; --line: #434b5c; --page: #14171f; --card: #1e232e; --accent: #5f8cf0 }
}
* { box-sizing: border-box }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem; background: var(--page); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif }
main { width: min(24rem, 100%); padding: 2rem; background: var(--card); border: 1px solid var(--line); border-radius: .75rem }
h1 { margin: 0 0 .25rem; font-size: 1.375rem; line-height: 1.25 }
p { margin: 0 0 1.5rem; color: var(--quiet) }
label { display: block; margin-bottom: .25rem; font-weight: 600 }
input:not([type=hidden]) { width: 100%; margin-bottom: 1rem; padding: .5rem .75rem; border: 1px solid var(--line); border-radius: .375rem; background: transparent; color: inherit; font: inherit }
button { width: 100%; margin-top: .5rem; padding: .625rem; border: 0; border-radius: .375rem; background: var(--accent); color: var(--card); font: inherit; font-weight: 600; cursor: pointer }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
`
