import type { AnyOperation } from '../operation.ts'
import { AdminInitiateAuth } from '../operations/sign-in/admin-initiate-auth.ts'
import { AdminRespondToAuthChallenge } from '../operations/sign-in/admin-respond-to-auth-challenge.ts'
import { InitiateAuth } from '../operations/sign-in/initiate-auth.ts'
import { RespondToAuthChallenge } from '../operations/sign-in/respond-to-auth-challenge.ts'

export const signIn = [
  AdminInitiateAuth,
  AdminRespondToAuthChallenge,
  InitiateAuth,
  RespondToAuthChallenge,
] as const satisfies readonly AnyOperation[]
