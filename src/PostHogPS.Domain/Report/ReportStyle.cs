namespace PostHogPS.Report;

/// <summary>How the page looks: light and dark, screen and paper, wide and narrow.</summary>
internal static class ReportStyle
{
    internal const string Sheet = """
        :root{color-scheme:light dark;--bg:#f5f6f8;--card:#fff;--ink:#1c2128;--soft:#57606a;--line:#d8dee4;--fill:#eef1f4;--ok:#46a86b;--run:#2f81f7;--fai:#cf222e;--mis:#d98200;--bil:#8250df;--pau:#a3adb8;--good:#1a7f37;--goodbg:#dff5e5;--bad:#b3171f;--badbg:#ffe5e3;--warn:#8a5300;--warnbg:#fff1d3;--vol:#4f7cc9;--focus:#0969da}
        @media (prefers-color-scheme:dark){:root{--bg:#0e1217;--card:#161b22;--ink:#e3e8ee;--soft:#9aa4b0;--line:#2b333d;--fill:#1e252e;--ok:#3a9d5d;--run:#58a6ff;--fai:#ff6259;--mis:#f0a63c;--bil:#b392f0;--pau:#6a7683;--good:#5fd083;--goodbg:#13301d;--bad:#ff8a84;--badbg:#3c1619;--warn:#f0b95a;--warnbg:#38290c;--vol:#6d9bea;--focus:#58a6ff}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--bg);color:var(--ink);font:15px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;font-variant-numeric:tabular-nums}
        header,main,footer{max-width:1180px;margin:0 auto;padding:0 20px}
        header{padding-top:26px}
        h1{font-size:26px;line-height:1.2;margin:0 0 4px}
        h2{font-size:19px;margin:34px 0 10px}
        h3{font-size:14px;margin:0}
        p{margin:6px 0}
        .where,footer{color:var(--soft)}
        .verdict{font-size:17px;font-weight:600;padding:11px 14px;border-radius:8px;margin:14px 0}
        .verdict.good,.badge.good{background:var(--goodbg);color:var(--good)}
        .verdict.bad,.badge.bad{background:var(--badbg);color:var(--bad)}
        .verdict.warn,.badge.warn{background:var(--warnbg);color:var(--warn)}
        nav ul,.legend{list-style:none;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:6px 18px}
        a{color:var(--focus)}
        .skip{position:absolute;left:-999px;background:var(--card);padding:8px 12px;z-index:2}
        .skip:focus{left:8px;top:8px}
        :focus-visible{outline:3px solid var(--focus);outline-offset:2px;border-radius:4px}
        .tiles{display:grid;grid-template-columns:repeat(7,1fr);gap:10px;margin:18px 0}
        .tile{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:10px 14px}
        .tile dt{color:var(--soft);font-size:13px}
        .tile dd{margin:0;font-size:24px;font-weight:650;white-space:nowrap}
        .tile.good dd{color:var(--good)}.tile.bad dd{color:var(--bad)}.tile.warn dd{color:var(--warn)}
        .charts{display:grid;grid-template-columns:repeat(3,1fr);gap:12px}
        .body .charts{grid-template-columns:repeat(auto-fit,minmax(220px,1fr))}
        .body figure{margin:10px 0}
        section.charts figure{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:10px 14px}
        figure{margin:0}
        figcaption{font-size:13px;color:var(--soft);margin-bottom:6px}
        figcaption b{color:var(--ink)}
        .chart{display:block;width:100%;height:60px;background:linear-gradient(var(--line),var(--line)) bottom/100% 1px no-repeat}
        .ok{fill:var(--ok)}.run{fill:var(--run)}.fai{fill:var(--fai)}.mis{fill:var(--mis)}.bil{fill:var(--bil)}.pau{fill:var(--pau)}.vol{fill:var(--vol)}.held{fill:var(--mis)}.lag{fill:var(--mis);opacity:.75}
        .limit{stroke:var(--soft);stroke-dasharray:4 4;vector-effect:non-scaling-stroke;fill:none}
        .off{position:absolute}
        .tools{display:flex;flex-wrap:wrap;gap:8px 24px;justify-content:space-between;font-size:13px;margin-bottom:8px}
        .legend i{display:inline-block;width:14px;height:12px;margin-right:5px;border-radius:2px;vertical-align:-1px;background:var(--ok)}
        .legend .run{background:var(--run)}.legend .fai{background:var(--fai);height:16px;vertical-align:-3px}.legend .mis{background:var(--mis);height:7px;vertical-align:-2px}.legend .bil{background:var(--bil);height:16px;vertical-align:-3px}.legend .pau{background:var(--pau);height:3px;vertical-align:3px}
        .filter{cursor:pointer}
        body:has(#only:checked) .fine{display:none}
        .project{background:var(--card);border:1px solid var(--line);border-radius:8px;margin-bottom:16px;overflow:hidden}
        .row{display:grid;grid-template-columns:minmax(190px,1.5fr) 116px 3.2fr 66px 82px 62px;gap:4px 12px;align-items:center;padding:7px 14px}
        .head{background:var(--fill);color:var(--soft);font-size:12px}
        .head h3{color:var(--ink)}
        .axis{position:relative;height:17px;overflow:hidden}
        .axis span{position:absolute;padding-left:3px;border-left:1px solid var(--line);white-space:nowrap}
        .export{border-top:1px solid var(--line)}
        summary{cursor:pointer;list-style:none}
        summary::-webkit-details-marker{display:none}
        summary:hover{background:var(--fill)}
        summary:focus-visible{outline-offset:-3px}
        .name{overflow-wrap:anywhere;font-weight:600}
        .name::before,.cause summary::before{content:"";display:inline-block;border:4px solid transparent;border-left:6px solid var(--soft);margin-right:6px}
        details[open]>summary .name::before,.cause[open] summary::before{transform:rotate(90deg) translate(2px,2px)}
        .badge{display:inline-block;font-size:12px;font-weight:600;border-radius:10px;padding:0 8px;white-space:nowrap}
        .head .axis{grid-column:3}
        .badge.quiet{background:var(--fill);color:var(--soft)}
        .strip{display:block;width:100%;height:20px}
        .grid{fill:var(--card);opacity:.8}
        .num{text-align:right;white-space:nowrap}
        .num .label{display:none;color:var(--soft);font-size:12px}
        .body{padding:2px 14px 16px 30px}
        .facts{display:flex;flex-wrap:wrap;gap:4px 24px;margin:10px 0}
        .facts dt{color:var(--soft);font-size:12px}
        .facts dd{margin:0;overflow-wrap:anywhere}
        pre,code{font:13px/1.45 ui-monospace,SFMono-Regular,Consolas,"Liberation Mono",monospace}
        pre{background:var(--fill);border-radius:6px;padding:10px 12px;white-space:pre-wrap;overflow-wrap:anywhere;margin:8px 0}
        .error{border-left:4px solid var(--fai)}
        code{background:var(--fill);border-radius:4px;padding:1px 5px;overflow-wrap:anywhere}
        .paste,.next code{user-select:all}
        .scroll{overflow-x:auto;margin:10px 0}
        table{border-collapse:collapse;font-size:13px;width:100%}
        caption{text-align:left;font-weight:600;padding-bottom:4px}
        th{text-align:left;color:var(--soft);font-weight:500}
        th,td{padding:3px 14px 3px 0;border-top:1px solid var(--line);vertical-align:top;white-space:nowrap}
        td:last-child{white-space:normal;min-width:220px}
        td.num{padding-right:24px}
        .cause{background:var(--card);border:1px solid var(--line);border-radius:8px;margin-bottom:8px}
        .cause summary{display:flex;gap:10px;align-items:center;padding:8px 14px}
        .what{flex:1;overflow-wrap:anywhere}
        footer{padding-top:22px;padding-bottom:34px;font-size:13px}
        @media screen and (max-width:900px){.tiles{grid-template-columns:repeat(4,1fr)}}
        @media screen and (max-width:760px){
        header,main,footer{padding-left:12px;padding-right:12px}
        .tiles{grid-template-columns:repeat(2,1fr)}.tile:last-child{grid-column:1/-1}
        td:last-child{min-width:440px}
        .charts{grid-template-columns:1fr}
        .row{grid-template-columns:repeat(3,1fr)}
        .row .name{grid-column:1/3}.row .state{text-align:right}
        .row .strip,.head .axis,.row h3{grid-column:1/-1}
        .row.head .num{display:none}
        .row .num{text-align:left}
        .num .label{display:inline}
        .axis span:nth-child(even){display:none}
        .body{padding-left:14px}
        .cause summary{flex-wrap:wrap}
        .what{flex-basis:100%;order:3}
        }
        @media print{
        @page{margin:12mm}
        :root{--bg:#fff}
        body{font-size:11px;print-color-adjust:exact;-webkit-print-color-adjust:exact}
        header,main,footer{max-width:none;padding-left:0;padding-right:0}
        nav,.filter,.skip{display:none}
        .tiles{grid-template-columns:repeat(7,1fr)}
        .charts{grid-template-columns:repeat(3,1fr)}
        .row{grid-template-columns:150px 88px 3fr 44px 54px 44px;padding:5px 10px}
        pre,code,table{font-size:10px}.badge,.head,.tile dt,figcaption,.tools{font-size:10px}.tile dd{font-size:17px}h1{font-size:21px}h2{font-size:15px;margin-top:20px}.verdict{font-size:13px}
        .axis span:nth-child(even){display:none}
        summary,figure,tr,.tile{break-inside:avoid}
        h2,h3,.head{break-after:avoid}
        .project{overflow:visible}
        }

        """;
}
