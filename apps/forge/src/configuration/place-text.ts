import type { SourcePlace } from '@poolhouse/omniauth/load-configuration'

/** `gitlab.rb:12`, with the file's own name and not its path: pages need not tell how the machine is laid out. */
export function placeText({ file, line }: SourcePlace): string | undefined {
  const name = file?.split(/[\\/]/).at(-1)
  return name === undefined ? undefined : [name, line].filter((part) => part !== undefined).join(':')
}
