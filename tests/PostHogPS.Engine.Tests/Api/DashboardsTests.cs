using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using Xunit;

namespace PostHogPS.Engine.Tests.Api;

public sealed class DashboardsTests
{
    [Fact]
    public async Task Filters_go_to_the_server_and_sharing_knows_its_dashboard()
    {
        using var bench = new Bench(static r => Reply.Json(
            r.Path.EndsWith("/sharing/", System.StringComparison.Ordinal)
                ? """{"enabled":true,"access_token":"abc","settings":{"whitelabel":true},"share_passwords":[{"password":"x"}],"password_required":true}"""
                : r.Method == "GET" ? Samples.Page("") : """{"id":5,"name":"d","deleted":true}"""));

        await bench.Session.Dashboards.ListAsync(
            "7", new DashboardQuery { Limit = 5, Offset = 2, Search = "sales", Pinned = true, Tags = { "a", "b" } }, null, bench.Call);
        Dashboard gone = await bench.Session.Dashboards.UpdateAsync("7", 5, new Dictionary<string, object?> { ["deleted"] = true }, bench.Call);
        DashboardSharing sharing = await bench.Session.DashboardSharing.GetAsync("7", 5, bench.Call);

        Assert.Equal("limit=5&offset=2&search=sales&pinned=true&tags=a&tags=b", bench.Server.Requests[0].Query);
        Assert.Equal("PATCH /api/projects/7/dashboards/5/", bench.Server.Lines[1]);
        Assert.Equal("""{"deleted":true}""", bench.Server.Requests[1].Text);
        Assert.True(gone.Deleted);
        Assert.Equal((5, 7, "abc", true), (sharing.DashboardId, sharing.ProjectId, sharing.AccessToken, sharing.PasswordRequired));
        Assert.DoesNotContain("share_passwords", sharing.AdditionalProperties.Keys.ToArray());
    }
}
