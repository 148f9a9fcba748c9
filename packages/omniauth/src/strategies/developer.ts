import { base64 } from '#core/encoding'
import { blankUid } from '#core/failure'
import { commonArgs } from '#core/mounting'
import { describe, type Findings, newFindings, optionsReader, problemFree } from '#core/options-reader'
import { labelOf, type ProviderConfig } from '#core/provider-config'
import type { CallbackPhase, Strategy } from '#core/strategy'
import { developerPage } from './developer-page.ts'

export interface DeveloperOptions {
  /** What the form asks for; each becomes an attribute of info. */
  readonly fields: readonly string[]
  /** The one among them that is the uid. */
  readonly uidField: string
}

/** Parameters of a callback that mean something else. */
const reservedFields = ['state', 'code', 'error']

/** Reads the options of OmniAuth's developer strategy: `fields` (default name and email) and `uid_field` (default email). */
export function readDeveloperOptions(config: ProviderConfig, findings: Findings): DeveloperOptions {
  const args = optionsReader(config, config.name, findings).hash('args')
  args.onlyKnown([...commonArgs, 'fields', 'uid_field'])
  const given = args.value('fields') ?? ['name', 'email']
  const fields = isFieldList(given) ? given : []
  if (fields.length === 0)
    args.problem('fields', `is ${describe(given)}: expected names of fields, such as name and email, but for state`)
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
 * Asks people who they are, and believes them: for an application under development, before it has a provider. `omniauth` refuses it in production and
 * where `fullHost` is not this machine.
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
    warnings: ['believes what people say of themselves: anybody can be anybody'],
    onlyInDevelopment: true,
    async requestPhase({ randomBytes }, { callbackUrl, state }) {
      // The path alone: the person may have come by another name of this machine, which its cookies hold on to.
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
