import { base64 } from '#core/encoding'
import { blankUid } from '#core/failure'
import { commonArgs } from '#core/mounting'
import { describe, type Findings, newFindings, optionsReader, problemFree } from '#core/options-reader'
import { labelOf, type ProviderConfig } from '#core/provider-config'
import type { CallbackPhase, Strategy } from '#core/strategy'
import { developerPage } from './developer-page.ts'

export interface DeveloperOptions {
  /** The fields of the form. Each becomes an attribute of info. */
  readonly fields: readonly string[]
  /** The field whose value is the uid. */
  readonly uidField: string
}

/** Callback parameters that already have another meaning. */
const reservedFields = ['state', 'code', 'error']

/**
 * Reads the options of OmniAuth's developer strategy: `fields` (default name and email) and `uid_field` (default
 * email).
 */
export function readDeveloperOptions(config: ProviderConfig, findings: Findings): DeveloperOptions {
  const args = optionsReader(config, config.name, findings).hash('args')
  args.onlyKnown([...commonArgs, 'fields', 'uid_field'])
  const given = args.value('fields') ?? ['name', 'email']
  const fields = isFieldList(given) ? given : []
  if (fields.length === 0)
    args.problem(
      'fields',
      `is ${describe(given)}: expected names of fields, such as name and email. The names state, code and error are reserved`,
    )
  const uidField = args.text('uid_field') ?? (fields.includes('email') ? 'email' : (fields[0] ?? ''))
  if (fields.length > 0 && !fields.includes(uidField)) args.problem('uid_field', `is not among the fields`)
  return { fields, uidField }
}

function isFieldList(value: unknown): value is string[] {
  const isField = (one: unknown) =>
    typeof one === 'string' && /^[a-z][a-z0-9_]{0,40}$/i.test(one) && !reservedFields.includes(one)
  return Array.isArray(value) && value.every(isField)
}

/**
 * Shows a form and accepts what the person enters, without a check. It is for development, before the application has a
 * provider. `omniauth` refuses it in production, and when `fullHost` is not this machine.
 * @see https://github.com/omniauth/omniauth/blob/master/lib/omniauth/strategies/developer.rb
 */
export function developer(config: ProviderConfig): Strategy {
  const findings = newFindings()
  const options = readDeveloperOptions(config, findings)
  problemFree(findings)
  const label = labelOf(config)
  return {
    name: config.name,
    label,
    ...(config.icon !== undefined && { icon: config.icon }),
    warnings: ['does not check who signs in: any person can sign in as any other'],
    onlyInDevelopment: true,
    async requestPhase({ randomBytes }, { callbackUrl, state }) {
      // Only the path: the browser may use another name of this machine, and its cookies belong to that name.
      const action = new URL(callbackUrl).pathname
      return { page: developerPage({ ...options, label, action, state, nonce: base64(randomBytes(16)) }), keep: {} }
    },
    callbackPhase: async (_, { params }) => ({ provider: config.name, ...personOf(options, params) }),
    facts: async () => ({ protocol: 'none' }),
  }
}

function personOf({ fields, uidField }: DeveloperOptions, params: CallbackPhase['params']) {
  const given = fields.map((field): [string, string] => [field, (params.get(field) ?? '').trim()])
  const info = Object.fromEntries(given.filter(([, value]) => value !== ''))
  const uid = info[uidField]
  if (uid === undefined) throw blankUid(`The form was sent without ${uidField}`)
  return { uid, info, credentials: { token: '', expires: false }, extra: { raw_info: info } }
}
