/** A name a person may sign in with. Several together make one field: "Email or phone number". */
export type SignInName = 'username' | 'email' | 'phone'
