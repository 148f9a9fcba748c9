/** The data of a person in the company's directory that accounts need. */
export interface DirectoryPerson {
  /** The directory's name among the providers, such as `ldapmain`. */
  readonly provider: string
  /** Always in the same spelling: it is the uid of the account's LDAP identity. */
  readonly dn: string
  readonly username: string
  readonly name?: string | undefined
  readonly email?: string | undefined
  /** The directory's `block_auto_created_users`. */
  readonly blockAutoCreatedUsers: boolean
}

/**
 * Access to a directory, for `auto_link_ldap_user`. `find` returns the person with this uid, address or DN. It returns
 * undefined when there is no such person, or several. It may get the same question many times in parallel. When it
 * throws, the sign-in fails with that error.
 */
export interface Directory {
  find(
    by: { readonly uid: string } | { readonly email: string } | { readonly dn: string },
  ): Promise<DirectoryPerson | undefined>
}
