import type { SourcePlace } from '@poolhouse/omniauth/load-configuration'

/** `gitlab.rb:12`: the name of the file without its path, because pages should not show the folders of the machine. */
export function placeText({ file, line }: SourcePlace): string | undefined {
  const name = file?.split(/[\\/]/).at(-1)
  return name === undefined ? undefined : [name, line].filter((part) => part !== undefined).join(':')
}
