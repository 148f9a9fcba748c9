import { listAccessKeys } from '#records/access-keys/access-keys'
import { type Command, configOptions } from './command.ts'
import { asOperator } from './operator.ts'

export const keysList: Command = {
  name: 'keys list',
  summary: 'List the access keys: id, creation time, name',
  options: configOptions,
  run: (input) =>
    asOperator(input, async ({ db }) => {
      for (const key of await listAccessKeys(db)) {
        input.print(`${key.id}  ${new Date(key.createdAt).toISOString()}  ${key.name}`)
      }
    }),
}
