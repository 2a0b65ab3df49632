// How it looks. One sheet for all elements of a page, made by script and adopted by their
// shadows, which a policy of style-src 'self' allows. Colours, sizes and the typeface are
// variables of the page (--shirube-…). What a page says of all its elements with
// !important does not hide the element: in a shadow, :host with !important wins.

const light = `
--ink: var(--shirube-ink, #20272a);
--soft: var(--shirube-soft, #566065);
--surface: var(--shirube-surface, #fff);
--sunk: var(--shirube-sunk, #f1f0ea);
--line: var(--shirube-line, #dcdad2);
--edge: var(--shirube-edge, #79868a);
--accent: var(--shirube-accent, #14606b);
--accent-ink: var(--shirube-accent-ink, #fff);
--accent-soft: var(--shirube-accent-soft, #e6f1f1);
--mark: var(--shirube-mark, #fff0b3);
--mark-ink: var(--shirube-mark-ink, #20272a);
--warn: var(--shirube-warn, #fff6e5);
--warn-line: var(--shirube-warn-line, #d9a441);
--warn-ink: var(--shirube-warn-ink, #5e3c00);
--alarm: var(--shirube-alarm, #fdecea);
--alarm-line: var(--shirube-alarm-line, #c0392b);
--alarm-ink: var(--shirube-alarm-ink, #7a1710);
--focus: var(--shirube-focus, #0b6bcb);
--shadow: var(--shirube-shadow, 0 1px 2px #20272a14, 0 12px 32px #20272a24);
color-scheme: light;`;

const dark = `
--ink: var(--shirube-ink, #e6e9e8);
--soft: var(--shirube-soft, #a8b2b4);
--surface: var(--shirube-surface, #1c2326);
--sunk: var(--shirube-sunk, #252e32);
--line: var(--shirube-line, #364145);
--edge: var(--shirube-edge, #7f8c90);
--accent: var(--shirube-accent, #7cc7d0);
--accent-ink: var(--shirube-accent-ink, #0d2226);
--accent-soft: var(--shirube-accent-soft, #1f383c);
--mark: var(--shirube-mark, #5c4a10);
--mark-ink: var(--shirube-mark-ink, #fff3cc);
--warn: var(--shirube-warn, #33290f);
--warn-line: var(--shirube-warn-line, #a07a2b);
--warn-ink: var(--shirube-warn-ink, #f4dca6);
--alarm: var(--shirube-alarm, #3b1a17);
--alarm-line: var(--shirube-alarm-line, #d9665a);
--alarm-ink: var(--shirube-alarm-ink, #ffd5d0);
--focus: var(--shirube-focus, #8ab8ff);
--shadow: var(--shirube-shadow, 0 12px 32px #0009);
color-scheme: dark;`;

const host = `
:host { display: block !important; visibility: visible !important; opacity: 1 !important; filter: none !important; clip-path: none !important;
content-visibility: visible !important; pointer-events: auto !important; }
:host([hidden]) { display: none !important; }
.probe { background-color: Canvas; }
.base { all: initial; ${light} }
.base[data-dark] { ${dark} }
`;

const base = `
*, ::before, ::after { box-sizing: border-box; }
.base { display: block; position: relative; color: var(--ink);
font: 400 var(--shirube-font-size, max(16px, 1rem))/1.75 var(--shirube-font, "Hiragino Sans", "Hiragino Kaku Gothic ProN", "Noto Sans JP", "Noto Sans CJK JP", "Yu Gothic UI", "Yu Gothic", Meiryo, system-ui, sans-serif);
line-break: strict; overflow-wrap: anywhere; text-align: start; container: shirube / inline-size; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
.modal.base { container: none; display: inline-block; }
[hidden] { display: none !important; }
h2, h3, p, ol, ul, fieldset, legend { margin: 0; padding: 0; border: 0; min-width: 0; }
ol, ul { list-style: none; }
button, input { font: inherit; color: inherit; letter-spacing: inherit; margin: 0; }
button { cursor: pointer; }
a { color: var(--accent); text-decoration-thickness: .06em; text-underline-offset: .22em; }
mark { color: var(--mark-ink); background: var(--mark); border-radius: .15em; padding: 0 .06em; font-weight: 600; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 4px; }
.unseen { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.icon { display: block; width: 1.25em; height: 1.25em; fill: none; stroke: currentcolor; stroke-width: 1.75; stroke-linecap: round; stroke-linejoin: round; flex: none; }
`;

