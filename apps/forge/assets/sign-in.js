// The sign-in pages work without this script. Then the fragment of a page is lost, and the user presses the button of an
// automatic sign-in.

// Browsers do not send the fragment of a URL. The forms send it, so that the redirect after the sign-in can restore it.
const fragment = location.hash.slice(1)
if (/^(?:[\w.~-]|%[0-9A-Fa-f]{2})+$/.test(fragment)) {
  for (const field of document.querySelectorAll('input[name="redirect_fragment"]')) field.value = fragment
}

document.querySelector('form[data-automatic]')?.requestSubmit()
