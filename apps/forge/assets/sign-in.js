// What the sign-in pages can't do without a script. They work without it: the fragment of a page is then lost, and the button of an automatic sign-in wants a press.

// A browser keeps the fragment of the page that was asked for to itself; the forms carry it along, so that the way back leads there.
const fragment = location.hash.slice(1)
if (/^(?:[\w.~-]|%[0-9A-Fa-f]{2})+$/.test(fragment)) {
  for (const field of document.querySelectorAll('input[name="redirect_fragment"]')) field.value = fragment
}

document.querySelector('form[data-automatic]')?.requestSubmit()
