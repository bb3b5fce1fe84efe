using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Cmdlets;
using PostHogPS.Contracts;
using Xunit;

namespace PostHogPS.Module.Tests.BatchExports;

/// <summary>A list that the pipeline changes while it is read is read to its end all the same.</summary>
public sealed class PageWalkTests
{
    private const int PageSize = 100;

    [Theory]
    [InlineData(0, 1)]
    [InlineData(99, 1)]
    [InlineData(100, 1)]
    [InlineData(101, 2)]
    [InlineData(240, 3)]
    public void A_list_that_stays_as_it_is_is_read_once(int count, int requests)
    {
        List<Dashboard> server = Dashboards(count);
        (List<long> seen, int asked) = Read(server, _ => { });
        Assert.Equal((count, requests), (seen.Distinct().Count(), asked));
        Assert.Equal(count, seen.Count);
    }

    [Theory]
    [InlineData(101)]
    [InlineData(240)]
    [InlineData(1000)]
    public void All_are_given_to_a_pipeline_that_removes_them(int count)
    {
        List<Dashboard> server = Dashboards(count);
        (List<long> seen, _) = Read(server, item => server.Remove(item));
        Assert.Equal(count, seen.Count);
        Assert.Empty(server);
    }

    [Fact]
    public void All_are_given_once_to_a_pipeline_that_moves_them()
    {
        List<Dashboard> server = Dashboards(350);
        // Pinned ones come first.
        (List<long> seen, _) = Read(server, item =>
        {
            server.Remove(item);
            server.Insert(item.Id % 2 == 0 ? 0 : server.Count, item);
        });
        Assert.Equal(350, seen.Count);
        Assert.Equal(350, seen.Distinct().Count());
    }

    [Fact]
    public void One_that_grows_ends()
    {
        List<Dashboard> server = Dashboards(150);
        int next = 1000;
        (List<long> seen, _) = Read(server, _ =>
        {
            if (next < 1200)
                server.Insert(0, new Dashboard { Id = next++ });
        });
        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.True(seen.Count >= 150);
    }

    [Theory]
    [InlineData(147)]
    [InlineData(301)]
    public void What_the_pipeline_makes_is_not_handed_to_it_without_end(int count)
    {
        List<Dashboard> server = Dashboards(count);
        int next = 1000;
        (List<long> seen, _) = Read(server, item =>
        {
            Assert.True(next < 2000);
            // Everything that is read makes one more, at the front or at the end, as a copy does.
            server.Insert(item.Id % 2 == 0 ? 0 : server.Count, new Dashboard { Id = next++ });
        }, mostReads: 3 * count);
        Assert.Equal(seen.Count, seen.Distinct().Count());
    }

    [Fact]
    public void A_list_without_a_count_is_taken_as_it_comes()
    {
        var walk = new PageWalk<BatchExportRun>();
        var run = new BatchExportRun { Id = Guid.NewGuid() };
        Assert.Equal(2, walk.Take(new Page<BatchExportRun>([run, run], "next", null)).Count);
        Assert.True(walk.GoesOn);
        Assert.Single(walk.Take(new Page<BatchExportRun>([run], null, null)));
        Assert.False(walk.GoesOn);
    }

    private static List<Dashboard> Dashboards(int count) => [.. Enumerable.Range(1, count).Select(i => new Dashboard { Id = i })];

    private static (List<long> Seen, int Requests) Read(List<Dashboard> server, Action<Dashboard> consume, int mostReads = int.MaxValue)
    {
        var walk = new PageWalk<Dashboard>();
        var seen = new List<long>();
        int requests = 0;
        for (; walk.GoesOn; requests++)
        {
            Assert.True(requests < 100);
            int offset = walk.Next is null ? 0 : int.Parse(walk.Next, System.Globalization.CultureInfo.InvariantCulture);
            Dashboard[] items = [.. server.Skip(offset).Take(PageSize)];
            string? next = offset + PageSize < server.Count ? (offset + PageSize).ToString(System.Globalization.CultureInfo.InvariantCulture) : null;
            foreach (Dashboard item in walk.Take(new Page<Dashboard>(items, next, server.Count)))
            {
                seen.Add(item.Id);
                Assert.True(seen.Count <= mostReads);
                consume(item);
            }
        }

        return (seen, requests);
    }
}
