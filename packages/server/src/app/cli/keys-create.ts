import { createAccessKey } from '#records/access-keys/access-keys'
import { type Command, configOptions } from './command.ts'
import { asOperator } from './operator.ts'

export const keysCreate: Command = {
  name: 'keys create',
  summary: 'Create an access key for the signed API and print it once, as an AWS shared-credentials profile',
  options: {
    name: { type: 'string', value: 'NAME', help: 'the name of the key and of the profile (default poolhouse)' },
    ...configOptions,
  },
  run: (input) =>
    asOperator(input, async (foundation) => {
      const name = typeof input.flags['name'] === 'string' ? input.flags['name'] : 'poolhouse'
      const { id, secret } = await createAccessKey(foundation, { name })
      input.print(`[${name}]`)
      input.print(`aws_access_key_id = ${id}`)
      input.print(`aws_secret_access_key = ${secret}`)
    }),
}
