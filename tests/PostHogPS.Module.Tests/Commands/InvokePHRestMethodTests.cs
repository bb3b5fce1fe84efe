using System;
using System.Linq;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

public sealed class InvokePHRestMethodTests : IDisposable
{
    private readonly SandboxShell _c = new();

    public void Dispose() => _c.Dispose();

    [Fact]
    public void An_answer_is_an_object_with_the_servers_names() =>
        Assert.Equal("robin.vega@northwind.example", _c.Good("Invoke-PHRestMethod /api/users/@me/").Single.Properties["email"].Value);

    [Fact]
    public void All_follows_pages_by_offset()
    {
        int all = _c.Good("Get-PHDashboard").Objects.Count;
        Assert.Equal(all, _c.Good("Invoke-PHRestMethod '/api/projects/{project_id}/dashboards/' -Query @{ limit = 5 } -All").Objects.Count);
        Assert.Equal((all + 4) / 5, _c.Sent.Count);
    }

    [Fact]
    public void All_follows_pages_by_cursor()
    {
        int all = _c.Good("$e = Get-PHBatchExport events-to-s3; Get-PHBatchExportRun $e -After -7d").Objects.Count;
        Assert.True(all > 100);
        Assert.Equal(all, _c.Good("Invoke-PHRestMethod \"/api/projects/{project_id}/batch_exports/$($e.Id)/runs/\" -All").Objects.Count);
    }

    [Fact]
    public void Select_First_stops_the_paging()
    {
        Assert.Equal(2, _c.Good("Invoke-PHRestMethod '/api/projects/{project_id}/dashboards/' -Query @{ limit = 5 } -All | Select-Object -First 2").Objects.Count);
        Assert.Single(_c.Sent);
    }

    [Fact]
    public void Raw_gives_the_text() =>
        Assert.StartsWith("{\"", (string)_c.Good("Invoke-PHRestMethod /api/users/@me/ -Raw").Single.BaseObject, StringComparison.Ordinal);

    [Theory]
    [InlineData("@{ name = 'made'; tags = @('a'); pinned = $true }")]
    [InlineData("([pscustomobject]@{ name = 'made'; tags = , 'a'; pinned = $true })")]
    [InlineData("'{\"name\":\"made\",\"tags\":[\"a\"],\"pinned\":true}'")]
    public void A_body_may_be_a_hashtable_an_object_or_json(string body)
    {
        ShellResult result = _c.Good($"Invoke-PHRestMethod '/api/projects/{{project_id}}/dashboards/' POST -Body {body}");
        Assert.Equal("made", result.Single.Properties["name"].Value);
        Assert.Equal(true, result.Single.Properties["pinned"].Value);
    }

    [Fact]
    public void WhatIf_sends_no_write_and_reads_all_the_same()
    {
        _c.Run("Invoke-PHRestMethod '/api/projects/{project_id}/dashboards/' POST -Body @{ name = 'x' } -WhatIf").Clean();
        Assert.Empty(_c.Sent);
        Assert.Single(_c.Run("Invoke-PHRestMethod /api/users/@me/ -WhatIf").Clean().Objects);
    }

    [Fact]
    public void The_prompt_shows_what_is_sent()
    {
        string text = _c.Run("Invoke-PHRestMethod '/api/projects/{project_id}/x y/' DELETE -Query @{ a = 'b c' } -WhatIf").Clean().Text;
        Assert.Matches("/api/projects/[0-9]+/x%20y/\\?a=b%20c on ", text);
    }

