import { newPasswordPage } from '@poolhouse/pages'
import { requiredAttributes } from '#records/user-pools/policy'
import { attributeField, passwordRules } from '../pages/view-models.ts'
import { formOf, formPage } from '../web/visit.ts'
import type { PageCodec } from './page-codec.ts'

/** Asks for a permanent password and the attributes that are missing. */
export const newPassword: PageCodec<'new-password'> = {
  path: '/changePassword',

  show(visit, { session, username, question, ...refusal }) {
    const { pool } = visit.request
    const html = newPasswordPage({
      ...formOf(visit, '/changePassword'),
      hidden: { session },
      username,
      attributes: question.required.map((name) => attributeField(visit, { pool, name })),
      passwordRules: passwordRules(pool),
      links: { signIn: visit.address('/login') },
      ...refusal,
    })
    return formPage(html, refusal)
  },

  read({ frame, request, fields, fieldNames }) {
    const required = requiredAttributes(request.pool).filter((name) => fieldNames.has(name))
    const question = { kind: 'new-password', username: fields.get('username') ?? '', required, attributes: {} } as const
    const password = fields.get('password')
    if (password === undefined) return { question, fieldErrors: { password: frame.texts.missing.password } }
    const given = required.flatMap((name) => {
      const value = fields.get(name)
      return value === undefined ? [] : [[name, value] as const]
    })
    return { question, answer: { kind: 'new-password', password, attributes: Object.fromEntries(given) } }
  },

  fields: ({ required }) => ['password', ...required],
}