const box = `
.box { position: relative; }
.form { position: relative; display: flex; align-items: stretch; min-height: 3em; background: var(--surface); border: 1px solid var(--edge); border-radius: var(--shirube-radius, .625em); }
.form:focus-within { border-color: var(--focus); box-shadow: 0 0 0 3px color-mix(in srgb, var(--focus) 30%, transparent); }
.sign { display: flex; align-items: center; padding-inline: .875em .5em; color: var(--soft); }
input[type="text"] { flex: 1; min-width: 0; width: 0; padding: .5em 0; border: 0; background: none; appearance: none; outline: 0; }
input::placeholder { color: var(--soft); opacity: 1; }
.clear { display: grid; place-items: center; width: 2.75em; min-width: 44px; padding: 0; border: 0; background: none; color: var(--soft); }
.clear:hover { color: var(--ink); }
.clear .icon { width: 1.125em; height: 1.125em; }
.submit { padding: 0 1.25em; min-width: 44px; border: 0; border-radius: 0 calc(var(--shirube-radius, .625em) - 1px) calc(var(--shirube-radius, .625em) - 1px) 0; background: var(--accent); color: var(--accent-ink); font-weight: 700; letter-spacing: .06em; white-space: nowrap; }
.submit:hover { background: color-mix(in srgb, var(--accent) 88%, var(--ink)); }
.submit:focus-visible { outline-offset: -5px; outline-color: var(--accent-ink); }
.form::after { content: ""; position: absolute; inset: auto .625em 0; height: 2px; background: var(--accent); border-radius: 2px; opacity: 0; transform-origin: left; }
[data-busy] .form::after { opacity: .9; animation: busy 1.4s ease-in-out infinite; animation-delay: .25s; animation-fill-mode: backwards; }
@keyframes busy { 0% { transform: scaleX(0); } 60% { transform: scaleX(.7); } 100% { transform: scaleX(1); opacity: 0; } }
`;

