import { type Question, RedirectRefusal } from './verdict.ts'

const longest = 4096

/** The answer repeats the whole state, so a state that is too long is refused. */
export function checkState({ parameters }: Question): { state: string | undefined } {
  const state = parameters.get('state')
  if (state !== undefined && state.length > longest) {
    throw new RedirectRefusal('invalid_request', `state is longer than ${longest} characters.`, { echoesState: false })
  }
  return { state }
}
