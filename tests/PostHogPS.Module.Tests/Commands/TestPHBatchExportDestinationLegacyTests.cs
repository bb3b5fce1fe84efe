using PostHogPS.Sandbox.Options;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>Exports that an earlier server made keep settings that the newest one rejects.</summary>
[Trait("Speed", "Slow")]
public sealed class TestPHBatchExportDestinationLegacyTests
{
    [Theory]
    [InlineData("AwsS3", "{\"bucket_name\":\"b\",\"region\":\"r\",\"prefix\":\"p\",\"endpoint_url\":\"https://old.example\"}")]
    [InlineData("Snowflake", "{\"database\":\"d\",\"warehouse\":\"w\",\"schema\":\"s\",\"account\":\"a\",\"authentication_type\":\"password\"}")]
    public void A_destination_with_settings_of_an_earlier_server_is_tested(string type, string config)
    {
        using Scene scene = Scene.Of(new SandboxExport { Name = "old", Type = type, Config = config, Interval = "day" });
        var steps = scene.Run("Test-PHBatchExportDestination old").Clean().As<DestinationTestStep>();
        Assert.All(steps, s => Assert.Equal("Passed", s.Status));
        Assert.NotEmpty(steps);
    }
}
