/**
 * Names that are paths in GitLab. No user can have them.
 * @see https://docs.gitlab.com/user/reserved_names/
 */
const reserved: ReadonlySet<string> = new Set(
  `- .well-known 404.html 422.html 500.html 502.html 503.html admin api apple-touch-icon.png assets dashboard deploy.html explore
   favicon.ico favicon.png files groups health_check help import jwt login oauth profile projects public robots.txt s search sitemap
   sitemap.xml sitemap.xml.gz slash-command-logo.png snippets unsubscribes uploads users v2`.split(/\s+/),
)

/** Expects the name in lower case. */
export function isReservedUsername(username: string): boolean {
  return reserved.has(username)
}
