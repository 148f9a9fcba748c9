/**
 * Comfort only: every page works without this script. It shows and hides passwords, ticks password rules while the user
 * types, and prevents a second submit of the same form.
 */
type PasswordRules = import('#view-models').PasswordRules

/** The compiler requires a test for each rule that a page can list. `minimumLength` reads the length from the list item. */
const tests: Readonly<Record<keyof PasswordRules, (value: string, rule: HTMLElement) => boolean>> = {
  minimumLength: (value, rule) => [...value].length >= Number(rule.dataset['minimum']),
  upper: (value) => /[A-Z]/.test(value),
  lower: (value) => /[a-z]/.test(value),
  number: (value) => /[0-9]/.test(value),
  symbol: (value) => /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+-]|\S \S/.test(value),
}

const isRule = (name: string | undefined): name is keyof PasswordRules => name !== undefined && name in tests

/** The input with this id, or undefined where the page has none. */
function inputOf(id: string | undefined): HTMLInputElement | undefined {
  const found = document.getElementById(id ?? '')
  return found instanceof HTMLInputElement ? found : undefined
}

/** The button stays hidden without this script. The form is submitted with a hidden password again. */
function revealPassword(button: HTMLButtonElement): void {
  const { reveals, show = '', hide = '', showLabel = '', hideLabel = '' } = { ...button.dataset }
  const input = inputOf(reveals)
  if (!input) return
  const reveal = (shown: boolean): void => {
    input.type = shown ? 'text' : 'password'
    button.textContent = shown ? hide : show
    button.setAttribute('aria-label', shown ? hideLabel : showLabel)
  }
  button.hidden = false
  button.addEventListener('click', () => reveal(input.type === 'password'))
  input.form?.addEventListener('submit', () => reveal(false))
}

/** Ticks each rule that the password meets. */
function tickRules(list: HTMLElement): void {
  const input = inputOf(list.dataset['rulesOf'])
  if (!input) return
  const check = (): void => {
    for (const rule of list.querySelectorAll<HTMLElement>('[data-rule]')) {
      const name = rule.dataset['rule']
      if (isRule(name)) rule.classList.toggle('met', tests[name](input.value, rule))
    }
  }
  input.addEventListener('input', check)
  check()
}

function submitOnce(form: HTMLFormElement): void {
  form.addEventListener('submit', (event) => {
    if (form.getAttribute('aria-busy') === 'true') event.preventDefault()
    form.setAttribute('aria-busy', 'true')
  })
}

for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-reveals]')) revealPassword(button)
for (const list of document.querySelectorAll<HTMLElement>('[data-rules-of]')) tickRules(list)
for (const form of document.querySelectorAll('form')) submitOnce(form)

// A page that comes back from the browser's history accepts a submit again.
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form')) form.removeAttribute('aria-busy')
})
