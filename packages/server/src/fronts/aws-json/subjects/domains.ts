import type { AnyOperation } from '../operation.ts'
import { CreateUserPoolDomain } from '../operations/domains/create-user-pool-domain.ts'
import { DeleteUserPoolDomain } from '../operations/domains/delete-user-pool-domain.ts'
import { DescribeUserPoolDomain } from '../operations/domains/describe-user-pool-domain.ts'
import { UpdateUserPoolDomain } from '../operations/domains/update-user-pool-domain.ts'

export const domains = [
  CreateUserPoolDomain,
  DeleteUserPoolDomain,
  DescribeUserPoolDomain,
  UpdateUserPoolDomain,
] as const satisfies readonly AnyOperation[]
