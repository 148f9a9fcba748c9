import { type Asset, asset } from './asset.ts'
import { customProperties, dark, light } from './palette.ts'

const ground = `
:root { color-scheme: light dark; ${customProperties(light)} --radius: 0.625rem; --shadow: 0 1px 2px rgb(14 37 48 / 0.06), 0 12px 40px -12px rgb(14 37 48 / 0.18); }
@media (prefers-color-scheme: dark) {
  :root { ${customProperties(dark)} --shadow: 0 1px 2px rgb(0 0 0 / 0.3), 0 16px 48px -16px rgb(0 0 0 / 0.6); }
}
*, ::before, ::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; min-height: 100vh; min-height: 100dvh; position: relative; isolation: isolate;
  background: var(--surface); color: var(--ink);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif;
  overflow-wrap: anywhere;
}
h1, h2, p, ul, dl, dd, pre { margin: 0; padding: 0; }
h1 { font-size: 1.5rem; line-height: 1.25; font-weight: 650; letter-spacing: -0.015em; text-wrap: balance; }
h2 { font-size: 1rem; line-height: 1.4; font-weight: 650; }
ul { list-style: none; }
a { color: var(--link); font-weight: 550; text-decoration: underline; text-decoration-color: transparent; text-underline-offset: 0.2em; text-decoration-thickness: 1px; transition: text-decoration-color 120ms; }
a:hover { text-decoration-color: currentColor; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 4px; }
[hidden] { display: none !important; }
.mark { display: block; flex: none; }
.mark-tile { fill: #0b6575; }
.mark-roof, .mark-wave { fill: none; stroke: #fff; stroke-width: 2.4; stroke-linecap: round; stroke-linejoin: round; }
.mark-wave { stroke: #8fe3ec; }
.mark-far { stroke: #4fb4c1; }
`

const cardRules = `
.shell { min-height: 100vh; min-height: 100dvh; display: flex; flex-direction: column; }
.card { flex: 1; width: 100%; padding: 2rem 1.5rem; }
.heading { margin-bottom: 1.75rem; }
.heading h1 { margin-top: 1.25rem; }
.lead { margin-top: 0.375rem; color: var(--muted); text-wrap: pretty; }
.name { color: var(--ink); font-weight: 600; }
.foot { padding: 3.5rem 1.5rem 1.25rem; color: var(--muted); font-size: 0.8125rem; text-align: center; letter-spacing: 0.01em; }
.waterline { display: block; position: absolute; z-index: -1; inset: auto 0 0; width: 100%; height: 6rem; }
.water-far { fill: var(--water); opacity: 0.5; }
.water-near { fill: var(--water); }
@media (min-width: 34rem) {
  body { background: var(--canvas); }
  .shell { align-items: center; padding: 2rem 1.5rem 0; }
  .shell::before { content: ""; flex: 2; }
  .card { flex: none; width: 27rem; padding: 2.5rem; background: var(--surface); border: 1px solid var(--edge); border-radius: 1.25rem; box-shadow: var(--shadow); }
  .foot { flex: 3; display: flex; align-items: flex-end; }
  .waterline { height: 10rem; }
}
`