const panel = `
.panel { background: var(--surface); color: var(--ink); }
.box > .panel { position: absolute; z-index: var(--shirube-z, 1000); top: calc(100% + .5em); left: var(--left, 0); width: var(--width, 100%); max-height: min(var(--height, 70vh), 44em); overflow: hidden auto; overscroll-behavior: contain; border: 1px solid var(--line); border-radius: var(--shirube-radius, .625em); box-shadow: var(--shadow); }
.above:not(:empty) { padding: .75em .875em .25em; }
.above > * + * { margin-top: .625em; }
.urgent, .notices { padding: .625em .875em; border: 1px solid; border-left-width: .3125em; border-radius: .5em; font-size: .875em; line-height: 1.7; }
.urgent { display: flex; gap: .75em; color: var(--alarm-ink); background: var(--alarm); border-color: var(--alarm-line); font-weight: 700; font-size: .9375em; }
.urgent .icon { width: 1.75em; height: 1.75em; }
.notices { color: var(--warn-ink); background: var(--warn); border-color: var(--warn-line); }
.urgent p + p, .notices p + p { margin-top: .25em; }
.remark, .waiting { font-size: .875em; color: var(--soft); }
.waiting { padding-block: .5em .625em; }
.problem { display: flex; flex-wrap: wrap; align-items: center; gap: .5em 1em; padding-bottom: .5em; }
.problem p { flex: 1 1 14em; }
.nothing { padding-block: .25em .5em; }
.nothing p { font-size: .9375em; }
.nothing .nothing-title { font-weight: 700; font-size: 1em; }
.plain { min-height: 44px; padding: .25em 1em; border: 1px solid var(--edge); border-radius: .5em; background: var(--surface); color: var(--accent); font-size: .9375em; }
.plain:hover { background: var(--accent-soft); }
.group { padding-bottom: .375em; }
.group + .group { border-top: 1px solid var(--line); }
.group-title { padding: .75em 1.0625em .25em; font-size: .8125em; font-weight: 700; line-height: 1.5; color: var(--soft); letter-spacing: .04em; }
.option { display: block; position: relative; min-height: 44px; padding: .5em 1em; margin-inline: .1875em; border: 2px solid transparent; border-radius: .5em; color: inherit; text-decoration: none; cursor: pointer; scroll-margin-block: 3em .5em; }
.option:hover { background: var(--sunk); }
.option[aria-selected="true"] { background: var(--accent-soft); border-color: var(--accent); }
.option .title { display: block; font-weight: 700; line-height: 1.55; letter-spacing: .01em; word-break: auto-phrase; }
.option.suggestion .title, .option.literal .title { font-weight: 400; }
.option.suggestion, .option.literal, .option.all, .option.risks { display: flex; align-items: center; }
.option.all .title { color: var(--accent); }
.option.risks { padding-block: .125em; margin-inline-start: 1em; }
.option.risks .title { font-size: .875em; font-weight: 600; color: var(--alarm-ink); text-decoration: underline; text-decoration-thickness: .06em; text-underline-offset: .22em; }
.option.suggestion { flex-wrap: wrap; column-gap: .75em; }
.context { font-size: .8125em; color: var(--soft); }
.option.suggestion mark { background: none; color: var(--accent); font-weight: 700; }
.group.last { padding-top: .375em; }
`;

const hit = `
.where { display: flex; flex-wrap: wrap; align-items: baseline; gap: .125em .625em; margin-top: .25em; font-size: .875em; line-height: 1.6; }
.where:empty { display: none; }
.heading { color: var(--soft); }
.snippet { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow: hidden; margin-top: .25em; font-size: .9375em; line-height: 1.75; }
.snippet.full { display: block; white-space: pre-line; }
.evidence { display: flex; flex-wrap: wrap; gap: 0 1.125em; margin-top: .25em; font-size: .8125em; line-height: 1.65; color: var(--soft); }
.fact { padding: 0 .4em; border: 1px solid var(--line); border-radius: .25em; font-size: .9231em; }
.badges { display: inline-flex; flex-wrap: wrap; gap: .25em .375em; }
.badge { padding: 0 .5em; border: 1px solid var(--warn-line); border-radius: .3em; background: var(--warn); color: var(--warn-ink); font-size: .9286em; white-space: nowrap; }
.badge.unapproved { border-color: var(--alarm-line); background: var(--alarm); color: var(--alarm-ink); font-weight: 700; }
.kind { --hue: var(--soft); padding: 0 .625em; border-radius: 9em; background: color-mix(in srgb, var(--hue) 15%, var(--surface)); color: color-mix(in srgb, var(--hue) 45%, var(--ink)); font-weight: 700; font-size: .9286em; white-space: nowrap; }
.kind-effects, .kind-candidates { --hue: #2f8f45; }
.kind-risks, .kind-precautions { --hue: #d0432f; }
.kind-cost { --hue: #8a55cf; }
.kind-downtime, .kind-aftercare { --hue: #2b80c9; }
.kind-procedure, .kind-comparison { --hue: #14908f; }
.kind-faq { --hue: #b98f00; }
span.risks { display: block; margin-top: .5em; padding: .375em .75em; border-left: .1875em solid var(--alarm-line); background: var(--alarm); color: var(--alarm-ink); font-size: .875em; line-height: 1.65; border-radius: 0 .375em .375em 0; }
.risks-label { display: block; font-weight: 700; font-size: .9286em; }
.risks-text { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow: hidden; }
`;

