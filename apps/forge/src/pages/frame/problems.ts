import { type Html, html } from '@poolhouse/pages'

/** The list of a form's problems: sentences without a full stop. */
export function problemList(problems: readonly string[]): Html | undefined {
  if (problems.length === 0) return undefined
  const count = problems.length === 1 ? '1 error' : `${problems.length} errors`
  return html`<div class="problems" role="alert" data-testid="problems">
<p>The form contains the following ${problems.length === 1 ? 'error' : count}:</p>
<ul>
${problems.map(
  (problem) => html`<li>${problem}</li>
`,
)}</ul>
</div>`
}
