import { expect, test } from 'vitest'
import type { UserPool } from '#records/user-pools/user-pool'
import { invitationMessage, passwordResetMessage, verificationMessage } from './compose.ts'

const pool = (settings: UserPool['settings'] = {}): UserPool => ({
  id: 'us-east-1_Abc123xyz',
  name: 'pool',
  settings,
  createdAt: 0,
  updatedAt: 0,
})
const filling = { code: '123456', username: 'ada@example.com' }

test('the server’s own words, as text and as HTML', () => {
  const { subject, text, html } = verificationMessage(pool(), filling)
  expect(subject).toBe('Your verification code')
  expect(text).toContain('\n\n    123456\n\n')
  expect(html).toContain('>123456</p>')
  expect(passwordResetMessage(pool(), filling).text).toContain('choose a new password')
  expect(invitationMessage(pool(), filling).text).toContain('    ada@example.com')
})

test('a pool’s own templates, the newer form first', () => {
  const old = { EmailVerificationSubject: 'Old {####}', EmailVerificationMessage: 'Old <b>{####}</b><br>Bye' }
  expect(verificationMessage(pool(old), filling)).toEqual({
    subject: 'Old 123456',
    html: 'Old <b>123456</b><br>Bye',
    text: 'Old 123456\nBye',
  })
  const both = { ...old, VerificationMessageTemplate: { EmailMessage: 'New {####}', EmailSubject: 'New' } }
  expect(verificationMessage(pool(both), filling)).toEqual({ subject: 'New', html: 'New 123456', text: 'New 123456' })
  const invites = { InviteMessageTemplate: { EmailMessage: '{username}: {####}', EmailSubject: 'Come in' } }
  const invitation = invitationMessage(pool({ AdminCreateUserConfig: invites }), filling)
  expect(invitation.text).toBe('ada@example.com: 123456')
})

test('what a user chose is text in HTML, one line in a subject, and no placeholder [A109]', () => {
  const templates = { VerificationMessageTemplate: { EmailMessage: '{username} {####}', EmailSubject: '{username}' } }
  const { subject, html } = verificationMessage(pool(templates), {
    code: '123456',
    username: '<img src=x>{####}\r\nBcc: all@example.com',
  })
  expect(html).toBe('&lt;img src=x&gt;{####}\r\nBcc: all@example.com 123456')
  expect(subject).toBe('<img src=x>{####} Bcc: all@example.com')
})
