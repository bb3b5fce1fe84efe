using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using CsCheck;
using PostHogPS.Files;
using Xunit;

namespace PostHogPS.Domain.Tests.Files;

public sealed class FileNamesTests
{
    [Theory]
    [InlineData("events-to-s3", "events-to-s3")]
    [InlineData("events [prod]", "events-prod")]
    [InlineData("a/b\\c:d*e?f\"g<h>i|j", "a-b-c-d-e-f-g-h-i-j")]
    [InlineData("../../etc/passwd", "etc-passwd")]
    [InlineData("..", "thing")]
    [InlineData(".hidden", "hidden")]
    [InlineData("", "thing")]
    [InlineData("***", "thing")]
    [InlineData("con", "con-thing")]
    [InlineData("NUL.txt", "NUL-thing.txt")]
    [InlineData("LPT1", "LPT1-thing")]
    [InlineData("ends with dots...", "ends-with-dots")]
    [InlineData("line\r\nbreak\u0000", "line-break")]
    [InlineData("Ünïcödé 数据 😀", "Ünïcödé-数据")]
    [InlineData("e\u0301", "\u00e9")]
    [InlineData("\ud800half", "half")]
    [InlineData("$(rm)`x`'y'", "rm-x-y")]
    public void A_name_is_safe_everywhere(string name, string expected) => Assert.Equal(expected, FileNames.CreateFrom(name, "thing"));

    [Fact]
    public void No_name_is_unsafe() => Gen.String.Sample(
        name =>
        {
            string made = FileNames.CreateFrom(name, "thing");
            return made.Length is > 0 and <= 70 && made.IndexOfAny([.. Path.GetInvalidFileNameChars(), .. "<>:\"/\\|?*[]{}$`'()&; ~#%".ToCharArray()]) < 0
                && made[0] != '.' && made[^1] is not ('.' or ' ') && made.IsNormalized() && System.Text.Encoding.UTF8.GetByteCount(made + ".json") <= 255;
        },
        iter: 2000);

    [Fact]
    public void Names_that_differ_in_case_only_get_the_end_of_their_ids()
    {
        (string, string)[] things = [("Nightly", "11111111-aaaa"), ("nightly", "11111111-bbbb"), ("NIGHTLY!", "11111111-cccc"), ("other", "11111111-dddd")];
        IReadOnlyDictionary<string, string> names = FileNames.CreateUnique(things, "thing", []);
        Assert.Equal("other", names["11111111-dddd"]);
        Assert.Equal("Nightly-1111aaaa", names["11111111-aaaa"]);
        Assert.Equal(4, names.Values.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal(names, FileNames.CreateUnique([.. things.Reverse()], "thing", []));
    }

    [Fact]
    public void A_name_that_is_taken_is_not_given_again()
    {
        IReadOnlyDictionary<string, string> names = FileNames.CreateUnique([("events", "0123456789abcdef")], "thing", ["EVENTS", "events-89abcdef"]);
        Assert.Equal("events-456789abcdef", names["0123456789abcdef"]);
    }

    [Fact]
    public void Equal_ids_of_one_name_are_no_endless_search()
    {
        IReadOnlyDictionary<string, string> names = FileNames.CreateUnique([("a", "1"), ("A", "2")], "thing", ["a-1", "a-2"]);
        Assert.Equal(2, names.Values.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.DoesNotContain("a-1", names.Values);
    }
}
