using System;
using System.Collections.Generic;
using PostHogPS.Contracts;
using PostHogPS.Destinations;
using Xunit;

namespace PostHogPS.Domain.Tests.Destinations;

/// <summary>What an integration says about the destination, and how a destination signs in by itself.</summary>
public sealed class DestinationKindsTests
{
    [Fact]
    public void FindType_the_kind_decides() => Assert.Equal("Snowflake", DestinationKinds.FindType(7, "snowflake", null));

    [Theory]
    [InlineData("slack", null, "which no batch export uses")]
    [InlineData("snowflake", "BigQuery", "for destinations of type Snowflake; -BigQuery was given")]
    public void FindType_rejects_an_integration_of_something_else(string kind, string? given, string reason)
    {
        ProblemException problem = Assert.Throws<ProblemException>(() => DestinationKinds.FindType(7, kind, given));
        Assert.Equal("InvalidIntegration", problem.Id);
        Assert.Contains(reason, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Snowflake", "password", "password")]
    [InlineData("Snowflake", "private_key", "keypair")]
    [InlineData("Snowflake", "user", null)]
    [InlineData("Postgres", "password", null)]
    public void AddSignIn_says_how_where_there_are_several_ways(string type, string given, string? way)
    {
        var config = new Dictionary<string, object?> { [given] = "x" };
        DestinationRules.AddSignIn(type, config);
        Assert.Equal(way, config.GetValueOrDefault("authentication_type"));
    }
}
