using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Contracts;
using Xunit;
using PostHogPS.Reading;

namespace PostHogPS.Domain.Tests.Reading;

/// <summary>A list that the pipeline changes while it is read is still read to its end.</summary>
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
    public void An_item_that_comes_again_is_given_once_on_lists_without_a_count_too()
    {
        var walk = new PageWalk<BatchExportRun>();
        var run = new BatchExportRun { Id = Guid.NewGuid() };
        Assert.Single(walk.Accept(new Page<BatchExportRun>([run, run], "next", null)));
        Assert.True(walk.GoesOn);
        Assert.Empty(walk.Accept(new Page<BatchExportRun>([run], null, null)));
        Assert.False(walk.GoesOn);
    }

    [Theory]
    [InlineData(101)]
    [InlineData(240)]
    public void Kinds_of_every_list_are_told_apart(int count)
    {
        // A kind without an id was read again and again.
        List<FileDownload> server = [.. Enumerable.Range(1, count).Select(_ => new FileDownload { Id = Guid.NewGuid() })];
        var walk = new PageWalk<FileDownload>();
        int given = 0, asked = 0;
        for (; walk.GoesOn; asked++)
        {
            Assert.True(asked < 10);
            int offset = walk.Next is null ? 0 : int.Parse(walk.Next, System.Globalization.CultureInfo.InvariantCulture);
            string? next = offset + PageSize < count ? (offset + PageSize).ToString(System.Globalization.CultureInfo.InvariantCulture) : null;
            given += walk.Accept(new Page<FileDownload>([.. server.Skip(offset).Take(PageSize)], next, count)).Count;
        }

        Assert.Equal(count, given);
    }

    [Fact]
    public void Every_kind_that_a_list_gives_has_an_id_here()
    {
        Type[] kinds = [.. typeof(IPostHogSession).Assembly.GetTypes().Where(t => t.IsInterface && t.Namespace == typeof(IPostHogSession).Namespace)
            .SelectMany(t => t.GetMethods()).Select(m => m.ReturnType)
            .Where(t => t.IsGenericType).Select(t => t.GetGenericArguments()[0])
            .Where(t => t.IsGenericType && t.GetGenericTypeDefinition() == typeof(Page<>)).Select(t => t.GetGenericArguments()[0]).Distinct()];

        Assert.True(kinds.Length >= 8);
        // The log is paged by its times.
        Assert.All(kinds.Where(t => t != typeof(BatchExportLogEntry)), t => Assert.NotNull(ItemId.FindFor(Activator.CreateInstance(t))));
    }

    [Theory]
    [InlineData(1, null)]
    [InlineData(2, null)]
    [InlineData(1, 50L)]
    [InlineData(3, 500L)]
    public void Links_that_go_round_end_the_list_with_everything_that_was_new(int length, long? count)
    {
        (int given, int pages, PostHogApiException? problem) =
            Walk(new PageWalk<Dashboard>(), page => ("p" + (page % length), Items(page % (length + 1)), count));
        Assert.Equal(PostHogErrorKind.InvalidResponse, problem?.Kind);
        Assert.Equal(length + 1, pages);
        Assert.Equal((length + 1) * 10, given);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(10L)]
    public void Pages_without_news_end(long? count)
    {
        (int given, int pages, PostHogApiException? problem) = Walk(new PageWalk<Dashboard>(), page => ("p" + page, Items(0), count));
        Assert.Equal(PostHogErrorKind.InvalidResponse, problem?.Kind);
        Assert.Equal(10, given);
        Assert.True(pages < 20);
    }

    [Fact]
    public void More_than_the_count_without_end_ends()
    {
        (_, int pages, PostHogApiException? problem) = Walk(new PageWalk<Dashboard>(), page => ("p" + page, Items(page), 30));
        Assert.Equal(PostHogErrorKind.InvalidResponse, problem?.Kind);
        Assert.True(pages < 20);
        Assert.Contains("30", problem!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_that_grows_as_fast_as_it_is_read_ends()
    {
        (_, _, PostHogApiException? problem) = Walk(new PageWalk<Dashboard>(), page => ("p" + page, Items(page), (page * 10) + 100));
        Assert.Equal(PostHogErrorKind.InvalidResponse, problem?.Kind);
    }

    [Fact]
    public void A_list_that_grows_a_little_while_it_is_read_is_read_to_its_end()
    {
        // Three more came in behind the reader's back, and the count follows one page later.
        (int given, _, PostHogApiException? problem) = Walk(new PageWalk<Dashboard>(), page => (page < 5 ? "p" + page : null, Items(page), page < 3 ? 30 : 60));
        Assert.Null(problem);
        Assert.Equal(60, given);
    }

    [Fact]
    public void A_list_without_a_count_has_a_last_page_all_the_same()
    {
        (_, int pages, PostHogApiException? problem) = Walk(new PageWalk<Dashboard>(mostPages: 25), page => ("p" + page, Items(page), null));
        Assert.Equal(PostHogErrorKind.InvalidResponse, problem?.Kind);
        Assert.Equal(25, pages);
    }

    private static Dashboard[] Items(int page) => [.. Enumerable.Range(1 + (page * 10), 10).Select(i => new Dashboard { Id = i })];

    private static (int Given, int Pages, PostHogApiException? Problem) Walk(PageWalk<Dashboard> walk,
        Func<int, (string? Next, Dashboard[] Items, long? Count)> server)
    {
        int given = 0, pages = 0;
        for (; walk.GoesOn; pages++)
        {
            Assert.True(pages < 5000);
            (string? next, Dashboard[] items, long? count) = server(pages);
            given += walk.Accept(new Page<Dashboard>(items, next, count)).Count;
        }

        return (given, pages, walk.Problem);
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
            foreach (Dashboard item in walk.Accept(new Page<Dashboard>(items, next, server.Count)))
            {
                seen.Add(item.Id);
                Assert.True(seen.Count <= mostReads);
                consume(item);
            }
        }

        return (seen, requests);
    }
}
