using System;
using System.Threading.Tasks;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Input;

/// <summary>Input that contains itself, or never ends, is an error and not the end of the process.</summary>
[Trait("Speed", "Slow")]
public sealed class CyclicInputTests
{
    private const string Make = """
        $circle = @{}; $circle.self = $circle
        $list = [System.Collections.ArrayList]::new(); $null = $list.Add($list)
        $object = [pscustomobject]@{ a = 1 }; $object.psobject.Properties.Add([psnoteproperty]::new('self', $object))
        $mixed = @{ a = [pscustomobject]@{ b = @() } }; $mixed.a.b = @(1, $mixed)
        $deep = @{}; 1..200 | ForEach-Object { $deep = @{ d = $deep } }
        $script = [pscustomobject]@{ a = 1 }; $script.psobject.Properties.Add([psscriptproperty]::new('bad', { throw 'broken' }))
        """;

    public static TheoryData<string> Lines
    {
        get
        {
            var data = new TheoryData<string>();
            foreach (string input in new[] { "$circle", "@{ x = $list }", "$mixed", "$deep", "@{ x = $object }", "@{ x = $script }" })
            {
                foreach (string line in new[]
                {
                    "Invoke-PHRestMethod /api/x/ -Method POST -Body INPUT -WhatIf",
                    "Invoke-PHRestMethod /api/x/ -Method POST -Body INPUT -Debug -Verbose",
                    "Invoke-PHRestMethod /api/x/ -Query @{ q = INPUT }",
                    "Set-PHBatchExport events-to-s3 -Destination INPUT -WhatIf",
                    "New-PHBatchExport x @{ type = 'NoOp'; config = INPUT } -WhatIf",
                    "Test-PHBatchExportDestination @{ type = 'NoOp'; config = INPUT }",
                    "Set-PHBatchExport events-to-s3 -Filter INPUT -WhatIf",
                    "Set-PHBatchExport events-to-s3 -HogQLModifiers INPUT -WhatIf",
                    "New-PHDashboard x -Filters INPUT -WhatIf",
                    "New-PHDashboard x -Variables INPUT -WhatIf",
                    "Set-PHDashboard Revenue -Filters INPUT -WhatIf",
                    "Set-PHDashboardSharing Revenue -Settings INPUT -WhatIf",
                })
                    data.Add(line.Replace("INPUT", input, StringComparison.Ordinal));
            }

            data.Add("Invoke-PHRestMethod /api/x/ -Method POST -Body $object -WhatIf");
            data.Add("Invoke-PHRestMethod /api/x/ -Method POST -Body (,$list) -WhatIf");
            data.Add("Set-PHBatchExport events-to-s3 -Destination $object -WhatIf");
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task Is_refused_before_anything_is_sent(string line)
    {
        await using Bench bench = await Bench.StartAsync();
        bench.Run(Make).Clean();
        bench.Requests.Clear();

        ShellResult result = bench.Run(line);

        Assert.StartsWith("PostHog.Validation", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(bench.Writes());
    }

    [Fact]
    public async Task A_list_without_an_end_is_refused()
    {
        await using Bench bench = await Bench.StartAsync();
        bench.Shell.Set("endless", Endless());
        Assert.StartsWith("PostHog.Validation",
            bench.Run("Invoke-PHRestMethod /api/x/ -Method POST -Body @{ x = $endless } -WhatIf").Error.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_merely_deep_is_sent()
    {
        await using Bench bench = await Bench.StartAsync();
        bench.Run("$deep = @{ d = 1 }; 1..60 | ForEach-Object { $deep = @{ d = $deep } }; New-PHDashboard x -Filters $deep -WhatIf").Clean();
    }

    private static System.Collections.IEnumerable Endless()
    {
        for (int i = 0; ; i++)
            yield return i;
    }
}
