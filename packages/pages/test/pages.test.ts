import { assets, errorPage, mailPage, signInPage, signUpPage } from '@poolhouse/pages'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readHtml, type Tag } from './read-html.ts'
import { frame, samplePages } from './sample-pages.ts'

const named = (tags: readonly Tag[], ...names: string[]): Tag[] => tags.filter((tag) => names.includes(tag.name))
const visibleInputs = (tags: readonly Tag[]): Tag[] =>
  named(tags, 'input', 'textarea').filter(
    (tag) => tag.attributes['type'] !== 'hidden' && tag.attributes['aria-hidden'] !== 'true',
  )

describe.each(Object.entries(samplePages))('%s', (_, page) => {
  const tags = readHtml(page)
  const ids = tags.map((tag) => tag.attributes['id']).filter((id) => id !== undefined)

  it('names its language, has one heading of the first order and one main landmark', () => {
    expect(named(tags, 'html')[0]?.attributes['lang']).toBe('en')
    expect(named(tags, 'h1')).toHaveLength(1)
    expect(named(tags, 'main')).toHaveLength(1)
  })

  it('has no duplicate id, and no reference to a missing one', () => {
    expect(new Set(ids).size).toBe(ids.length)
    for (const { attributes } of tags) {
      const targets = [
        attributes['for'],
        attributes['aria-controls'],
        ...(attributes['aria-describedby']?.split(' ') ?? []),
      ]
      for (const target of targets) if (target !== undefined) expect(ids).toContain(target)
    }
  })

  it('labels every visible field, and sets its autocomplete', () => {
    const labelled = named(tags, 'label').map((label) => label.attributes['for'])
    for (const input of visibleInputs(tags)) {
      expect(labelled).toContain(input.attributes['id'])
      expect(input.attributes['autocomplete']).toBeTruthy()
    }
  })

  it('every form is a POST with the CSRF token [A112]', () => {
    const forms = named(tags, 'form')
    for (const form of forms) expect(form.attributes['method']).toBe('post')
    const tokens = named(tags, 'input').filter((tag) => tag.attributes['name'] === '_csrf')
    expect(tokens).toHaveLength(forms.length)
    for (const token of tokens) {
      expect(token.attributes).toEqual({ type: 'hidden', name: '_csrf', value: 'token-of-this-session' })
      expect(token.within).toContain('form')
    }
  })

  it('works under a strict content security policy: nothing inline, no frame with rights [A110]', () => {
    for (const { name, attributes } of tags) {
      expect(Object.keys(attributes).filter((key) => key === 'style' || key.startsWith('on'))).toEqual([])
      expect(name).not.toBe('style')
      if (name === 'iframe') expect(attributes['sandbox']).toBe('')
      if (name === 'script') expect(assets.map((asset) => asset.path)).toContain(attributes['src'])
    }
  })

  it('lets password managers fill in passwords, but never the server', () => {
    for (const { attributes } of named(tags, 'input').filter((tag) => tag.attributes['type'] === 'password')) {
      expect(attributes['autocomplete']).toMatch(/^(current|new)-password$/)
      expect(attributes).not.toHaveProperty('value')
      expect(attributes).not.toHaveProperty('maxlength')
    }
  })
})

