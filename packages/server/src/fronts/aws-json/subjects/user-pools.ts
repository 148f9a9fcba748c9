import type { AnyOperation } from '../operation.ts'
import { CreateUserPool } from '../operations/user-pools/create-user-pool.ts'
import { DeleteUserPool } from '../operations/user-pools/delete-user-pool.ts'
import { DescribeUserPool } from '../operations/user-pools/describe-user-pool.ts'
import { ListUserPools } from '../operations/user-pools/list-user-pools.ts'
import { UpdateUserPool } from '../operations/user-pools/update-user-pool.ts'

export const userPools = [
  CreateUserPool,
  DeleteUserPool,
  DescribeUserPool,
  ListUserPools,
  UpdateUserPool,
] as const satisfies readonly AnyOperation[]
