import { pageCodecs } from './challenges/codecs.ts'
import { submitAnswer } from './challenges/submit-answer.ts'
import { openConfirmation, submitConfirmation, submitResend } from './pages/confirm-sign-up/confirm-sign-up.ts'
import {
  openForgotPassword,
  openResetPassword,
  submitForgotPassword,
  submitResetPassword,
} from './pages/recovery/recovery.ts'
import { openSignIn, submitSignIn } from './pages/sign-in/sign-in.ts'
import { openSignUp, submitSignUp } from './pages/sign-up/sign-up.ts'
import type { PagePath, PageResult, Visit } from './web/visit.ts'

type Handler = (services: ManagedLoginServices, visit: Visit) => Promise<PageResult>

/** The services of all pages. */
export type ManagedLoginServices = Parameters<typeof openSignIn>[0] &
  Parameters<typeof submitSignUp>[0] &
  Parameters<typeof submitConfirmation>[0] &
  Parameters<typeof submitResend>[0] &
  Parameters<typeof submitForgotPassword>[0] &
  Parameters<typeof submitResetPassword>[0]

/** One path: the page it shows, and what its form does. */
export interface Page {
  readonly path: PagePath
  readonly open: Handler
  readonly submit?: Handler
}

/** For the path of a form that is on another page: a GET redirects to where the user can begin. */
const instead =
  (path: PagePath): Handler =>
  async (_services, visit) => ({ kind: 'redirect', to: visit.address(path) })

/** Every page. */
export const pages: readonly Page[] = [
  { path: '/login', open: openSignIn, submit: submitSignIn },
  ...pageCodecs.map((codec) => ({ path: codec.path, open: instead('/login'), submit: submitAnswer(codec) })),
  { path: '/signup', open: openSignUp, submit: submitSignUp },
  { path: '/confirmUser', open: openConfirmation, submit: submitConfirmation },
  { path: '/resendcode', open: instead('/confirmUser'), submit: submitResend },
  { path: '/forgotPassword', open: openForgotPassword, submit: submitForgotPassword },
  { path: '/confirmForgotPassword', open: openResetPassword, submit: submitResetPassword },
]
