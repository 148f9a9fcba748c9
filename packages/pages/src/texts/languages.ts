import { en } from './en.ts'
import type { Texts } from './texts.ts'

/** Every language that the pages speak, by its tag. */
const languages: Readonly<Record<string, Texts>> = { en }

/** The texts of the first language that is spoken here, such as the `lang` of a request; English otherwise. */
export function textsFor(...wanted: readonly (string | undefined)[]): Texts {
  const found = wanted.find((tag) => tag !== undefined && Object.hasOwn(languages, tag))
  return (found !== undefined && languages[found]) || en
}
