import { frameFor, invitationMail, passwordResetMail, verificationMail } from '@poolhouse/pages'
import { describe, expect, it } from 'vitest'
import { readHtml } from './read-html.ts'

const { texts } = frameFor('en')
const hostile = '"><img src=x>{####}\'`&'
const mails = {
  verification: (value: string, subject?: string) => verificationMail({ texts, subject, code: value }),
  'password reset': (value: string, subject?: string) => passwordResetMail({ texts, subject, code: value }),
  invitation: (value: string, subject?: string) => invitationMail({ texts, subject, username: value, password: value }),
}

describe.each(Object.entries(mails))('the mail of a %s', (_, mail) => {
  it('has the value in a separate paragraph, in both forms', () => {
    const { text, html } = mail('123456')
    expect(text).toMatch(/\n\n {4}123456\n\n/)
    expect(html).toMatch(/<p [^>]*monospace[^>]*>123456<\/p>/)
  })

  it('is a document in the language of its texts, and fetches nothing', () => {
    const tags = readHtml(mail('123456').html)
    expect(tags.find(({ name }) => name === 'html')?.attributes['lang']).toBe(texts.lang)
    expect(tags.filter(({ name }) => ['img', 'script', 'link', 'a'].includes(name))).toEqual([])
  })

  it('escapes values in HTML, and keeps them in text [A109]', () => {
    const shape = (html: string): string[] => readHtml(html).map(({ name }) => name)
    const { text, html } = mail(hostile, hostile)
    expect(shape(html)).toEqual(shape(mail('x').html))
    expect(text).toContain(`    ${hostile}\n`)
  })

  it('uses the subject of the pool, also in the title', () => {
    const { subject, html } = mail('123456', 'Welcome to Forge')
    expect(subject).toBe('Welcome to Forge')
    expect(html).toContain('<title>Welcome to Forge</title>')
    expect(mail('123456').subject).not.toBe(subject)
  })
})
