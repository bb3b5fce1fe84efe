using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Binding;
using PostHogPS.Hosting;
using PostHogPS.Schedule;
using PostHogPS.Text;

namespace PostHogPS.Completion;

/// <summary>
/// Dates in the short forms; anything else can be typed. A backfill of a daily export is bounded by days and one of a weekly
/// export by its first weekday, so for those nothing else is offered.
/// </summary>
internal sealed class DateCompleter : LiveCompleter
{
    private static readonly (string Start, string End)[] Pairs = [("Start", "End"), ("After", "Before"), ("StartAt", "EndAt")];

    private static readonly CompletionItem[] Hours =
    [
        new("-1h", "an hour ago"), new("-6h", "six hours ago"), new("-12h", "twelve hours ago"),
        new("-1d", "a day ago"), new("-2d", "two days ago"), new("-7d", "seven days ago"), new("-30d", "thirty days ago"),
    ];

    private protected override IEnumerable<CompletionItem> Suggest(CompletionRequest request) => Offered(request).Where(offer => Fits(request, offer.Text));

    private static IEnumerable<CompletionItem> Offered(CompletionRequest request)
    {
        DateTime today = ModuleClock.Current.UtcNow.ToLocalTime().Date;
        if (request.Command.Equals("Start-PHBatchExportBackfill", StringComparison.OrdinalIgnoreCase) && ExportOf(request) is { } export
            && new ExportCalendar(export).IsByDay)
            return Days(export, today);
        bool isDownload = request.Command.Equals("Start-PHFileDownload", StringComparison.OrdinalIgnoreCase);
        // What starts now has not happened yet.
        return (IsEnd(request.Parameter) ? [new CompletionItem("now")] : Array.Empty<CompletionItem>())
            .Concat([new CompletionItem("yesterday"), new CompletionItem("today")])
            .Concat(Hours.Where(hours => !isDownload || hours.Text != "-30d"))
            .Concat([new CompletionItem(FormatDay(today), "a day; 2026-08-01T06:00Z is an instant")]);
    }

    private static bool IsEnd(string parameter) => Pairs.Any(pair => pair.End.Equals(parameter, StringComparison.OrdinalIgnoreCase));

    // Beside the other bound of the window only what makes a window with it.
    private static bool Fits(CompletionRequest request, string offer)
    {
        foreach ((string start, string end) in Pairs)
        {
            bool isStart = start.Equals(request.Parameter, StringComparison.OrdinalIgnoreCase);
            if (!isStart && !end.Equals(request.Parameter, StringComparison.OrdinalIgnoreCase))
                continue;
            if (request.Bound[isStart ? end : start] is not { } typed || DateReader.Read(typed) is not { IsBad: false } other)
                return true;
            DateTimeOffset now = ModuleClock.Current.UtcNow;
            DateTimeOffset one = DateReader.Read(offer).CountFrom(now).Instant;
            return isStart ? one < other.CountFrom(now).Instant : one > other.CountFrom(now).Instant;
        }

        return true;
    }

    private protected override IEnumerable<CompletionItem> Suggest(CompletionRequest request, PostHogConnection connection, string project) => [];

    private static BatchExport? ExportOf(CompletionRequest request) =>
        FindPlace(request) is var (connection, project) ? Typed(request, Exports(connection, project)).FirstOrDefault() : null;

    private static IEnumerable<CompletionItem> Days(BatchExport export, DateTime today)
    {
        bool weekly = export.Interval == "week";
        if (!weekly)
        {
            yield return new CompletionItem("yesterday");
            yield return new CompletionItem("today");
        }

        int offered = 0;
        for (DateTime day = today; offered < 8; day = day.AddDays(-1))
        {
            if (weekly && (int)day.DayOfWeek != (export.OffsetDay ?? 0))
                continue;
            offered++;
            yield return new CompletionItem(FormatDay(day), $"{day.DayOfWeek}, a day of {export.Timezone}");
        }
    }

    private static string FormatDay(DateTime day) => InstantText.FormatDay(day);
}
