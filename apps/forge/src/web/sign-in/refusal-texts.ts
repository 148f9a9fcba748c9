import { type RefusalReason, refusalText } from '@poolhouse/omniauth'

/** GitLab's texts name GitLab. Forge keeps the name, so that the texts can be compared word by word. */
export const applicationInTexts = 'GitLab'

/** Why an account may not sign in, where no provider took part. */
export function accountRefusalText(reason: RefusalReason): string {
  return refusalText(reason, { label: '', host: '', application: applicationInTexts })
}
