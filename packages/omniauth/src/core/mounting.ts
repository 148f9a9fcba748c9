import { describe, type Findings, optionsReader } from './options-reader.ts'
import { isPath } from './paths.ts'
import type { ProviderConfig } from './provider-config.ts'
import type { Mounting } from './strategy.ts'

/** The keys of `args` that every strategy has. */
export const commonArgs: readonly string[] = [
  'name',
  'strategy_class',
  'request_path',
  'callback_path',
  'path_prefix',
  'origin_param',
  'skip_info',
  'form',
]

/** OmniAuth's options that are not supported, with the reason. */
const refusals: Readonly<Record<string, string>> = {
  iframe: 'is not supported, because providers refuse to be shown in a frame: remove it',
  setup: 'is not read from args: expected a function as setup, next to args',
}

/** Reads OmniAuth's common options from a provider's `args`. */
export function readMounting(config: ProviderConfig, findings: Findings): Mounting {
  const args = optionsReader(config, config.name, findings).hash('args')
  for (const [key, why] of Object.entries(refusals)) if (args.value(key) !== undefined) args.problem(key, why)
  const read = <Value>(key: string, expected: string, is: (value: unknown) => value is Value): Value | undefined => {
    const value = args.value(key)
    if (value === undefined || is(value)) return value
    args.problem(key, `is ${describe(value)}: expected ${expected}`)
    return undefined
  }
  const mounting = {
    requestPath: read('request_path', 'a path such as /auth/x', isPathOr<Mounting['requestPath']>),
    callbackPath: read('callback_path', 'a path such as /auth/x/callback', isPathOr<Mounting['callbackPath']>),
    pathPrefix: read('path_prefix', 'a path such as /auth', isPathText),
    originParam: read('origin_param', 'the name of a parameter, or false', isNameOrFalse),
    skipInfo: read('skip_info', 'true, false or a function', isFlagOr<NonNullable<Mounting['skipInfo']>>),
    form: read('form', 'true or a function', isFlagOr<NonNullable<Mounting['form']>>),
  }
  return Object.fromEntries(Object.entries(mounting).filter(([, value]) => value !== undefined))
}

const isPathText = (value: unknown): value is string => typeof value === 'string' && isPath(value)

function isPathOr<Kind>(value: unknown): value is Kind {
  return typeof value === 'function' || isPathText(value)
}

const isNameOrFalse = (value: unknown): value is string | false =>
  value === false || (typeof value === 'string' && value !== '')

function isFlagOr<Kind>(value: unknown): value is Kind {
  return typeof value === 'function' || typeof value === 'boolean'
}