    [Theory]
    [InlineData("PostHog.InvalidPath", "Invoke-PHRestMethod https://example.com/api/")]
    [InlineData("PostHog.InvalidPath", "Invoke-PHRestMethod //example.com/api/")]
    [InlineData("PostHog.InvalidPath", "Invoke-PHRestMethod /api/../admin/")]
    [InlineData("PostHog.InvalidPath", "Invoke-PHRestMethod ' '")]
    [InlineData("PostHog.Validation", "Invoke-PHRestMethod /api/users/@me/ -Body @{}")]
    [InlineData("PostHog.Validation", "Invoke-PHRestMethod /api/users/@me/ -All -Raw")]
    [InlineData("PostHog.Validation", "Invoke-PHRestMethod /api/users/@me/ POST -All")]
    [InlineData("PostHog.NotFound", "Invoke-PHRestMethod /api/nothing/")]
    [InlineData("ParameterArgumentValidationError", "Invoke-PHRestMethod /api/users/@me/ -Method BREW")]
    public void Bad_input_has_an_id_of_its_own(string errorId, string script) => _c.Bad(errorId, script);

    [Fact]
    public void A_refusal_of_the_server_is_the_same_error_as_of_any_cmdlet() =>
        _c.Bad("PostHog.Validation", "Invoke-PHRestMethod '/api/projects/{project_id}/batch_exports/' POST -Body @{ name = 'x' }", refusedByServer: true);

    /// <summary>Whoever knows the address of a webhook can write there: what is typed goes to the server, and into no log and no error.</summary>
    [Theory]
    [InlineData("@{ type = 'internal_destination'; template_id = 'template-webhook'; inputs = @{ url = @{ value = $url }; headers = @{ value = @{ 'X-Team' = $header } } } }", false)]
    [InlineData("(@{ type = 'internal_destination'; template_id = 'template-webhook'; inputs = @{ url = @{ value = $url }; headers = @{ value = @{ 'X-Team' = $header } } } } | ConvertTo-Json -Depth 5)", false)]
    [InlineData("((@{ type = 'internal_destination'; template_id = 'template-webhook'; inputs = @{ url = @{ value = $url }; headers = @{ value = @{ 'X-Team' = $header } } } } | ConvertTo-Json -Depth 5).Replace('/', '\\/'))", true)]
    [InlineData("@{ type = 'internal_destination'; hog = \"fetch('$url', {'headers': inputs})\"; template_id = 'template-webhook'; inputs = @{ url = @{ value = $url } } }", false)]
    [InlineData("('{ no JSON: ' + $url)", false)]
    public void Addresses_and_headers_of_a_function_are_in_no_debug_text(string body, bool isLeftOut)
    {
        _c.Run("$url = 'https://hooks.example.com/services/T01/PlantedAddress4711'; $header = 'PlantedHeader'");
        ShellResult result = _c.Run("Invoke-PHRestMethod '/api/projects/{project_id}/hog_functions/' POST -Verbose -Body " + body);
        string logs = string.Join("\n", result.Debug.Append(result.Text).Concat(result.Errors.Select(static e => e.ToString())));
        Assert.DoesNotContain("PlantedAddress", logs, StringComparison.Ordinal);
        Assert.DoesNotContain("PlantedHeader", logs, StringComparison.Ordinal);
        Assert.Equal(isLeftOut, logs.Contains("(the body is left out", StringComparison.Ordinal));
        // The caller gets what is stored.
        if (result.Errors.Count == 0)
            Assert.Equal("https://hooks.example.com/services/T01/PlantedAddress4711", _c.Run("$args[0].inputs.url.value", result.Single).Single.ToString());
    }

    [Fact]
    public void An_error_that_repeats_the_address_of_a_function_does_not_show_it()
    {
        ShellResult result = _c.Run("Invoke-PHRestMethod '/api/projects/{project_id}/hog_functions/' POST -Body @{ type = 'internal_destination'; template_id = 'template-webhook'; inputs = @{ url = @{ value = 'x https://hooks.example.com/PlantedAddress' } } }");
        Assert.StartsWith("PostHog.Validation", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("Invalid URL", result.Error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("PlantedAddress", result.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Rate_limits_are_shown_without_a_request()
    {
        var usage = _c.Good("Get-PHRateLimit").As<RateLimitUsage>();
        Assert.Equal(["Burst", "Sustained"], usage.Select(u => u.Window));
        Assert.All(usage, u => Assert.True(u.Used > 0 && u.Remaining == u.Limit - u.Used));
        Assert.Empty(_c.Sent);
    }
}
