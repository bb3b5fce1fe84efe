using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace PostHogPS.Sandbox.Tests;

/// <summary>Like a gateway that validates: no body where the endpoint takes none. PostHog itself does not mind.</summary>
public sealed class StrictBodyTests
{
    [Theory]
    [InlineData("POST", "pause/", "{}")]
    [InlineData("DELETE", "", "{}")]
    [InlineData("GET", "", "{}")]
    public async Task A_body_where_none_is_taken_is_refused(string method, string route, string body)
    {
        var strict = new Client(o => o.StrictBodies = true);
        string path = await strict.Path("staging-noop") + route;
        Assert.Equal(400, (await strict.Send(new HttpMethod(method), path, raw: body)).Status);
        Assert.InRange((await strict.Send(new HttpMethod(method), path)).Status, 200, 204);
        var lenient = new Client();
        Assert.InRange((await lenient.Send(new HttpMethod(method), await lenient.Path("staging-noop") + route, raw: body)).Status, 200, 204);
    }

    [Fact]
    public async Task What_starts_work_may_carry_an_empty_object()
    {
        var strict = new Client(o => o.StrictBodies = true);
        string path = await strict.Path("events-to-s3");
        JsonObject run = (await strict.Get(path + "runs/?status=Failed")).Results[0];
        Assert.Equal(201, (await strict.Post(path + "runs/" + run["id"] + "/retry/", new JsonObject())).Status);
    }
}
