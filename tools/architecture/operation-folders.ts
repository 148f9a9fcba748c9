import { SUBJECTS, slugOf } from '../generate/compatibility-subjects.ts'
import { isTest, type ReadFile } from './tree.ts'

const OPERATIONS = 'packages/server/src/fronts/aws-json/operations/'
const TESTS = 'packages/server/test/operations/'

const subjects = new Map(Object.entries(SUBJECTS).map(([title, names]) => [slugOf(title), names.map(lettersOf)]))

/** Makes operation names and file names comparable: `set-user-mfa-preference` is SetUserMFAPreference. */
function lettersOf(name: string): string {
  return name.replaceAll('-', '').toLowerCase()
}

/** The folders of `operations/` are the subjects of docs/compatibility.md, so that operations are easy to find. */
export const operationsBySubject = (files: readonly ReadFile[]): string[] =>
  files.flatMap(({ path }) => {
    const place = [OPERATIONS, TESTS].find((folder) => path.startsWith(folder))
    if (place === undefined) return []
    const [folder = '', ...rest] = path.slice(place.length).split('/')
    const listed = subjects.get(folder)
    if (listed === undefined) return [`${path}: ${folder} is not a subject of docs/compatibility.md`]
    if (isTest(path) || listed.includes(lettersOf(rest.join('/').replace(/\.ts$/, '')))) return []
    return [`${path} is not an operation of the subject ${folder} in tools/generate/compatibility-subjects.ts`]
  })