const formRules = `
.form { display: grid; gap: 1.125rem; }
.field { display: grid; gap: 0.375rem; }
label { font-size: 0.875rem; line-height: 1.4; font-weight: 600; }
.optional { color: var(--muted); font-weight: 400; }
input, textarea {
  width: 100%; min-height: 3rem; padding: 0.625rem 0.875rem;
  font: inherit; color: var(--ink); background: var(--field);
  border: 1px solid var(--field-edge); border-radius: var(--radius);
  transition: border-color 120ms, box-shadow 120ms;
}
textarea { resize: vertical; display: block; }
input:hover, textarea:hover { border-color: var(--muted); }
input:focus-visible, textarea:focus-visible { outline: 2px solid var(--focus); outline-offset: -1px; border-color: var(--focus); border-radius: var(--radius); }
input[aria-invalid], textarea[aria-invalid] { border-color: var(--error); box-shadow: inset 0 0 0 1px var(--error); }
input:-webkit-autofill { -webkit-text-fill-color: var(--ink); box-shadow: inset 0 0 0 4rem var(--field); caret-color: var(--ink); }
.field-error { color: var(--error); font-size: 0.875rem; line-height: 1.4; }
.code { font-size: 1.25rem; letter-spacing: 0.25em; font-variant-numeric: tabular-nums; }
.password { position: relative; }
.reveal {
  position: absolute; inset: 1px 1px 1px auto; padding: 0 0.875rem; min-width: 3.75rem;
  font: inherit; font-size: 0.875rem; font-weight: 550; color: var(--link); background: none; border: 0; border-radius: var(--radius); cursor: pointer;
}
.reveal:hover { text-decoration: underline; text-underline-offset: 0.2em; }
.reveal:focus-visible { outline-offset: -4px; border-radius: var(--radius); }
.password:has(.reveal:not([hidden])) input { padding-inline-end: 4.5rem; }
input::-ms-reveal { display: none; }
.beside { margin-top: -0.5rem; font-size: 0.875rem; text-align: end; }
.who { color: var(--muted); }
.submit {
  display: flex; align-items: center; justify-content: center; width: 100%; min-height: 3rem; margin-top: 0.375rem; padding: 0.625rem 1.25rem;
  font: inherit; font-weight: 600; text-align: center; text-decoration: none; color: var(--on-accent); background: var(--accent);
  border: 1px solid transparent; border-radius: var(--radius); cursor: pointer; transition: background-color 120ms, opacity 120ms;
}
.submit:hover { background: var(--accent-hover); }
.submit:active { transform: translateY(1px); }
.submit:focus-visible { outline-offset: 3px; border-radius: var(--radius); }
form[aria-busy="true"] .submit { opacity: 0.65; cursor: progress; }
.aside { margin-top: 1.5rem; color: var(--muted); font-size: 0.9375rem; text-align: center; }
.aside + .aside { margin-top: 0.75rem; }
.plain { font: inherit; font-weight: 550; color: var(--link); background: none; border: 0; padding: 0; cursor: pointer; }
.plain:hover { text-decoration: underline; text-underline-offset: 0.2em; text-decoration-thickness: 1px; }
.onward { margin-top: 1.5rem; }
.for-password-managers { position: absolute; width: 1px; height: 1px; min-height: 0; padding: 0; border: 0; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
`

const messageRules = `
.banner { position: relative; margin-bottom: 1.25rem; padding: 0.75rem 0.875rem 0.75rem 2.75rem; font-size: 0.9375rem; line-height: 1.45; border: 1px solid; border-radius: var(--radius); }
.banner::before {
  position: absolute; inset: 0.8125rem auto auto 0.875rem; width: 1.25rem; height: 1.25rem; border-radius: 50%;
  font-size: 0.8125rem; line-height: 1.25rem; font-weight: 700; text-align: center; color: var(--surface);
}
.bad { color: var(--error); background: var(--error-surface); border-color: var(--error-edge); }
.banner a { color: inherit; text-decoration-color: currentColor; }
.bad::before { content: "!"; content: "!" / ""; background: var(--error); }
.good { color: var(--success); background: var(--success-surface); border-color: var(--success-edge); }
.good::before { content: "\\2713"; content: "\\2713" / ""; background: var(--success); }
.note { color: var(--ink); background: var(--field); border-color: var(--edge); }
.note::before { content: "i"; content: "i" / ""; background: var(--muted); }
.reference { color: var(--muted); font-size: 0.875rem; }
code { font: 0.9375em/1.4 ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
.rules { margin-top: 0.25rem; color: var(--muted); font-size: 0.875rem; line-height: 1.5; }
.rules ul { display: grid; grid-template-columns: repeat(auto-fit, minmax(10.25rem, 1fr)); gap: 0.125rem 1rem; margin-top: 0.25rem; }
.rules li { position: relative; padding-inline-start: 1.375rem; transition: color 120ms; }
.rules li::before { content: ""; position: absolute; inset: 0.5em auto auto 0.3125rem; width: 0.375rem; height: 0.375rem; border: 1.5px solid var(--field-edge); border-radius: 50%; }
.rules .met { color: var(--success); }
.rules .met::before { content: "\\2713"; content: "\\2713" / ""; inset: 0 auto auto 0.0625rem; width: auto; height: auto; border: 0; font-weight: 700; }
`

