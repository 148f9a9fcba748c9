import { CognitoException } from './exception.ts'

/** The token was changed, or it belongs to another list. */
export const invalidPaginationToken = (): CognitoException =>
  new CognitoException('InvalidParameterException', 'Invalid pagination token given.', {
    reason: 'invalid-pagination-token',
  })

export const paginationTokenExpired = (): CognitoException =>
  new CognitoException('InvalidParameterException', 'Pagination token has expired.', {
    reason: 'pagination-token-expired',
  })

export const filterUnreadable = (): CognitoException =>
  new CognitoException('InvalidParameterException', 'Error while parsing filter.', { reason: 'filter-unreadable' })

export const filterAttributeNotSearchable = (): CognitoException =>
  new CognitoException(
    'InvalidParameterException',
    'Invalid search attribute: the filter names one that can not be searched.',
    { reason: 'filter-attribute-not-searchable' },
  )