describe('hostile values [A110]', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '<script>alert(1)</script>',
      '" onmouseover="alert(1)',
      '</title>',
      '</textarea>',
      '{{7*7}}',
      'javascript:alert(1)',
    ),
  )
  const shape = (page: string): string[] =>
    readHtml(page).map(({ name, attributes }) => `${name} ${Object.keys(attributes).join(' ')}`)

  it('change no tag and no attribute of a sign-in page', () => {
    const page = (text: string) =>
      signInPage({
        ...frame,
        clientName: text,
        action: text,
        csrf: text,
        hidden: { session: text },
        signInWith: ['email'],
        username: text,
        error: text,
        notice: text,
        success: text,
        fieldErrors: { username: text },
        links: { signUp: text, forgotPassword: text },
      })
    fc.assert(
      fc.property(
        hostile.filter((text) => text !== ''),
        (text) => {
          expect(shape(page(text))).toEqual(shape(page('x')))
        },
      ),
    )
  })

  it('change no tag and no attribute by the name of a custom attribute', () => {
    const page = (name: string) =>
      signUpPage({
        ...frame,
        clientName: 'Forge',
        action: '/signup',
        csrf: 'token',
        signInWith: ['username'],
        attributes: [{ name: `custom:${name}`, required: true, value: name }],
        fieldErrors: { [`custom:${name}`]: 'No.' },
        passwordRules: { minimumLength: 8, upper: true, lower: true, number: true, symbol: true },
        links: { signIn: '/login' },
      })
    fc.assert(
      fc.property(hostile, (name) => {
        expect(shape(page(name))).toEqual(shape(page('team')))
      }),
    )
  })

  it('stay text in a mail, where only web addresses become links [A109]', () => {
    const text = 'See https://example.com/a?b=1&c=2. <img src=x onerror=alert(1)> javascript:alert(1)'
    const page = mailPage({ ...frame, subject: '</title><script>', headers: [], text, links: { mailbox: '/' } })
    expect(named(readHtml(page), 'a').map((link) => link.attributes['href'])).toEqual([
      '/',
      'https://example.com/a?b=1&amp;c=2',
    ])
    expect(named(readHtml(page), 'img', 'script')).toHaveLength(1)
  })
})

describe('errors', () => {
  const page = samplePages['sign-up-errors'] ?? ''

  it('are announced, shown in the title, and connected to their fields', () => {
    const tags = readHtml(page)
    expect(page).toContain('<title>Error: ')
    expect(tags.filter((tag) => tag.attributes['role'] === 'alert')).toHaveLength(1)
    const email = tags.find((tag) => tag.attributes['name'] === 'email')
    expect(email?.attributes).toMatchObject({
      'aria-invalid': 'true',
      'aria-describedby': 'field-email-error page-error',
    })
  })

  it('of a field are not read from the prototype of objects', () => {
    const inherited = signUpPage({
      ...frame,
      clientName: 'Forge',
      action: '/signup',
      csrf: 'token',
      signInWith: ['username'],
      attributes: [{ name: 'constructor', required: true }],
      fieldErrors: {},
      passwordRules: { minimumLength: 8, upper: false, lower: false, number: false, symbol: false },
      links: { signIn: '/login' },
    })
    expect(inherited).not.toContain('aria-invalid')
    expect(inherited).toContain('>Constructor</label>')
  })

  it('have a default title', () => {
    expect(errorPage({ ...frame, message: 'No.' })).toContain('<title>Something went wrong</title>')
  })
})

describe('the username field', () => {
  const input = (signInWith: readonly ('username' | 'email' | 'phone')[]) => {
    const page = signInPage({ ...frame, clientName: 'Forge', action: '/login', csrf: 't', signInWith, links: {} })
    const tag = readHtml(page).find(({ attributes }) => attributes['name'] === 'username')
    return [
      /<label for="field-username">([^<]*)/.exec(page)?.[1],
      tag?.attributes['type'],
      tag?.attributes['autocomplete'],
    ]
  }

  it.each([
    [['email'], 'Email address', 'email'],
    [['phone'], 'Phone number', 'tel'],
    [['username'], 'Username', 'text'],
    [['email', 'phone'], 'Email address or phone number', 'text'],
    [['username', 'email', 'phone'], 'Username, email address or phone number', 'text'],
    [[], 'Username', 'text'],
  ] as const)('for %j is labelled %s', (signInWith, label, type) => {
    expect(input(signInWith)).toEqual([label, type, 'username'])
  })
})

it('serves its assets under paths that change with their content', () => {
  expect(new Set(assets.map((asset) => asset.path)).size).toBe(assets.length)
  for (const asset of assets) expect(asset.path).toMatch(/^\/assets\/[a-z]+-[0-9a-f]{16}\.(css|js|svg)$/)
})
