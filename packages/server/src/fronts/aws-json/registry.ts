import type { AnyOperation, ServicesOf } from './operation.ts'
import { appClients } from './subjects/app-clients.ts'
import { domains } from './subjects/domains.ts'
import { ownAccount } from './subjects/own-account.ts'
import { passwords } from './subjects/passwords.ts'
import { signIn } from './subjects/sign-in.ts'
import { signUp } from './subjects/sign-up.ts'
import { tokens } from './subjects/tokens.ts'
import { userPools } from './subjects/user-pools.ts'
import { users } from './subjects/users.ts'

/** The supported operations, by subject as in `operations/`. */
export const operations = [
  ...appClients,
  ...domains,
  ...ownAccount,
  ...passwords,
  ...signIn,
  ...signUp,
  ...tokens,
  ...userPools,
  ...users,
] as const satisfies readonly AnyOperation[]

/** The services that all operations need together. `app/services.ts` provides them. */
export type ApiServices = ServicesOf<(typeof operations)[number]>
