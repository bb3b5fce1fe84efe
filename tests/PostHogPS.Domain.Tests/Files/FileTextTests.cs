using System;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using PostHogPS.Contracts;
using PostHogPS.Engine;
using PostHogPS.Files;
using PostHogPS.Text;
using Xunit;

namespace PostHogPS.Domain.Tests.Files;

/// <summary>Reading a file and writing it: the engine reads, the domain writes, and nothing is lost between the two.</summary>
public sealed class FileTextTests
{
    private const string Commented = """
        // What this file is about.
        {
          // The first line.
          "a": 1, // one
          /* block */
          "b": [
            true, // yes
            // before null
            null
            // at the end of the list
          ],
          "c": {
            "d": "x" // last
          }, // behind c
          "empty": {},
          "none": [
            // nothing here yet
          ]
          // at the end
        } // behind the end
        // below

        """;

    internal static FileValue Read(string text) => ((IJsonFileReader)new EngineEntry()).Read(Encoding.UTF8.GetBytes(text));

    [Fact]
    public void Comments_stay_where_they_are() => Assert.Equal(Normal(Commented), FileText.Format(Read(Commented)));

    [Fact]
    public void Bytes_are_the_same_every_time()
    {
        byte[] bytes = FileText.Encode(Read("{\"b\":[1,2,{\"x\":\"é\\u00e9😀\"}],\"a\":1.50,\"n\":null}"));
        Assert.Equal("{\n  \"b\": [\n    1,\n    2,\n    {\n      \"x\": \"éé😀\"\n    }\n  ],\n  \"a\": 1.50,\n  \"n\": null\n}\n",
            Encoding.UTF8.GetString(bytes));
        Assert.Equal((byte)'{', bytes[0]);
    }

    [Theory]
    [InlineData("a\u202Eb", "\"a\\u202eb\"")]
    [InlineData("\u0000\u001b\t\n\"\\/", "\"\\u0000\\u001b\\t\\n\\\"\\\\/\"")]
    public void What_nobody_sees_is_escaped(string text, string expected) => Assert.Equal(expected + "\n", FileText.Format(FileValue.CreateText(text)));

    [Fact]
    public void Half_a_character_is_escaped() => Assert.Equal("\"\\ud800\"\n", FileText.Format(FileValue.CreateText("\ud800")));

    [Fact]
    public void Any_text_is_read_back_as_it_was() => Gen.String.Where(static text => !text.Any(char.IsSurrogate)).Sample(text =>
        Read(FileText.Format(FileValue.CreateObject((text, FileValue.CreateText(text))))) is var root
            && root.Properties[0].Name == text && root.Properties[0].Value.Text == text
                && JsonNode.Parse(FileText.Format(root))![text]!.GetValue<string>() == text);

    [Fact]
    public void Each_value_knows_its_line_and_column()
    {
        FileValue root = Read("{\n  \"ä\": \"é\", \"b\": [1,\n      2]\n}");
        Assert.Equal((2, 3, 2, 8), (root.Properties[0].Line, root.Properties[0].Column, root.Properties[0].Value.Line, root.Properties[0].Value.Column));
        FileValue second = root.Find("b")!.Items[1];
        Assert.Equal((3, 7), (second.Line, second.Column));
    }

    [Theory]
    [InlineData("", 1, 1)]
    [InlineData("   \n ", 2, 2)]
    [InlineData("{\n  \"a\": 1\n  \"b\": 2\n}", 3, 3)]
    [InlineData("{\n  \"a\": 1 // one\n  \"b\": 2\n}", 3, 3)]
    [InlineData("{\n  \"a\": 1,\n  \"a\": 2\n}", 3, 3)]
    [InlineData("{\n  \"a\": tru\n}", 2, 11)]
    [InlineData("{\"a\": 1} {}", 1, 10)]
    [InlineData("{\n  \"a\": \"\\ud800\"\n}", 2, 8)]
    [InlineData("[1, 2", 1, 6)]
    public void What_is_no_JSON_is_named_with_its_place(string text, int line, int column)
    {
        FileSyntaxException e = Assert.Throws<FileSyntaxException>(() => Read(text));
        Assert.Equal((line, column), (e.Line, e.Column));
        Assert.DoesNotContain("LineNumber", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_encodings_are_named()
    {
        var reader = (IJsonFileReader)new EngineEntry();
        Assert.Contains("UTF-16", Assert.Throws<FileSyntaxException>(() =>
            reader.Read([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("{}")])).Message, StringComparison.Ordinal);
        FileSyntaxException latin = Assert.Throws<FileSyntaxException>(() =>
            reader.Read([.. Encoding.UTF8.GetBytes("{\n  \"a\": \""), 0xE9, .. Encoding.UTF8.GetBytes("\"\n}")]));
        Assert.Equal((2, 9), (latin.Line, latin.Column));
        Assert.Equal(FileValueKind.Object, reader.Read([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes("{}")]).Kind);
    }

    [Fact]
    public void A_comma_behind_the_last_item_is_let_pass() => Assert.Equal("{\n  \"a\": [\n    1\n  ]\n}\n", FileText.Format(Read("{\"a\": [1,],}")));

    [Fact]
    public void Depth_that_no_definition_has_is_an_error_and_not_the_end_of_the_process() =>
        Assert.Throws<FileSyntaxException>(() => Read(new string('[', 100_000)));

    private static string Normal(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).TrimEnd('\n') + "\n";
}
