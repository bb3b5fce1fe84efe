using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using PostHogPS.Coverage;
using PostHogPS.Health;
using PostHogPS.Report;
using PostHogPS.Schedule;

namespace PostHogPS.Domain.Tests.Report;

/// <summary>Made-up histories, the same ones every time.</summary>
internal static class ReportSamples
{
    internal const string Hostile =
        "<script>alert('x')</script> \"quoted\" & <img src=https://evil.example/x onerror=alert(1)> \u0001\u001b[31m ]]> --> </style></title>";

    private static readonly DateTimeOffset Now = new(2026, 8, 3, 12, 34, 56, TimeSpan.Zero);

    /// <summary>Hourly exports over seven days: one in four has failed runs, one in seven holes, one is blocked by billing; more failures on demand.</summary>
    internal static ReportData Many(int exports, string name = "export", string error = "Connection refused", int failedPercent = 0)
    {
        var report = new ReportData("Batch exports", Now.AddDays(-7), Now, Now);
        var errors = new ErrorTally();
        for (int i = 0; i < exports; i++)
            report.Add(Export(report, errors, i, name + "-" + i, error, failedPercent));
        report.Errors = errors.Groups();
        return report;
    }

    internal static string Html(ReportData report)
    {
        using var writer = new StringWriter();
        ReportPage.Write(report, writer);
        return writer.ToString();
    }

    internal static string Save(ReportData report, string path)
    {
        File.WriteAllText(path, Html(report), new UTF8Encoding(false));
        return path;
    }

    private static ExportHistory Export(ReportData report, ErrorTally errors, int i, string name, string error, int failedPercent)
    {
        var export = new ExportHistory("events", "us.posthog.com");
        List<BatchExportRun> runs = [.. Runs(i, error, failedPercent)];
        var lag = new LagSeries();
        export.Volume = VolumeSeries.CreateFor(report.After, report.Before, TimeSpan.FromHours(1), ReportLimits.BucketsOfOne);
        foreach (BatchExportRun run in runs)
        {
            lag.Add(run);
            export.Runs++;
            run.BatchExportName = name;
            if (run.State == RunStates.Failed)
                errors.Add(run);
            export.Rows += run.RecordsCompleted ?? 0;
            export.Bytes += run.BytesExported ?? 0;
            export.Volume.Add(run.DataIntervalStart!.Value, run.DataIntervalEnd!.Value, run.RecordsCompleted ?? 0, run.BytesExported ?? 0);
            report.Volume.Add(run.DataIntervalStart!.Value, run.DataIntervalEnd!.Value, run.RecordsCompleted ?? 0, run.BytesExported ?? 0);
        }

        foreach (BatchExportGap gap in GapFinder.Merge(GapFinder.Judge(Hours(), runs).Select(Counted)))
            export.Gaps.Add(gap);
        export.Lag = lag.Largest(report.After, report.Before, ReportLimits.BucketsOfOne);
        export.Health = new BatchExportHealth
        {
            BatchExportId = Id(i),
            BatchExportName = name,
            ProjectId = 1 + (i % 3),
            ProjectName = "Project " + name,
            State = i % 5 == 0 ? HealthState.Failing : HealthState.Healthy,
            IsHealthy = i % 5 != 0,
            Reason = "2 failed runs since 2026-08-01 10:00 UTC.",
            LastError = i % 5 == 0 ? error : null,
            Interval = "hour",
            DestinationType = "AwsS3",
            AllowedLag = TimeSpan.FromHours(4),
            Lag = TimeSpan.FromMinutes(34),
            Suggestion = i % 5 == 0 ? $"Repair-PHBatchExport -BatchExport {Id(i)} -ProjectId 1 -After 2026-08-01T10:00:00Z" : null,
        };
        return export;

        IntervalVerdict Counted(IntervalVerdict verdict)
        {
            IntervalState state = verdict.Kind switch { null when verdict.IsRunning => IntervalState.Running, null => IntervalState.Completed,
                GapKind.Failed => IntervalState.Failed, GapKind.BillingBlocked => IntervalState.Billing, _ => IntervalState.Missing };
            export.Show(state, verdict.Interval);
            export.Count(state, verdict);
            return verdict;
        }
    }

    private static IEnumerable<DataInterval> Hours()
    {
        var first = new DateTimeOffset(Now.Year, Now.Month, Now.Day, Now.Hour, 0, 0, TimeSpan.Zero).AddHours(-168);
        return Enumerable.Range(0, 168).Select(h => new DataInterval(first.AddHours(h), first.AddHours(h + 1)));
    }

    private static IEnumerable<BatchExportRun> Runs(int export, string error, int failedPercent)
    {
        int hour = 0;
        foreach (DataInterval interval in Hours())
        {
            hour++;
            int roll = ((hour * 7919) + (export * 104729)) % 100;
            if (export % 7 == 3 && roll < 4)
                continue;
            string status = (export % 4 == 1 && roll < 8) || roll < failedPercent ? "Failed" : export == 2 && hour > 150 ? "FailedBilling"
                : hour == 168 && export % 2 == 0 ? "Running" : "Completed";
            bool good = status == "Completed";
            yield return new BatchExportRun
            {
                Id = Id((export * 1000) + hour),
                Status = status,
                DataIntervalStart = interval.Start,
                DataIntervalEnd = interval.End,
                CreatedAt = interval.End.AddMinutes(3),
                FinishedAt = status == "Running" ? null : interval.End.AddMinutes(4 + (roll / 10)),
                RecordsCompleted = good ? 1000 + (roll * 137) : null,
                BytesExported = good ? (1000 + (roll * 137)) * 420L : null,
                LatestError = good || status == "Running" ? null : error + " " + roll,
            };
        }
    }

    private static Guid Id(int number) => new(number, 0x5048, 0x4000, 0x80, 0, 0, 0, 0, 0, 0, 1);
}
