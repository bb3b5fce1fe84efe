using System;
using System.Linq;
using System.Text.RegularExpressions;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>A suggested command goes to the server that its object was read from.</summary>
[Trait("Speed", "Slow")]
public sealed class SuggestedConnectionTests : IDisposable
{
    private readonly Shell _shell = VirtualShell.Open();

    public SuggestedConnectionTests() => _shell.Run("Connect-PostHog -Sandbox -Name us; Connect-PostHog -Sandbox -SandboxSeed 2 -Name 'e u'").Clean();

    public void Dispose() => _shell.Dispose();

    // A suggestion may be a sentence or a pipeline, and a comment may say what follows.
    private string[] Commands(string script) =>
        [.. _shell.Run(script).Clean().Objects.Select(one => one?.ToString()).OfType<string>()
            .SelectMany(text => Regex.Matches(text, @"\w+-PH\w+ -BatchExport [^|#]*[^|# ]").Select(static command => command.Value))];

    [Theory]
    [InlineData("Compare-PHBatchExportRow events-to-minio -After -3d -Summary")]
    [InlineData("Get-PHBatchExportHealth")]
    [InlineData("Get-PHBatchExportHealth -After -2d")]
    public void A_connection_that_is_not_the_default_is_named(string line)
    {
        foreach ((string connection, string argument) in new[] { ("us", " -Connection us"), ("'e u'", "") })
        {
            string[] commands = Commands($"({line} -Connection {connection}).Suggestion");
            Assert.NotEmpty(commands);
            Assert.All(commands, command => Assert.Matches(@"^\S+ -BatchExport [-0-9a-f]{36} -ProjectId \d+" + argument + "( -(?!Connection)|$)", command));
        }

        _shell.Run("$null = Connect-PostHog -Sandbox -Name third").Clean();
        string quoted = Commands($"({line} -Connection 'e u').Suggestion")[0];
        Assert.Contains(" -Connection 'e u'", quoted, StringComparison.Ordinal);
        _shell.Run(quoted + (quoted.StartsWith("Get-", StringComparison.Ordinal) ? "" : " -WhatIf")).Clean();
    }
}
