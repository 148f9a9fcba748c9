import { en } from './en.ts'
import type { Texts } from './texts.ts'

/** Every language of the pages, by its tag. */
const languages: Readonly<Record<string, Texts>> = { en }

/** The texts of the first wanted language that the pages have, such as the `lang` of a request; otherwise English. */
export function textsFor(...wanted: readonly (string | undefined)[]): Texts {
  const found = wanted.find((tag) => tag !== undefined && Object.hasOwn(languages, tag))
  return (found !== undefined && languages[found]) || en
}
