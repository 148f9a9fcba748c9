/** A person of the company's directory, as far as accounts need them. */
export interface DirectoryPerson {
  /** The directory's name among the providers, such as `ldapmain`. */
  readonly provider: string
  /** In one spelling, always the same: it is the uid of the account's LDAP identity. */
  readonly dn: string
  readonly username: string
  readonly name?: string | undefined
  readonly email?: string | undefined
  /** The directory's own `block_auto_created_users`. */
  readonly blockAutoCreatedUsers: boolean
}

/**
 * The way to a directory, for `auto_link_ldap_user`. `find` answers the one person of this uid, address or DN, and undefined for none and for several. It may be
 * asked the same thing many times at once. What it throws ends the sign-in as a fault.
 */
export interface Directory {
  find(
    by: { readonly uid: string } | { readonly email: string } | { readonly dn: string },
  ): Promise<DirectoryPerson | undefined>
}
