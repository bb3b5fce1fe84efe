using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using PostHogPS.Domain.Tests.Files;
using PostHogPS.ExportFiles;
using PostHogPS.Files;
using PostHogPS.Schedule;
using PostHogPS.Text;
using Xunit;

namespace PostHogPS.Domain.Tests.ExportFiles;

/// <summary>The published schema and the module's own judgement are one, as another library reads the schema.</summary>
public sealed class ExportSchemaTests
{
    internal const string Good = """
        {
          "$schema": "schemas/batch-export.1.json",
          "id": "01a182e1-3154-7433-9d23-8901ac2dfd67",
          "name": "events-to-s3",
          "model": "events",
          "interval": "day",
          "offset_hour": 4,
          "start_at": "2026-08-01T00:00:00+02:00",
          "filters": [ { "type": "event", "id": "$pageview" } ],
          "destination": {
            "type": "AwsS3",
            "integration": { "kind": "aws-s3", "name": "prod" },
            "config": { "bucket_name": "b", "region": "r", "prefix": "p/", "file_format": "Parquet", "compression": "zstd", "max_file_size_mb": 100, "include_events": [ "a" ] }
          }
        }
        """;

    private static readonly SchemaJudges Judges = new(ExportFormat.Format);

    /// <summary>What is changed in the good file, the property that is wrong then, and its line.</summary>
    public static TheoryData<string, string, string, int> Bad => new()
    {
        { "\"interval\": \"day\"", "\"interval\": 7", "interval", 6 },
        { "\"interval\": \"day\",", "", "interval", 1 },
        { "\"name\": \"events-to-s3\"", "\"name\": \"  \"", "name", 4 },
        { "\"name\": \"events-to-s3\",", "", "name", 1 },
        { "\"offset_hour\": 4", "\"offset_hour\": 24", "offset_hour", 7 },
        { "\"offset_hour\": 4", "\"offset_hour\": 4.5", "offset_hour", 7 },
        { "\"offset_hour\": 4", "\"offset_hour\": \"4\"", "offset_hour", 7 },
        { "\"offset_hour\": 4", "\"offset_hour\": 24.0", "offset_hour", 7 },
        { "\"offset_hour\": 4", "\"offset_hour\": 4, \"timezone\": \"W. Europe Standard Time\"", "timezone", 7 },
        { "\"offset_hour\": 4", "\"offset_hour\": 4, \"timezone\": \"Berlin, Europe\"", "timezone", 7 },
        { "2026-08-01T00:00:00+02:00", "2026-08-01", "start_at", 8 },
        { "2026-08-01T00:00:00+02:00", "2026-08-01T00:00:00", "start_at", 8 },
        { "\"type\": \"event\",", "\"type\": \"action\",", "filters[0].type", 9 },
        { "[ { \"type\": \"event\", \"id\": \"$pageview\" } ]", "{ \"type\": \"event\" }", "filters", 9 },
        { "\"type\": \"AwsS3\",", "", "destination.type", 10 },
        { "{ \"kind\": \"aws-s3\", \"name\": \"prod\" }", "1001", "destination.integration", 12 },
        { "{ \"kind\": \"aws-s3\", \"name\": \"prod\" }", "{ \"kind\": \"aws-s3\" }", "destination.integration.name", 12 },
        { "{ \"kind\": \"aws-s3\", \"name\": \"prod\" }", "{ \"kind\": \"aws-s3\", \"name\": \"prod\", \"id\": 1 }", "destination.integration.id", 12 },
        { "\"region\": \"r\",", "", "destination.config.region", 13 },
        { "\"region\": \"r\"", "\"region\": \"\"", "destination.config.region", 13 },
        { "\"file_format\": \"Parquet\"", "\"file_format\": \"CSV\"", "destination.config.file_format", 13 },
        { "\"file_format\": \"Parquet\"", "\"file_format\": \"parquet\"", "destination.config.file_format", 13 },
        { "\"max_file_size_mb\": 100", "\"max_file_size_mb\": 0", "destination.config.max_file_size_mb", 13 },
        { "\"max_file_size_mb\": 100", "\"max_file_size_mb\": true", "destination.config.max_file_size_mb", 13 },
        { "[ \"a\" ]", "\"a\"", "destination.config.include_events", 13 },
        { "[ \"a\" ]", "[ \"a\", 1 ]", "destination.config.include_events[1]", 13 },
        { "\"region\": \"r\"", "\"region\": \"r\", \"aws_secret_access_key\": \"AKIA\"", "destination.config.aws_secret_access_key", 13 },
        { "\"region\": \"r\"", "\"region\": \"r\", \"my_password\": \"x\"", "destination.config.my_password", 13 },
        { "01a182e1-3154-7433-9d23-8901ac2dfd67", "17", "id", 3 },
        { "\"model\": \"events\"", "\"model\": null", "model", 5 },
        { "\"model\": \"events\"", "\"model\": \"event\"", "model", 5 },
        { "\"interval\": \"day\"", "\"interval\": \"fortnight\"", "interval", 6 },
        { "\"interval\": \"day\"", "\"interval\": \"every 5 minute\"", "interval", 6 },
        { "\"interval\": \"day\"", "\"interval\": \"hour\"", "offset_hour", 7 },
        { "\"model\": \"events\"", "\"model\": \"events\", \"hogql_query\": \"select 1\"", "hogql_query", 5 },
        { "\"type\": \"AwsS3\"", "\"type\": \"AWSS3\"", "destination.type", 11 },
        { "\"kind\": \"aws-s3\"", "\"kind\": \"snowflake\"", "destination.integration.kind", 12 },
        { "\"region\": \"r\"", "\"region\": \"r\", \"api-key\": \"LEAK1\"", "destination.config.api-key", 13 },
        { "\"region\": \"r\"", "\"region\": \"r\", \"credentials\": { \"a\": \"LEAK2\" }", "destination.config.credentials", 13 },
        { "\"region\": \"r\"", "\"region\": \"r\", \"private_key\": [ \"LEAK3\" ]", "destination.config.private_key", 13 },
        { "\"region\": \"r\"", "\"region\": \"r\", \"token\": { \"Secret\": \"LEAK4\" }", "destination.config.token", 13 },
        { "\"region\": \"r\"", "\"region\": \"r\", \"more\": [ { \"Authorization\": \"LEAK6\" } ]", "destination.config.more.Authorization", 13 },
        { "\"region\": \"r\"", "\"region\": \"r\", \"AWS_Secret_Access_Key\": \"LEAK7\"", "destination.config.AWS_Secret_Access_Key", 13 },
        { "\"model\": \"events\"", "\"model\": \"events\", \"apikey\": \"LEAK8\"", "apikey", 5 },
    };

