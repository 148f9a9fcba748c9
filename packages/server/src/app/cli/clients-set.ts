import { setAppClientExtensions } from '#flows/user-pools/set-client-extensions'
import { ConfigError } from '../config/config.ts'
import { type Command, configOptions } from './command.ts'
import { asOperator } from './operator.ts'

export const clientsSet: Command = {
  name: 'clients set',
  summary: 'Set options of an app client that Poolhouse has and AWS does not',
  arguments: ['<client-id>'],
  options: {
    'userinfo-id': {
      type: 'string',
      value: 'on|off',
      help: 'add `id` (the sub) to userInfo, for a GitLab whose provider block has no id_path',
    },
    ...configOptions,
  },
  run: (input) =>
    asOperator(input, async (foundation) => {
      const [clientId = ''] = input.positionals
      const value = input.flags['userinfo-id']
      if (value !== 'on' && value !== 'off') throw new ConfigError('Give the option to set: --userinfo-id on or off.')
      const set = await setAppClientExtensions(foundation, { clientId, extensions: { userInfoId: value === 'on' } })
      if (!set) throw new ConfigError(`There is no app client ${clientId}.`)
      input.print(`App client ${clientId}: userInfo ${value === 'on' ? 'now holds' : 'no longer holds'} id.`)
    }),
}
