using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Testing.Faults;
using Xunit;

namespace PostHogPS.Sandbox.Tests;

/// <summary>Lists that break the rules of paging, for clients to be tried on.</summary>
public sealed class EndlessListTests
{
    [Theory]
    [InlineData(FaultKind.SelfNext, 1, false)]
    [InlineData(FaultKind.NextCycle, 2, false)]
    [InlineData(FaultKind.EndlessSame, int.MaxValue, false)]
    [InlineData(FaultKind.EndlessNew, int.MaxValue, true)]
    public async Task They_never_end(FaultKind kind, int links, bool news)
    {
        Client client = Client.Unjudged();
        client.Host.Faults.Add(kind, "GET", "*/dashboards/*", times: 0);
        string? next = "/api/projects/101/dashboards/";
        var seen = new System.Collections.Generic.List<string>();
        var ids = new System.Collections.Generic.List<string>();
        for (int i = 0; i < 6; i++)
        {
            Answer page = await client.Get(next!);
            next = page.Json["next"]?.GetValue<string>();
            Assert.NotNull(next);
            seen.Add(next);
            ids.AddRange(page.Results.Select(r => r["id"]!.ToString()));
        }

        Assert.Equal(links == int.MaxValue ? 6 : links, seen.Distinct().Count());
        Assert.Equal(news ? ids.Count : ids.Count / 6, ids.Distinct().Count());
    }

    [Fact]
    public async Task Items_lose_their_ids()
    {
        Client client = Client.Unjudged();
        client.Host.Faults.Add(FaultKind.BadId, "GET", "*/dashboards/*");
        Assert.Equal("none", (await client.Get("/api/projects/101/dashboards/")).Results[0]["id"]!.ToString());
    }
}
