import { deleteAccessKey } from '#records/access-keys/access-keys'
import { ConfigError } from '../config/config.ts'
import { type Command, configOptions } from './command.ts'
import { asOperator } from './operator.ts'

export const keysDelete: Command = {
  name: 'keys delete',
  summary: 'Delete an access key. The server refuses requests signed with it from then on',
  arguments: ['<access-key-id>'],
  options: configOptions,
  run: (input) =>
    asOperator(input, async ({ db }) => {
      const [id = ''] = input.positionals
      if (!(await deleteAccessKey(db, id))) throw new ConfigError(`There is no access key ${id}.`)
      input.print(`Deleted access key ${id}.`)
    }),
}