const dialog = `
.opener { display: inline-flex; align-items: center; gap: .625em; min-height: 44px; padding: .25em 1em; border: 1px solid var(--edge); border-radius: var(--shirube-radius, .625em); background: var(--surface); color: var(--ink); }
.opener:hover { border-color: var(--accent); }
.opener .icon { color: var(--soft); }
kbd { padding: 0 .5em; border: 1px solid var(--line); border-radius: .3em; background: var(--sunk); color: var(--soft); font: inherit; font-size: .75em; line-height: 1.7; }
.dialog { inset: 0 auto auto 0; position: fixed; width: 100%; max-width: 100%; height: 100%; max-height: 100%; margin: 0; padding: 0; border: 0; background: none; color: var(--ink); overflow: hidden; text-align: start; }
.dialog::backdrop { background: #14191b99; }
.sheet { display: flex; flex-direction: column; width: min(46em, calc(100% - 2em)); max-height: min(calc(100% - 12vh), 52em); margin: 9vh auto 0; background: var(--surface); border: 1px solid var(--line); border-radius: calc(var(--shirube-radius, .625em) + .125em); box-shadow: var(--shadow); overflow: hidden; }
.bar { display: flex; gap: .5em; padding: .625em; border-bottom: 1px solid var(--line); }
.bar .form { flex: 1; min-width: 0; }
.closer { min-height: 44px; min-width: 44px; padding: 0 .875em; border: 0; border-radius: .5em; background: none; color: var(--accent); white-space: nowrap; }
.closer:hover { background: var(--sunk); }
.sheet .panel { flex: 0 1 auto; overflow: hidden auto; overscroll-behavior: contain; }
@media (max-width: 40em) {
.sheet { width: 100%; height: 100%; max-height: 100%; margin: 0; border: 0; border-radius: 0; }
.bar .submit { display: none; }
}
`;

