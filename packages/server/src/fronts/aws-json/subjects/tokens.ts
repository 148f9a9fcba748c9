import type { AnyOperation } from '../operation.ts'
import { AdminUserGlobalSignOut } from '../operations/tokens/admin-user-global-sign-out.ts'
import { GlobalSignOut } from '../operations/tokens/global-sign-out.ts'
import { RevokeToken } from '../operations/tokens/revoke-token.ts'

export const tokens = [AdminUserGlobalSignOut, GlobalSignOut, RevokeToken] as const satisfies readonly AnyOperation[]