const deskRules = `
body:has(.desk) { background: var(--canvas); }
.desk { max-width: 60rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
.desk-heading { display: flex; flex-wrap: wrap; align-items: center; gap: 0.75rem 1rem; margin-bottom: 1.5rem; }
.desk-heading > div { flex: 1 1 14rem; }
.desk-heading .lead { margin-top: 0.125rem; }
.secondary { padding: 0.5rem 1rem; font-size: 0.9375rem; text-decoration: none; background: var(--surface); border: 1px solid var(--edge); border-radius: var(--radius); }
.secondary:hover { border-color: var(--field-edge); }
.sheet { background: var(--surface); border: 1px solid var(--edge); border-radius: 1rem; box-shadow: var(--shadow); overflow: hidden; }
.sheet section { padding: 1.25rem 1.5rem; }
.sheet section + section { border-top: 1px solid var(--edge); }
.empty { padding: 4rem 1.5rem; color: var(--muted); text-align: center; }
.mails li + li { border-top: 1px solid var(--edge); }
.mail { display: grid; gap: 0.125rem 1.5rem; padding: 0.875rem 1.5rem; color: var(--ink); font-weight: 400; text-decoration: none; }
.mail:hover { background: var(--canvas); }
.mail:focus-visible { outline-offset: -4px; border-radius: 1rem; }
.mail-subject { font-weight: 600; }
.mail-people, .mail-time { color: var(--muted); font-size: 0.875rem; }
.mail-person { display: inline-block; margin-inline-end: 0.75rem; }
.mail-people bdi { color: var(--ink); }
.mail-time { font-variant-numeric: tabular-nums; }
@media (min-width: 40rem) {
  .mail { grid-template-columns: 1fr auto; }
  .mail-time { grid-area: 1 / 2; }
}
.headers div { display: grid; gap: 0 1rem; padding: 0.25rem 0; }
.headers dt { color: var(--muted); font-size: 0.875rem; line-height: 1.7; }
@media (min-width: 40rem) { .headers div { grid-template-columns: 9rem 1fr; } }
.mail-text { margin-top: 0.5rem; font: 0.9375rem/1.6 ui-monospace, "SF Mono", Menlo, Consolas, monospace; white-space: pre-wrap; }
.mail-html { display: block; width: 100%; height: 30rem; margin-top: 0.75rem; background: #fff; border: 1px solid var(--edge); border-radius: var(--radius); color-scheme: light; }
`

const circumstances = `
@media (prefers-reduced-motion: reduce) { * { transition: none !important; } }
@media (prefers-contrast: more) { :root { --muted: var(--ink); --field-edge: var(--ink); --edge: var(--ink); } a { text-decoration-color: currentColor; } }
@media (forced-colors: active) { .waterline { display: block; position: absolute; z-index: -1; inset: auto 0 0; width: 100%; height: 6rem; } .mark { forced-color-adjust: none; } }
@media (max-height: 40rem) and (min-width: 34rem) { .waterline { height: 5rem; } }
`

/** One style sheet for all pages: for phones first, light or dark as the system prefers. */
export const stylesheet: Asset = asset({
  name: 'pages',
  extension: 'css',
  contentType: 'text/css; charset=utf-8',
  content: ground + cardRules + formRules + messageRules + deskRules + circumstances,
})
