import { type Asset, asset } from './asset.ts'

/**
 * Comfort only; every page works without it. Shows and hides passwords, ticks password rules while typing, and holds back
 * a second submit of the same form (released when the page comes back from the browser's history).
 */
const content = `'use strict'
const tests = {
  minimumLength: (value, rule) => [...value].length >= Number(rule.dataset.minimum),
  upper: (value) => /[A-Z]/.test(value),
  lower: (value) => /[a-z]/.test(value),
  number: (value) => /[0-9]/.test(value),
  symbol: (value) => /[\\^$*.[\\]{}()?"!@#%&/\\\\,><':;|_~\`=+-]|\\S \\S/.test(value),
}

for (const button of document.querySelectorAll('[data-reveals]')) {
  const input = document.getElementById(button.dataset.reveals)
  button.hidden = false
  const show = (shown) => {
    input.type = shown ? 'text' : 'password'
    button.textContent = shown ? button.dataset.hide : button.dataset.show
    button.setAttribute('aria-label', shown ? button.dataset.hideLabel : button.dataset.showLabel)
  }
  button.addEventListener('click', () => show(input.type === 'password'))
  input.form.addEventListener('submit', () => show(false))
}

for (const list of document.querySelectorAll('[data-rules-of]')) {
  const input = document.getElementById(list.dataset.rulesOf)
  const check = () => {
    for (const rule of list.children) rule.classList.toggle('met', tests[rule.dataset.rule](input.value, rule))
  }
  input.addEventListener('input', check)
  check()
}

for (const form of document.querySelectorAll('form')) {
  form.addEventListener('submit', (event) => {
    if (form.getAttribute('aria-busy') === 'true') event.preventDefault()
    form.setAttribute('aria-busy', 'true')
  })
}
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form')) form.removeAttribute('aria-busy')
})
`

export const script: Asset = asset({
  name: 'pages',
  extension: 'js',
  contentType: 'text/javascript; charset=utf-8',
  content,
})
