import { type RefusalReason, refusalText } from '@poolhouse/omniauth'

/** GitLab's texts contain "GitLab". Forge keeps the name, so that its texts are the same as GitLab's. */
export const applicationInTexts = 'GitLab'

/** The reason why an account may not sign in, after a sign-in without a provider. */
export function accountRefusalText(reason: RefusalReason): string {
  return refusalText(reason, { label: '', host: '', application: applicationInTexts })
}