const page = `
.page .results { margin-top: 1.5em; min-height: var(--shirube-results-min-height, 80vh); }
.page-head { display: flex; flex-wrap: wrap; align-items: baseline; gap: .125em 1em; }
.page-title { font-size: 1.375em; line-height: 1.45; letter-spacing: .02em; word-break: auto-phrase; }
.total { color: var(--soft); font-size: .9375em; font-variant-numeric: tabular-nums; }
.found > * + * { margin-top: 1em; }
.hits > li + li { margin-top: 1em; }
.hit { padding: 1.125em clamp(1em, 3cqi, 1.5em); border: 1px solid var(--line); border-radius: var(--shirube-radius, .625em); background: var(--surface); }
.hit h3 { font-size: 1.125em; line-height: 1.5; }
.hit .title-link { text-decoration: none; }
.hit a.title-link { display: inline-block; min-height: 24px; }
.hit a.title-link:hover { text-decoration: underline; }
.hit .snippet, .hit .risks-text { -webkit-line-clamp: 5; white-space: pre-line; }
.hit .where { margin-top: .375em; }
.hit > .snippet { margin-top: .5em; }
.hit > .evidence { margin-top: .5em; }
.hit.answer { border-color: var(--accent); border-left-width: .3125em; }
.answer-label { font-size: .8125em; font-weight: 700; color: var(--accent); letter-spacing: .04em; }
.risks-link { display: inline-flex; align-items: center; min-height: 44px; font-size: .875em; color: var(--alarm-ink); }
.link { padding: 0; min-height: 24px; border: 0; background: none; color: var(--accent); text-decoration: underline; text-underline-offset: .22em; }
.page .nothing { padding: 1.25em; border: 1px solid var(--line); border-radius: var(--shirube-radius, .625em); background: var(--surface); }
.page .nothing > * + * { margin-top: .5em; }
.instead { display: flex; flex-wrap: wrap; gap: .5em; }
.columns { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.25em; }
.facets-toggle { min-height: 44px; width: 100%; padding: .375em 1em; border: 1px solid var(--edge); border-radius: var(--shirube-radius, .625em); background: var(--surface); color: var(--ink); font-weight: 700; text-align: start; }
.facets-body { display: none; padding-top: .75em; }
.facets-body.open { display: block; }
.facet { padding-block: .75em; }
.facet + .facet { border-top: 1px solid var(--line); }
.facet legend { float: left; width: 100%; font-weight: 700; font-size: .9375em; line-height: 1.6; padding-bottom: .125em; }
.facet legend + * { clear: both; }
.choice { display: flex; align-items: center; gap: .625em; min-height: 44px; font-size: .9375em; line-height: 1.5; cursor: pointer; }
.choice input { flex: none; width: 1.1875em; height: 1.1875em; accent-color: var(--accent); }
.choice-name { flex: 1; }
.count { color: var(--soft); font-size: .8125em; font-variant-numeric: tabular-nums; }
.unfold { border: 0; background: none; padding-inline: 0; text-decoration: underline; text-underline-offset: .22em; }
.chips { display: flex; flex-wrap: wrap; gap: .5em; padding-bottom: .75em; }
.chip { display: inline-flex; align-items: center; gap: .5em; min-height: 44px; padding: .125em .875em; border: 1px solid transparent; border-radius: 9em; background: var(--accent-soft); color: var(--ink); font-size: .875em; text-align: start; }
.chip .icon { width: .875em; height: .875em; color: var(--accent); }
.pages ul { display: flex; flex-wrap: wrap; justify-content: center; gap: .375em; margin-top: 2em; }
.page-link, .gap { display: grid; place-items: center; min-width: 44px; min-height: 44px; padding: .25em .75em; }
.page-link { border: 1px solid var(--line); border-radius: .5em; background: var(--surface); text-decoration: none; }
.page-link[aria-current] { border-color: var(--accent); background: var(--accent); color: var(--accent-ink); font-weight: 700; }
@container shirube (min-width: 52em) {
.columns:has(.facets) { grid-template-columns: 15em minmax(0, 1fr); gap: 2.25em; }
.facets-toggle { display: none; }
.facets-body { display: block; padding-top: 0; }
.choice { min-height: 2.25em; }
}
@media (pointer: coarse) { .choice { min-height: 44px; } }
`;

const preferences = `
@container shirube (max-width: 24em) { .box .sign { padding-inline: .625em .375em; } .submit { padding-inline: .875em; } }
@media (prefers-reduced-motion: reduce) { *, ::before, ::after { animation: none !important; transition: none !important; scroll-behavior: auto !important; } [data-busy] .form::after { opacity: .9; } }
@media (forced-colors: active) {
.form, .panel, .sheet, .option, .badge, .kind, .hit { forced-color-adjust: auto; }
.form:focus-within { outline: 3px solid Highlight; }
.option[aria-selected="true"] { outline: 3px solid Highlight; outline-offset: -3px; }
.kind { border: 1px solid; }
mark { background: Mark; color: MarkText; }
}
@media print { .panel { display: none; } }
`;

let sheet;

/** Gives a shadow the style. */
export function adopt(root) {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(host + base + box + panel + hit + dialog + page + preferences);
  }
  root.adoptedStyleSheets = [sheet];
}

/**
 * Whether an element is to be dark: as its theme says, by auto as the visitor prefers, else as the
 * page around it is, which a page says by color-scheme. A page that knows no dark stays light.
 */
export function isDark(theme, probe) {
  if (theme === "dark" || theme === "light") return theme === "dark";
  if (theme === "auto") return preference.matches;
  const canvas = /\d+/.exec(getComputedStyle(probe).backgroundColor);
  return canvas !== null && +canvas[0] < 128;
}

/** What the visitor prefers. */
export const preference = matchMedia("(prefers-color-scheme: dark)");
