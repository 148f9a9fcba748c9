import { type Question, RedirectRefusal } from './verdict.ts'

const longest = 4096

/** What the application wants back is given back whole or not at all. */
export function checkState({ parameters }: Question): { state: string | undefined } {
  const state = parameters.get('state')
  if (state !== undefined && state.length > longest) {
    throw new RedirectRefusal('invalid_request', `state is longer than ${longest} characters.`, { echoesState: false })
  }
  return { state }
}
