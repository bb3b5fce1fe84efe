using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Module.Tests.Commands;
using PostHogPS.Module.Tests.Promises.Examples;
using PostHogPS.Module.Tests.Promises.Help;
using PostHogPS.Module.Tests.Promises.Hosts;
using PostHogPS.Module.Tests.Promises.Names;
using PostHogPS.Module.Tests.Promises.Secrets;
using PostHogPS.Module.Tests.Promises.Shells;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(PostHogPS.Module.Tests.Support.LongestFirst))]

namespace PostHogPS.Module.Tests.Support;

/// <summary>The classes that take longest begin first: one of them at the end would run while the other cores have nothing to do.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly Type[] Longest =
    [
        typeof(PesterTests), typeof(TourTests), typeof(FaultMatrixTests), typeof(RunbookTests), typeof(TrustedTlsTests), typeof(HelpExampleTests),
            typeof(HostileNameTests), typeof(StopTests),
        typeof(KeyLeakTests), typeof(ComparePHBatchExportRowTests), typeof(ForeignAddressTests),
    ];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(static c => Place(c.TestCollectionDisplayName))];

    // A class that is in no collection has one of its own, which is named after it.
    private static int Place(string collection)
    {
        int at = Array.FindIndex(Longest, type => collection.Contains(type.FullName!, StringComparison.Ordinal));
        return at < 0 ? Longest.Length : at;
    }
}
