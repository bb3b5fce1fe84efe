using System.Linq;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Faults;

/// <summary>
/// Every cmdlet and every fault: the error, its category, what the server received, no key, no socket left open. What
/// must come of each is in <see cref="Rules"/> and <see cref="Special"/>.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class FaultMatrixTests(FaultMatrix matrix) : IClassFixture<FaultMatrix>
{
    public static TheoryData<string> Cases => [.. FaultMatrix.Cases.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_fault_ends_as_it_should(string name)
    {
        string[] wrong = [.. matrix.Of(name).SelectMany(c => c.Wrong.Select(w => $"{c.Fault}: {w}"))];
        Assert.True(wrong.Length == 0, string.Join("\n", wrong));
        Assert.Equal(FaultCases.All.Select(f => f.Name).Order(), matrix.Of(name).Select(c => c.Fault.Name).Order());
    }

    [Fact]
    public void No_exception_goes_unobserved() => Assert.Empty(matrix.Unobserved);

    [Fact]
    public void Nothing_is_sent_where_the_certificate_does_not_hold() => Assert.Equal(0, matrix.Strays);

    [Fact]
    public void The_table_of_the_docs_is_the_one_of_the_run()
    {
        string table = ReliabilityPage.Table(matrix.All);
        if (ReliabilityPage.IsWanted)
            ReliabilityPage.Write(ReliabilityPage.Outcomes, table);
        string[] written = ReliabilityPage.Read(ReliabilityPage.Outcomes).Split('\n');
        string[] actual = table.Split('\n');
        Assert.True(
            written.SequenceEqual(actual),
            "docs/reliability.md is stale. If the change is wanted, run 'UPDATE_DOCS=1 dotnet test' and commit the page with it.\n"
            + string.Join("\n", written.Except(actual).Select(l => "- " + l).Concat(actual.Except(written).Select(l => "+ " + l))));
    }
}
