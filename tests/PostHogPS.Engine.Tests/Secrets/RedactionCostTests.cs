using System;
using System.Linq;
using Xunit;
using PostHogPS.Text;

namespace PostHogPS.Engine.Tests.Secrets;

/// <summary>Looking for secrets takes time in proportion to the text, whatever it holds. Counted in characters, not in seconds.</summary>
public sealed class RedactionCostTests
{
    private const int Length = 100_000;

    public static TheoryData<string> Patterns =>
    [
        "secret", "\"secret", "password=", "\"password\":\"", "\\\"token\\\":", "a.b-c_", "Bearer ", "Authorization: ", "phx_", "phx_-.", "\"credential\":{",
            "\"key", "user\":", "\\", "\"", "'", "[{", " ", "\"token\":\\\\\\\"",
    ];

    [Theory]
    [MemberData(nameof(Patterns))]
    public void Is_linear(string pattern)
    {
        string text = string.Concat(Enumerable.Repeat(pattern, Length / pattern.Length)) + " password=hunter2";
        var scanner = new SecretScanner(text);

        string clean = scanner.Run();

        Assert.DoesNotContain("hunter2", clean, StringComparison.Ordinal);
        Assert.InRange(scanner.Steps, 0, 40L * text.Length);
    }

    [Fact]
    public void A_long_text_is_looked_through_and_not_given_up()
    {
        string text = new string('a', Length) + " what failed: " + string.Concat(Enumerable.Repeat("secretpassword", Length / 14)) + " password=hunter2 end";

        string clean = SecretScanner.Clean(text);

        Assert.StartsWith(text[..(Length + 14)], clean, StringComparison.Ordinal);
        Assert.EndsWith(" password=[redacted] end", clean, StringComparison.Ordinal);
    }
}
