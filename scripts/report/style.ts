import { paletteCss } from "./palette.ts";

/** The report's style: one column on a phone, two charts side by side where there is room. */
export function pageCss(): string {
  return `${paletteCss()}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.55 system-ui,sans-serif;overflow-wrap:anywhere}
main{max-width:940px;margin:0 auto;padding:20px 16px 48px}
h1{font-size:1.7rem;line-height:1.2;margin:.2em 0 .4em}h2{font-size:1.2rem;margin:1.6em 0 .5em}h3{font-size:1rem;margin:0}
p{margin:.3em 0 .8em}small{display:block;color:var(--faint);font-weight:400;font-size:.82rem}
.faint{color:var(--faint);font-size:.88rem}
.charts{display:grid;gap:16px}.chart,.act{background:var(--panel);border:1px solid var(--line);border-radius:10px;padding:14px}
.chart svg{display:block;width:100%;height:auto;margin-top:8px}.chart .wide{display:none}
.legend{list-style:none;margin:6px 0 0;padding:0;display:flex;flex-wrap:wrap;gap:4px 16px;font-size:.85rem}
.legend i{display:inline-block;width:18px;height:0;border-top:3px solid var(--mark);margin-right:6px;vertical-align:middle}.legend i.dashed{border-top-style:dashed}
.unit{font-weight:400;color:var(--faint);font-size:.88rem}
.key{list-style:none;margin:8px 0 0;padding:0;display:flex;flex-wrap:wrap;gap:2px 14px;font-size:.82rem;color:var(--faint)}.key b{color:var(--ink)}.key .loss,.key .loss b{color:var(--loss)}.look{margin:0;padding-left:1.2em}
ol.acts{list-style:none;margin:0;padding:0;display:grid;gap:12px}.act p{margin:.25em 0}.act .outcome{font-variant-numeric:tabular-nums}
details{margin-top:.4em}summary{cursor:pointer;color:var(--faint);font-size:.88rem}details ol{margin:.5em 0 0;padding-left:1.4em;font-size:.86rem}
table{border-collapse:collapse;width:100%;font-size:.92rem;font-variant-numeric:tabular-nums}
th,td{text-align:left;vertical-align:top;padding:7px 10px 7px 0;border-bottom:1px solid var(--line)}
thead th{color:var(--faint);font-weight:600;font-size:.82rem}tr.sum th,tr.sum td{font-weight:700}
td.number,th.number{text-align:right;padding-right:0;white-space:nowrap}.gain{color:var(--gain)}.loss{color:var(--loss)}
table.layers th,table.layers .gain,table.layers .loss{white-space:nowrap}
@media(max-width:599px){
table.stacking thead{display:none}table.stacking tr{display:block;border-bottom:1px solid var(--line);padding:8px 0}
table.stacking th{display:block;border:0;padding:1px 0}table.stacking td{border:0;padding:1px 0}
table.stacking td{display:grid;grid-template-columns:5.5em 1fr}table.stacking td::before{content:attr(data-label);color:var(--faint)}
td.number{font-size:.8rem}}
@media(min-width:840px){.chart .narrow{display:none}.chart .wide{display:block}}
@media(min-width:940px){main{padding-top:36px}}
@media print{.act,.chart{break-inside:avoid}}`;
}
