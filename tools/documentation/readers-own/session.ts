/** Begins a session, and gives its `Set-Cookie`. */
export declare function sessionCookie(session: { accountId: string }): Promise<string>
