import { type Directory, type DirectoryPerson, foldAscii } from '@poolhouse/omniauth'

/** A person as the file has them. */
export interface Person {
  uid: string
  dn: string
  name: string | undefined
  email: string | undefined
  blockAutoCreatedUsers: boolean
  /** Where they stand in the file, for messages. */
  offset: number
}

/** The name that GitLab gives its first directory, and what its pages call it. */
export const directoryProvider = { name: 'ldapmain', label: 'LDAP' } as const

/** A directory of people that are all known beforehand. An address that two of them share finds neither. */
export function peopleDirectory(people: readonly Person[]): Directory {
  const found = people.map((person) => ({ person, uid: foldAscii(person.uid), dn: normalizeDn(person.dn) }))
  return {
    async find(by) {
      const matches = found.filter(({ person, uid, dn }) => {
        if ('uid' in by) return uid === foldAscii(by.uid)
        if ('dn' in by) return dn === normalizeDn(by.dn)
        return person.email !== undefined && foldAscii(person.email) === foldAscii(by.email)
      })
      const [match, ...others] = matches
      return match === undefined || others.length > 0 ? undefined : asDirectoryPerson(match)
    },
  }
}

/** Letter case and the spaces around the parts of a DN say nothing. */
function normalizeDn(dn: string): string {
  return foldAscii(dn)
    .split(',')
    .map((part) => part.trim().replace(/\s*=\s*/, '='))
    .join(',')
}

function asDirectoryPerson({ person, dn }: { person: Person; dn: string }): DirectoryPerson {
  const { uid: username, name, email, blockAutoCreatedUsers } = person
  return { provider: directoryProvider.name, dn, username, name, email, blockAutoCreatedUsers }
}
