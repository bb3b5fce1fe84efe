using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using PostHogPS.Report;
using Xunit;

namespace PostHogPS.Domain.Tests.Report;

/// <summary>The page by itself, from made-up histories.</summary>
public sealed partial class ReportPageTests
{
    private static readonly HashSet<string> WithoutEnd = ["meta", "link", "input"];

    [Fact]
    public void Same_input_gives_the_same_file_in_every_culture()
    {
        string expected = ReportSamples.Html(ReportSamples.Many(20));
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            foreach (string culture in new[] { "de-DE", "ar-SA", "tr-TR", "fa-IR" })
            {
                CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
                Assert.Equal(expected, ReportSamples.Html(ReportSamples.Many(20)));
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Every_element_is_closed_in_order()
    {
        var open = new Stack<string>();
        foreach (Match tag in Tag().Matches(Style().Replace(ReportSamples.Html(ReportSamples.Many(8, error: ReportSamples.Hostile)), "")))
        {
            string name = tag.Groups["name"].Value;
            if (tag.Value.StartsWith("</", StringComparison.Ordinal))
                Assert.Equal(open.Pop(), name);
            else if (!WithoutEnd.Contains(name))
                open.Push(name);
        }

        Assert.Empty(open);
    }

    [Fact]
    public void Data_never_becomes_markup()
    {
        string html = ReportSamples.Html(ReportSamples.Many(8, ReportSamples.Hostile, ReportSamples.Hostile));
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;", html, StringComparison.Ordinal);
        Assert.Equal(1, Regex.Count(html, "</style>"));
        Assert.DoesNotContain(html, c => char.IsControl(c) && c != '\n');
        Assert.DoesNotContain(Tag().Matches(html), tag => Regex.IsMatch(Regex.Replace(tag.Value, "\"[^\"]*\"", ""), @"\son\w+="));
    }

    [Fact]
    public void Nothing_is_fetched_from_anywhere()
    {
        string html = ReportSamples.Html(ReportSamples.Many(8, ReportSamples.Hostile, ReportSamples.Hostile));
        Assert.All(Reference().Matches(html), reference => Assert.Matches("^(#|data:,$)", reference.Groups["to"].Value));
        Assert.DoesNotContain("url(", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("@import", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(" src=\"", html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("default-src &#39;none&#39;", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Commands_to_paste_hold_nothing_that_others_wrote()
    {
        string html = ReportSamples.Html(ReportSamples.Many(8, "x\nRemove-Item ~ -Recurse #", "y\nRemove-Item ~ -Recurse"));
        Match paste = Regex.Match(html, "<pre class=\"paste\"[^>]*>(?<text>[^<]*)</pre>");
        Assert.True(paste.Success);
        Assert.All(paste.Groups["text"].Value.Split('\n'), line =>
            Assert.Matches(@"^Repair-PHBatchExport -BatchExport [0-9a-f-]{36}(, [0-9a-f-]{36})* -ProjectId \d+ -After \S+Z -Before \S+Z -Wait$", line));
    }

    [Fact]
    public void Strips_and_charts_say_in_words_what_they_show()
    {
        string html = ReportSamples.Html(ReportSamples.Many(8));
        Assert.All(Regex.Matches(html, "<svg (?!width=\"0\")[^>]*>"), svg => Assert.Matches("role=\"img\" aria-label=\"[^\"]{5,}\"", svg.Value));
        Assert.Contains("Intervals: 167 completed, 1 running.", html, StringComparison.Ordinal);
        Assert.Matches("<title>2026-\\d\\d-\\d\\d \\d\\d:00 to 2026-\\d\\d-\\d\\d \\d\\d:00 UTC: 1 interval failed</title>", html);
    }

    [Fact]
    public void Keyboard_reaches_what_a_mouse_does()
    {
        string html = ReportSamples.Html(ReportSamples.Many(8));
        Assert.Matches("<body><a class=\"skip\" href=\"#exports\">", html.ReplaceLineEndings(""));
        Assert.Contains(":focus-visible{outline:3px", html, StringComparison.Ordinal);
        Assert.Equal(Regex.Count(html, "<details"), Regex.Count(html, "<summary"));
        string[] ids = [.. Regex.Matches(html, " id=\"([^\"]+)\"").Select(m => m.Groups[1].Value)];
        Assert.Equal(ids.Distinct().Count(), ids.Length);
        Assert.All(Regex.Matches(html, " href=\"#([^\"]+)\""), link => Assert.Contains(link.Groups[1].Value, ids));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(50)]
    public void Two_hundred_exports_over_a_week_of_hours_stay_small(int failedPercent)
    {
        string html = ReportSamples.Html(ReportSamples.Many(200, failedPercent: failedPercent));
        int size = Encoding.UTF8.GetByteCount(html);
        Assert.InRange(size, 100_000, 3_000_000);
        TestContext.Current.TestOutputHelper?.WriteLine($"{size} bytes");
    }

    [Fact]
    public void No_exports_is_a_page_too()
    {
        string html = ReportSamples.Html(ReportSamples.Many(0));
        Assert.Contains("There are no batch exports here.", html, StringComparison.Ordinal);
        Assert.Contains("No run failed in this window.", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_window_in_which_no_interval_was_due_is_not_called_complete()
    {
        ReportData report = ReportSamples.Many(0);
        var health = new BatchExportHealth { BatchExportName = "new", State = "Healthy", IsHealthy = true };
        report.Add(new ExportHistory("events", "us.posthog.com") { Health = health });

        string html = ReportSamples.Html(report);

        Assert.Contains(">The export is healthy. No interval was due in this window.</p>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("complete.", html, StringComparison.Ordinal);
    }

    [GeneratedRegex("</?(?<name>[a-z][a-z0-9]*)(\\s[^<>]*)?>")]
    private static partial Regex Tag();

    [GeneratedRegex("<style>.*?</style>", RegexOptions.Singleline)]
    private static partial Regex Style();

    [GeneratedRegex("\\s(href|src|action|data|poster|srcset)=\"(?<to>[^\"]*)\"")]
    private static partial Regex Reference();
}