    [Fact]
    public void Published_schema_is_the_one_the_module_writes() => Judges.CheckPublished();

    [Fact]
    public async Task A_good_file_is_good_to_both() => Assert.Empty(await Judges.JudgeAsync(Good));

    [Theory]
    [InlineData("America/Argentina/Buenos_Aires")]
    [InlineData("Etc/GMT+5")]
    [InlineData("UTC")]
    public async Task A_timezone_is_a_name_of_IANA_to_both(string zone) =>
        Assert.Empty(await Judges.JudgeAsync(Good.Replace("\"offset_hour\": 4", $"\"offset_hour\": 4, \"timezone\": \"{zone}\"", StringComparison.Ordinal)));

    [Theory]
    [InlineData("4.0")]
    [InlineData("4e0")]
    [InlineData("0.4e1")]
    public void An_integer_may_be_written_as_JSON_allows(string number)
    {
        FileValue root = FileTextTests.Read(Good.Replace("\"offset_hour\": 4", "\"offset_hour\": " + number, StringComparison.Ordinal));
        Assert.Empty(ExportFormat.Format.Check(root));
        // Sent, and compared with what PostHog has, as the integer that it is.
        Assert.Equal(4L, root.Find("offset_hour")!.ToPlain());
        var differences = new List<FileDifference>();
        ExportFormat.Format.Schema.Compare(root, FileTextTests.Read(Good), null, "", differences);
        Assert.Empty(differences);
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task A_bad_file_is_bad_to_both_and_the_place_is_named(string old, string replacement, string property, int line)
    {
        FileProblem problem = await Judges.JudgeChangedAsync(Good, old, replacement);
        Assert.Equal((property, line), (problem.Property, problem.Line));
    }

    /// <summary>Values of every kind in the place of every value: the two judges never differ.</summary>
    [Fact]
    [Trait("Speed", "Slow")]
    public async Task No_value_is_judged_differently()
    {
        string[] samples = ["null", "true", "0", "-1", "1.5", "7", "100000000000", "\"\"", "\" \"", "\"x\"", "\"Parquet\"", "\"4\"", "[]", "[\"x\"]", "[1]",
            "{}", "{\"secret\":\"a\"}",
            "{\"secret\":\"*\"}", "{\"kind\":\"aws-s3\",\"name\":\"n\"}", "{\"secret\":\"a\",\"b\":1}", "\"arn:aws:iam::1:role/x\"",
                "\"2026-08-01T00:00:00Z\""];
        string[] files = [Good, .. TypeSamples.All];
        int compared = 0;
        foreach (string file in files)
        {
            FileValue root = FileTextTests.Read(file);
            foreach (FileValue place in Objects(root))
            {
                foreach (FileProperty property in place.Properties.ToList())
                {
                    foreach (string sample in samples)
                    {
                        place.Set(property.Name, FileTextTests.Read(sample));
                        if (property.Name != FileFormat.SchemaKey)
                            _ = await Judges.JudgeAsync(FileText.Format(root));
                        compared++;
                    }

                    place.Set(property.Name, property.Value);
                }
            }
        }

        Assert.InRange(compared, 1000, int.MaxValue);
    }

    [Theory]
    [InlineData("schemas/batch-export.2.json", "version 2")]
    [InlineData("https://example.org/schemas/batch-export.17.json", "Update the module")]
    [InlineData("whatever", "does not name the format")]
    public void Another_version_of_the_format_is_refused_clearly(string schema, string expected)
    {
        FileProblem problem = Assert.Single(ExportFormat.Format.Check(FileTextTests.Read(Good.Replace("schemas/batch-export.1.json", schema,
            StringComparison.Ordinal))));
        Assert.Equal((FileFormat.SchemaKey, 2), (problem.Property, problem.Line));
        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../schemas/batch-export.1.json")]
    [InlineData("https://example.org/batch-export.1.json")]
    [InlineData("schemas\\\\batch-export.1.json")]
    public void Schema_may_lie_elsewhere(string schema) =>
        Assert.Empty(ExportFormat.Format.Check(FileTextTests.Read(Good.Replace("schemas/batch-export.1.json", schema, StringComparison.Ordinal))));

    [Fact]
    public void A_file_of_another_kind_is_not_meant()
    {
        Assert.True(ExportFormat.Format.IsOther(FileTextTests.Read("{\"$schema\": \"schemas/dashboard.1.json\"}")));
        Assert.True(ExportFormat.Format.IsOther(FileTextTests.Read(Encoding.UTF8.GetString(ExportFormat.Format.EncodeSchema()))));
        Assert.False(ExportFormat.Format.IsOther(FileTextTests.Read(Good)));
        Assert.False(ExportFormat.Format.IsOther(FileTextTests.Read("{}")));
    }

    [Theory]
    [InlineData("\"interval\": \"day\"", "\"interval\": \"hour\"", "offset_hour")]
    [InlineData("\"model\": \"events\"", "\"model\": \"persons\"", "filters")]
    [InlineData("\"offset_hour\": 4", "\"timezone\": \"Europe/Berln\"", "timezone")]
    [InlineData("\"offset_hour\": 4", "\"timezone\": \"W. Europe Standard Time\"", "timezone")]
    [InlineData("\"offset_hour\": 4", "\"end_at\": \"9999-12-31T00:00:00Z\"", "end_at")]
    [InlineData("2026-08-01T00:00:00+02:00", "1900-01-01T00:00:00Z", "start_at")]
    [InlineData("\"region\": \"r\"", "\"region\": \"r\", \"dsn\": \"postgres://u:LEAK5@h\"", "destination.config.dsn")]
    [InlineData("\"compression\": \"zstd\"", "\"compression\": \"zstd\", \"exclude_events\": [\"\"]", "destination.config.exclude_events[0]")]
    [InlineData("\"file_format\": \"Parquet\"", "\"file_format\": \"JSONLines\"", "destination.config")]
    [InlineData("\"kind\": \"aws-s3\"", "\"kind\": \"snowflake\"", "destination.integration.kind")]
    [InlineData("\"integration\": { \"kind\": \"aws-s3\", \"name\": \"prod\" },", "", "destination.integration")]
    [InlineData("\"offset_hour\": 4", "\"end_at\": \"2026-07-01T00:00:00Z\"", "end_at")]
    [InlineData("\"offset_hour\": 4", "\"primary_key\": [\"day\"]", "primary_key")]
    public void What_PostHog_refuses_is_found_in_the_file(string old, string replacement, string property)
    {
        FileValue root = FileTextTests.Read(Good.Replace(old, replacement, StringComparison.Ordinal));
        IEnumerable<FileProblem> problems = ExportFormat.Format.Check(root);
        FileProblem problem = Assert.Single(problems.Any() ? problems : ExportFileRules.Check(new ExportFile("a.json", root)));
        Assert.Equal(property, problem.Property);
        Assert.InRange(problem.Line, 1, 20);
    }

    [Theory]
    [InlineData("\"paused\": null")]
    [InlineData("\"x-owner\": { \"team\": \"data\" }")]
    [InlineData("\"hogql_query\": \"\"")]
    [InlineData("\"timezone\": \"Europe/Berlin\"")]
    public async Task What_says_nothing_wrong_is_good_to_both(string more)
    {
        string text = Good.Replace("\"offset_hour\": 4", more, StringComparison.Ordinal);
        Assert.Empty(await Judges.JudgeAsync(text));
        Assert.Empty(ExportFileRules.Check(new ExportFile("a.json", FileTextTests.Read(text))));
    }

    [Fact]
    public void The_schema_names_the_intervals_that_PostHog_takes()
    {
        string described = ExportFormat.Format.Schema.Describe().Find("properties")!.Find("interval")!.FindText("description")!;
        Assert.All(ExportIntervals.All, interval => Assert.Contains(interval, described, StringComparison.Ordinal));
    }

    [Fact]
    public void A_secret_in_a_file_is_not_repeated()
    {
        string text = Good.Replace("\"region\": \"r\"", "\"region\": \"r\", \"aws_secret_access_key\": \"planted\"", StringComparison.Ordinal);
        FileProblem problem = Assert.Single(ExportFormat.Format.Check(FileTextTests.Read(text)));
        Assert.DoesNotContain("planted", problem.ToException("a.json").Message, StringComparison.Ordinal);
    }

    private static IEnumerable<FileValue> Objects(FileValue value) => value.Kind == FileValueKind.Object
        ? value.Properties.SelectMany(property => Objects(property.Value)).Prepend(value) : value.Items.SelectMany(Objects);
}
