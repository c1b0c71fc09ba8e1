import { pinLooks } from './pins.ts';

const bandColours = Object.entries(pinLooks)
  .map(([band, { colour }]) => `.pin-${band}{fill:${colour}}`)
  .join('\n');

/** The page's styles: one column of text, light or dark as the reader's system, printable. */
export const pageStyle = `
:root{color-scheme:light dark;--ground:#fbfbf9;--paper:#fff;--ink:#1c2321;--soft:#56605c;--rule:#dcdfda;--accent:#1d6b4f;--notice:#fff4d6;--notice-ink:#5c4200;--map:#e9ebe3;--grid:#d3d7cb;--outline:#6b776f;--searched:#ffffff;--line-certain:#c8102e;--line-probable:#c05e00;--line-possible:#1667c7;--bar:#7d8f88;--edge:#fff}
@media (prefers-color-scheme:dark){:root{--ground:#141817;--paper:#1b201e;--ink:#e6eae7;--soft:#a3aea9;--rule:#333b38;--accent:#7fd1b0;--notice:#3a300f;--notice-ink:#f4dd9a;--map:#171c1e;--grid:#343c40;--outline:#93a19a;--searched:#39454a;--line-certain:#ff8090;--line-probable:#ffac5c;--line-possible:#7fb4ff;--bar:#6f827a}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-behavior:smooth}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums}
main,.masthead>div,footer{max-width:72rem;margin:0 auto;padding:0 1.5rem}
.masthead{border-bottom:1px solid var(--rule);background:var(--paper);padding:2.25rem 0 1.75rem}
.eyebrow{margin:0 0 .35rem;color:var(--accent);font-size:.8rem;font-weight:600;letter-spacing:.08em;text-transform:uppercase}
h1{margin:0;font-size:clamp(1.6rem,1.2rem + 1.8vw,2.3rem);line-height:1.15;font-weight:650;letter-spacing:-.015em;overflow-wrap:anywhere}
h2{margin:0 0 .25rem;font-size:1.3rem;line-height:1.3;font-weight:650;letter-spacing:-.005em}
h3{margin:1.75rem 0 .4rem;font-size:1rem;font-weight:650}
section{padding:2.25rem 0;border-bottom:1px solid var(--rule)}
section:last-child{border-bottom:0}
p{margin:.35rem 0 .9rem;max-width:46rem}
.lead{color:var(--soft)}
a{color:var(--accent)}
.facts{display:flex;flex-wrap:wrap;gap:.35rem 2rem;margin:1rem 0 0;font-size:.92rem}
.facts div{display:flex;gap:.5rem;min-width:0}
.facts dt{color:var(--soft)}
.facts dd{margin:0;overflow-wrap:anywhere}
.notice{margin:1.1rem 0 0;padding:.6rem .9rem;border-radius:.4rem;background:var(--notice);color:var(--notice-ink);max-width:none}
.figures{display:grid;grid-template-columns:repeat(4,1fr);gap:1px;margin:1rem 0 0;padding:0;background:var(--rule);border:1px solid var(--rule);border-radius:.5rem;overflow:hidden}
.figures div{background:var(--paper);padding:.95rem 1.1rem}
.figures dt{color:var(--soft);font-size:.88rem;display:flex;align-items:center;gap:.4rem}
.figures dd{margin:.1rem 0 0;font-size:1.7rem;line-height:1.2;font-weight:600;letter-spacing:-.01em}
.figures small{display:block;font-size:.82rem;font-weight:400;letter-spacing:0;color:var(--soft)}
.pin{width:1.05em;height:1.05em;flex:none;stroke:var(--edge);stroke-width:2;stroke-linejoin:round;vertical-align:-.15em;overflow:visible}
${bandColours}
.pin-icon .pin{width:22px;height:22px;display:block;filter:drop-shadow(0 1px 1px rgb(0 0 0/.45))}
.pin-icon:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:3px}
.map-frame{margin:1rem 0 0;border:1px solid var(--rule);border-radius:.5rem;overflow:hidden;background:var(--paper)}
#map{height:min(34rem,72vh);background:var(--map);z-index:0;font:inherit}
.legend{display:flex;flex-wrap:wrap;gap:.4rem 1.4rem;margin:0;padding:.75rem 1rem;border:0;border-top:1px solid var(--rule);font-size:.92rem}
.legend label{display:inline-flex;align-items:center;gap:.4rem;cursor:pointer}
.legend input{width:1.05rem;height:1.05rem;margin:0;accent-color:var(--accent)}
.legend .dim{color:var(--soft)}
.legend-break{flex-basis:100%;height:0}
.leaflet-container{font:inherit}
.leaflet-popup-content-wrapper,.leaflet-popup-tip{background:var(--paper);color:var(--ink)}
.leaflet-popup-content{margin:.8rem 1rem;font-size:.88rem;line-height:1.5}
.leaflet-popup-content img{display:block;width:100%;height:9.5rem;object-fit:cover;margin:.4rem 0;border-radius:.25rem;background:var(--rule)}
.leaflet-bar a,.leaflet-bar a:hover{background:var(--paper);color:var(--ink);border-color:var(--rule)}
.leaflet-bar a.leaflet-disabled{background:var(--paper);color:var(--soft)}
.leaflet-control-scale-line{background:color-mix(in srgb,var(--paper) 85%,transparent);color:var(--ink);border-color:var(--ink);text-shadow:none}
.scroll{overflow-x:auto;margin:1rem 0 0}
table{border-collapse:collapse;width:100%;font-size:.92rem}
caption{text-align:left;color:var(--soft);padding-bottom:.4rem}
th,td{padding:.42rem .8rem .42rem 0;text-align:left;white-space:nowrap;vertical-align:top;border-bottom:1px solid var(--rule)}
th{font-weight:600}
thead th{color:var(--soft);font-size:.84rem;white-space:nowrap}
td.number,th.number{text-align:right}
.wrap{white-space:normal;overflow-wrap:anywhere;min-width:9rem}
button.link{font:inherit;color:var(--accent);background:none;border:0;padding:0;text-decoration:underline;cursor:pointer}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.chart{display:block;width:100%;height:auto;margin:1rem 0 .5rem}
.chart text{fill:var(--soft);font-size:12px;font-family:inherit}
.chart .axis{stroke:var(--rule)}
.chart .mark{stroke:var(--ink);stroke-dasharray:3 3}
.chart .mark-label{fill:var(--ink)}
.bar-below{fill:var(--bar)}
.bar-certain{fill:#c8102e}.bar-probable{fill:#d96a00}.bar-possible{fill:#1667c7}
.sheet{display:grid;grid-template-columns:repeat(auto-fill,minmax(8.2rem,1fr));gap:1rem .9rem;margin:1rem 0 0;padding:0;list-style:none}
.sheet figure{margin:0}
.sheet img{display:block;width:100%;aspect-ratio:1;object-fit:cover;border-radius:.3rem;background:var(--rule)}
.sheet figcaption{margin-top:.35rem;font-size:.84rem;line-height:1.4}
.sheet .name{display:block;color:var(--soft);overflow-wrap:anywhere}
.reasons{margin:0;padding:0;list-style:none}
.reasons>li{padding:.8rem 0;border-bottom:1px solid var(--rule)}
.reasons p{margin:0 0 .3rem}
.names{margin:0;color:var(--soft);font-size:.88rem;overflow-wrap:anywhere;max-width:none}
code{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.86em}
.stages{display:flex;height:1.6rem;margin:1rem 0 .25rem;border-radius:.3rem;overflow:hidden;gap:2px}
.stages span{background:var(--accent);min-width:2px}
.stages span:nth-child(even){opacity:.62}
details{margin:.75rem 0}
summary{cursor:pointer;color:var(--accent)}
footer{color:var(--soft);font-size:.88rem;padding-top:1.5rem;padding-bottom:3rem}
@media (max-width:52rem){.figures{grid-template-columns:1fr 1fr}}
@media (max-width:36rem){main,.masthead>div,footer{padding-left:1rem;padding-right:1rem}.facts{gap:.2rem 1.25rem}#map{height:64vh}}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
@media print{:root{--ground:#fff;--paper:#fff;--ink:#000;--soft:#444;--rule:#bbb;--accent:#14523c;--map:#fff;--grid:#e4e4e4;--outline:#555;--searched:#fff;--notice:#fff;--notice-ink:#000}body{font-size:10.5pt}table{font-size:8.5pt}th,td{padding-right:.5rem}.wrap{min-width:0}.scroll{overflow:visible}#map{height:11cm}section{padding:1rem 0}h2,h3{break-after:avoid}figure,tr,.reasons>li,.map-frame{break-inside:avoid}.notice{border:1px solid #000}.leaflet-control-zoom,details>summary{display:none}*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
`;
