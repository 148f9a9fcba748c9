import { SUBJECTS, slugOf } from '../generate/compatibility-subjects.ts'
import { isTest, type ReadFile } from './tree.ts'

const OPERATIONS = 'packages/server/src/fronts/aws-json/operations/'
const TESTS = 'packages/server/test/operations/'

const subjects = new Map(Object.entries(SUBJECTS).map(([title, names]) => [slugOf(title), names.map(lettersOf)]))

/** An operation by its file name: `set-user-mfa-preference` is SetUserMFAPreference. */
function lettersOf(name: string): string {
  return name.replaceAll('-', '').toLowerCase()
}

/** `operations/` is a printed index of the API: its folders are the subjects of docs/compatibility.md. */
export const operationsBySubject = (files: readonly ReadFile[]): string[] =>
  files.flatMap(({ path }) => {
    const place = [OPERATIONS, TESTS].find((folder) => path.startsWith(folder))
    if (place === undefined) return []
    const [folder = '', ...rest] = path.slice(place.length).split('/')
    const listed = subjects.get(folder)
    if (listed === undefined) return [`${path}: ${folder} is no subject of docs/compatibility.md`]
    if (isTest(path) || listed.includes(lettersOf(rest.join('/').replace(/\.ts$/, '')))) return []
    return [`${path} is no operation of the subject ${folder} in tools/generate/compatibility-subjects.ts`]
  })
