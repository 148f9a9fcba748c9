import { type Directory, type DirectoryPerson, foldAscii } from '@poolhouse/omniauth'

/** A person in the file. */
export interface Person {
  uid: string
  dn: string
  name: string | undefined
  email: string | undefined
  blockAutoCreatedUsers: boolean
  /** The position in the file, for messages. */
  offset: number
}

/** The name and the label of GitLab's first directory. */
export const directoryProvider = { name: 'ldapmain', label: 'LDAP' } as const

/** A directory with a fixed list of people. When two people share an address, a search for it finds neither. */
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

/** Two DNs are equal when they differ only in letter case or in spaces around their parts. */
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
