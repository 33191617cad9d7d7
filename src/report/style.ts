/**
 * The style of a page: for screens from 320 pixels wide, and for A4 paper. Every colour has a contrast of 4.5 or more. In
 * print a heading cell's button has no box of its own: Chromium repeats no heading row that has one.
 */
export const STYLE = `
:root { color-scheme: light; --ink: #1a1a1a; --soft: #4a4a4a; --line: #b0b0b0; --link: #1d5a9c; --mark: #fff4ce; }
* { box-sizing: border-box; }
html { font: 100%/1.5 system-ui, 'Segoe UI', Roboto, 'Liberation Sans', Arial, sans-serif; color: var(--ink); background: #fff; }
body { margin: 0; overflow-wrap: break-word; }
header, main, footer { max-width: 72rem; margin: 0 auto; padding: 0 1rem; }
header { border-top: 6px solid var(--link); }
header p { margin: .75rem 0 0; font-weight: 600; }
footer { border-top: 1px solid var(--line); margin-top: 3rem; color: var(--soft); }
h1 { font-size: clamp(1.8rem, 5vw, 2.6rem); line-height: 1.15; margin: .5rem 0 1rem; }
h2 { font-size: 1.6rem; line-height: 1.2; margin: 3rem 0 1rem; border-top: 2px solid var(--ink); padding-top: .5rem; }
h3 { font-size: 1.3rem; line-height: 1.25; margin: 2rem 0 .75rem; }
h4 { font-size: 1.08rem; line-height: 1.3; margin: 0 0 .25rem; }
nav h2 { font-size: 1.1rem; margin: 1.5rem 0 .5rem; border: 0; padding: 0; }
p, li, dd { max-width: 46rem; }
a { color: var(--link); }
a:focus-visible, button:focus-visible, summary:focus-visible, .scroll:focus-visible { outline: 3px solid #b35900; outline-offset: 2px; }
main:focus { outline: none; }
.skip { position: absolute; left: -99rem; background: #fff; padding: .5rem 1rem; z-index: 1; }
.skip:focus { left: .5rem; top: .5rem; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; margin: 0; }
.notice { background: var(--mark); border-left: 6px solid #8a6d00; padding: .75rem 1rem; margin: 1rem 0; max-width: 46rem; }
.notice p { margin: 0; } .notice p + p { margin-top: .5rem; }
.numbers { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: 1rem; margin: 1.5rem 0; }
.numbers div { border: 1px solid var(--line); padding: .75rem; display: flex; flex-direction: column-reverse; justify-content: flex-end; }
.numbers dt { color: var(--soft); } .numbers dd { margin: 0; font-size: 1.8rem; font-weight: 700; line-height: 1.2; }
.facts { display: grid; grid-template-columns: minmax(7rem, max-content) 1fr; gap: .25rem 1rem; }
.facts dt { font-weight: 600; } .facts dd { margin: 0; }
.charts { display: flex; flex-wrap: wrap; gap: 1rem 2rem; align-items: flex-start; }
.indicator { border-top: 1px solid var(--line); padding: 1rem 0; }
.indicator p { margin: .25rem 0; } .note { color: var(--soft); font-size: .94rem; }
figure { margin: 1rem 0 0; width: 100%; flex: 1 1 20rem; max-width: 34rem; min-width: 0; }
.chart { max-width: 24rem; } .chart svg { display: block; width: 100%; height: auto; }
figcaption { font-size: .9rem; color: var(--soft); margin-top: .25rem; }
details { margin-top: .4rem; font-size: .92rem; } summary { cursor: pointer; color: var(--link); padding: .2rem 0; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; min-width: min(100%, 20rem); font-variant-numeric: tabular-nums; margin: .5rem 0; }
caption { text-align: left; font-weight: 600; padding: .25rem 0; }
th, td { text-align: left; vertical-align: top; padding: .3rem .75rem .3rem 0; border-bottom: 1px solid #d8d8d8; overflow-wrap: normal; }
thead th { border-bottom: 2px solid var(--ink); vertical-align: bottom; }
tbody th { font-weight: 600; }
th.figures, td.figures, th.figures button { text-align: right; }
th button { font: inherit; text-align: left; font-weight: 600; color: var(--link); background: none; border: 0; padding: .2rem 0; cursor: pointer; text-decoration: underline; }
th button::after { content: ' \\2195'; } th[aria-sort=ascending] button::after { content: ' \\2191'; } th[aria-sort=descending] button::after { content: ' \\2193'; }
cite { font-style: normal; }
@media (max-width: 30rem) { .facts { display: block; } .facts dd { margin-bottom: .5rem; } }
@page { size: A4; margin: 18mm 16mm; }
@media print {
  html { font-size: 9.5pt; } header, main, footer { max-width: none; padding: 0; }
  nav, .skip, summary { display: none; } details::details-content { content-visibility: visible; height: auto; }
  a { color: inherit; text-decoration: none; } th button { display: contents; color: inherit; text-decoration: none; padding: 0; } th button::after { content: ''; }
  h2 { break-before: page; } h2, h3, h4, caption { break-after: avoid; } figure, .indicator > p, tr, .notice, .numbers div { break-inside: avoid; }
  thead { display: table-header-group; break-inside: avoid; } .scroll { overflow: visible; } .charts { display: block; } figure { max-width: none; }
  .notice, .numbers div { print-color-adjust: exact; }
}
`;
