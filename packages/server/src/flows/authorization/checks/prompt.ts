import { type Question, RedirectRefusal } from './verdict.ts'

const prompts = ['none', 'login', 'select_account', 'consent'] as const
export type Prompt = (typeof prompts)[number]

/**
 * `none` can not be combined with other values.
 * @see https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest
 */
export function checkPrompt({ parameters }: Question): { prompt: readonly Prompt[] } {
  const asked = parameters.get('prompt')?.split(' ').filter(Boolean) ?? []
  const prompt = prompts.filter((known) => asked.includes(known))
  if (asked.some((one) => !prompts.some((known) => known === one))) {
    throw new RedirectRefusal('invalid_request', `prompt may be ${prompts.join(', ')}.`)
  }
  if (prompt.includes('none') && prompt.length > 1) {
    throw new RedirectRefusal('invalid_request', 'prompt=none can not be combined with other values.')
  }
  return { prompt }
}
