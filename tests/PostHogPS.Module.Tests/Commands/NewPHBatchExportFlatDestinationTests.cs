using System;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>A destination as a hashtable whose settings are beside its type.</summary>
[Trait("Speed", "Slow")]
public sealed class NewPHBatchExportFlatDestinationTests : IDisposable
{
    private readonly TwoRegions _two = new();

    public void Dispose() => _two.Dispose();

    [Theory]
    [InlineData("New-PHBatchExport n1 -Destination @{ type = 'HTTP'; url = 'https://eu.i.posthog.com/batch/'; token = $secret }", "token")]
    [InlineData("New-PHBatchExport n1 -Destination @{ type = 'HTTP'; url = 'https://eu.i.posthog.com/batch/' }", "url")]
    public void Settings_beside_the_type_are_named_with_their_place(string line, string name)
    {
        ShellResult result = _two.Fail("PostHog.Validation", line);
        Assert.Contains("The destination has settings beside its type: ", result.Error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains(name, result.Error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("Put them into config", result.Error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(TwoRegions.Writes(_two.Us));
    }
}
