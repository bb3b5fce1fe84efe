using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using Xunit;

namespace PostHogPS.Engine.Tests.Http;

/// <summary>The arrays that bodies arrive in are used again: nothing that was read before may change by it.</summary>
public sealed class LentBodyTests
{
    private const int RunsPerPage = 400;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_read_stays_as_it_was_while_the_arrays_are_used_again(bool lengthIsAnnounced)
    {
        using var bench = new Bench(request => Answer(request, lengthIsAnnounced));
        Guid[] exports = [.. Enumerable.Range(0, 8).Select(_ => Guid.NewGuid())];

        IReadOnlyList<BatchExportRun>[] read = await Task.WhenAll(exports.Select(export => PagesAsync(bench, export)));

        Assert.All(exports.Zip(read), pair => Assert.Equal(
            Enumerable.Range(0, 5 * RunsPerPage).Select(_ => (pair.First.ToString(), pair.First.ToString())),
            pair.Second.Select(run => (run.LatestError!.Split(' ')[0], ((IDictionary<string, object?>)run.AdditionalProperties["new"]!)["of"]!.ToString()!))));
    }

    private static async Task<IReadOnlyList<BatchExportRun>> PagesAsync(Bench bench, Guid export)
    {
        List<BatchExportRun> runs = [];
        for (int page = 0; page < 5; page++)
            runs.AddRange((await bench.Session.Runs.ListAsync("7", export, new RunQuery(), null, bench.Call)).Items);
        return runs;
    }

    // Longer or shorter from page to page, so that arrays grow and hold the rest of others.
    private static Reply Answer(Seen request, bool lengthIsAnnounced)
    {
        string export = request.Path.Split('/')[5];
        string filler = new('x', 20 + Random.Shared.Next(400));
        string body = Samples.Page(
            string.Join(",", Enumerable.Range(0, RunsPerPage).Select(_ =>
                $$$"""{"id":"{{{Guid.NewGuid()}}}","status":"Failed","latest_error":"{{{export}}} {{{filler}}}","new":{"of":"{{{export}}}"}}""")),
            extra: "");
        return lengthIsAnnounced
            ? Reply.Json(body)
            : new Reply { Raw = [.. "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n"u8, .. Encoding.UTF8.GetBytes(body)],
                Closes = true };
    }
}
