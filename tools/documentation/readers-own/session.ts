/** Begins a session and returns its `Set-Cookie` header. */
export declare function sessionCookie(session: { accountId: string }): Promise<string>
