using System;
using System.Collections.Generic;
using System.Linq;
using System.Security;
using PostHogPS.Contracts;
using PostHogPS.Domain.Tests.Files;
using PostHogPS.ExportFiles;
using PostHogPS.Files;
using PostHogPS.Text;
using Xunit;

namespace PostHogPS.Domain.Tests.ExportFiles;

/// <summary>What a file becomes when it is sent, and an export when it is written.</summary>
public sealed class ExportRequestTests
{
    private static readonly IntegrationNames Integrations = new(
        [
            One(1, "aws-s3", "prod"), One(2, "aws-s3", "backup"), One(3, "aws-redshift", "101-host-5439-user (user@host)"),
                One(4, "postgresql", "ID: 101-db-1015432-user"),
            One(5, "google-cloud-service-account", "ID: x-101-y@z-101-key-file"), One(6, "aws-s3", "twice"), One(7, "aws-s3", "twice"),
                One(8, "snowflake", "101-prod"),
        ],
        "project 101");

    [Theory]
    [InlineData(1, "aws-s3", "prod")]
    [InlineData(3, "aws-redshift", "{project}-host-5439-user (user@host)")]
    [InlineData(4, "postgresql", "ID: {project}-db-1015432-user")]
    [InlineData(5, "google-cloud-service-account", "ID: x-101-y@z-{project}-key-file")]
    [InlineData(8, "snowflake", "101-prod")]
    public void An_integration_is_called_the_same_in_every_project(long id, string kind, string name)
    {
        FileValue described = Integrations.Describe(id, null);
        Assert.Equal((kind, name), (described.FindText("kind"), described.FindText("name")));
        Assert.Equal(id, Integrations.Find(described));
    }

    [Fact]
    public void None_and_several_are_refused_with_the_list()
    {
        Assert.Contains("1 'prod', 2 'backup'", Find("aws-s3", "other"), StringComparison.Ordinal);
        Assert.Contains("They are: 6 'twice', 7 'twice'", Find("aws-s3", "twice"), StringComparison.Ordinal);
        Assert.Contains("It has none of this kind", Find("databricks", "x"), StringComparison.Ordinal);

        static string Find(string kind, string name)
        {
            ProblemException problem = Assert.Throws<ProblemException>(() =>
                Integrations.Find(FileValue.CreateObject(("kind", FileValue.CreateText(kind)), ("name", FileValue.CreateText(name)))));
            Assert.Equal("IntegrationNotMapped", problem.Id);
            return problem.Message;
        }
    }

    [Fact]
    public void A_change_sends_what_changes_with_what_the_server_wants_beside_it()
    {
        BatchExport export = Export("AwsS3", 1,
            new() { ["bucket_name"] = "b", ["region"] = "r", ["prefix"] = "p", ["compression"] = "gzip", ["max_file_size_mb"] = "512" });
        Dictionary<string, object?> body =
            Patch(export, "AwsS3", "backup", "\"bucket_name\": \"b\", \"region\": \"r\", \"prefix\": \"q\", \"max_file_size_mb\": 512",
            "\"interval\": \"day\", \"offset_hour\": 3");
        Assert.Equal(["interval", "offset_hour", "destination"], body.Keys);
        var destination = (IDictionary<string, object?>)body["destination"]!;
        Assert.Equal(("AwsS3", 2L, 2L), (destination["type"], destination["integration"], destination["integration_id"]));
        Assert.Equal("compression=, prefix=q",
            string.Join(", ", ((IDictionary<string, object?>)destination["config"]!).OrderBy(p => p.Key).Select(p => p.Key + "=" + p.Value)));
    }

    [Fact]
    public void Another_integration_alone_is_a_change()
    {
        BatchExport export = Export("AwsS3", 1, new() { ["bucket_name"] = "b", ["region"] = "r", ["prefix"] = "p" });
        Dictionary<string, object?> body =
            Patch(export, "AwsS3", "backup", "\"bucket_name\": \"b\", \"region\": \"r\", \"prefix\": \"p\"", "\"interval\": \"hour\"");
        Assert.Equal(2L, ((IDictionary<string, object?>)Assert.Single(body).Value!)["integration"]);
    }

    [Fact]
    public void Texts_of_an_older_server_equal_their_typed_form()
    {
        BatchExport export = Export("Redshift", 3, new() { ["database"] = "d", ["port"] = "5440", ["mode"] = "INSERT", ["copy_inputs"] = null });
        ExportFile file = File("Redshift", "{project}-host-5439-user (user@host)", "\"database\": \"d\", \"port\": 5440", "\"interval\": \"hour\"",
            "aws-redshift");
        Assert.Empty(file.Compare(export, Integrations));
        ExportFile typed = File("Redshift", "{project}-host-5439-user (user@host)", "\"database\": \"d\", \"port\": \"5440\"", "\"interval\": \"hour\"",
            "aws-redshift");
        Assert.Empty(typed.Compare(export, Integrations));
        export.Destination.Config["port"] = 5440L;
        Assert.Empty(typed.Compare(export, Integrations));
        export.Destination.Config["port"] = "5441";
        Assert.Equal("destination.config.port", Assert.Single(file.Compare(export, Integrations)).Property);
    }

    [Theory]
    [InlineData("\"true\"", true)]
    [InlineData("\"True\"", "true")]
    [InlineData("true", "True")]
    public void Texts_and_flags_are_one(string written, object stored)
    {
        BatchExport export = Export("S3Compatible", null,
            new() { ["bucket_name"] = "b", ["region"] = "r", ["prefix"] = "p", ["use_virtual_style_addressing"] = stored });
        ExportFile file = File("S3Compatible", null,
            "\"bucket_name\": \"b\", \"region\": \"r\", \"prefix\": \"p\", \"use_virtual_style_addressing\": " + written, "\"interval\": \"hour\"");
        Assert.Empty(file.Compare(export, Integrations));
    }

    [Fact]
    public void Credentials_of_a_COPY_are_names_numbers_or_references()
    {
        BatchExport export = Export("Redshift", 3, new()
        {
            ["database"] = "d", ["mode"] = "COPY",
            ["copy_inputs"] = new Dictionary<string, object?> { ["s3_bucket"] = "b", ["region_name"] = "r", ["authorization"] = "arn:aws:iam::1:role/x",
                ["bucket_credentials"] = new Dictionary<string, object?>() },
        });
        FileValue document = ExportDocument.WithoutDefaults(ExportDocument.Create(export, Integrations, "x"), includeState: false);
        Assert.Empty(ExportFormat.Format.Check(document));
        var file = new ExportFile("x.json", document);
        Assert.Empty(file.Compare(export, Integrations));
        Assert.Equal(["x.bucket_credentials.aws_access_key_id", "x.bucket_credentials.aws_secret_access_key"], ExportSecrets.NamesIn(file));

        var secrets = new ExportSecrets(ExportSecrets.NamesIn(file).ToDictionary(name => name, Secrets.Protect));
        var config = (IDictionary<string, object?>)((IDictionary<string, object?>)new ExportRequest(file, Integrations, secrets)
            .CreateBody()["destination"]!)["config"]!;
        var copy = (IDictionary<string, object?>)config["copy_inputs"]!;
        Assert.Equal("arn:aws:iam::1:role/x", copy["authorization"]);
        Assert.All(((IDictionary<string, object?>)copy["bucket_credentials"]!).Values, value => Assert.IsType<SecureString>(value));

        ((IDictionary<string, object?>)export.Destination.Config["copy_inputs"]!)["bucket_credentials"] = 2L;
        FileDifference difference = Assert.Single(file.Compare(export, Integrations));
        Assert.Equal(("destination.config.copy_inputs.bucket_credentials", "aws-s3: backup"), (difference.Property, difference.AtServer));
        Assert.Equal(2, ExportSecrets.NeededBy(file, export, static _ => false).Count);
    }

    [Fact]
    public void Another_way_to_sign_in_needs_its_secrets()
    {
        BatchExport export = Export("Snowflake", null,
            new() { ["account"] = "a", ["database"] = "d", ["warehouse"] = "w", ["schema"] = "s", ["authentication_type"] = "password" });
        ExportFile file = File("Snowflake", null,
            "\"account\": \"a\", \"database\": \"d\", \"warehouse\": \"w\", \"schema\": \"s\", \"authentication_type\": \"keypair\", "
            + "\"user\": { \"secret\": \"u\" }, \"private_key\": { \"secret\": \"k\" }", "\"interval\": \"hour\"");
        Assert.Equal(["u", "k"], ExportSecrets.NeededBy(file, export, static _ => false));
        export.Destination.Config["authentication_type"] = "keypair";
        Assert.Empty(ExportSecrets.NeededBy(file, export, static _ => false));
        Assert.Equal(["k"], ExportSecrets.NeededBy(file, export, static name => name == "k"));
    }

    [Theory]
    [InlineData("mirror.token", "POSTHOG_SECRET_MIRROR_TOKEN")]
    [InlineData("Größe-1/x", "POSTHOG_SECRET_GR__E_1_X")]
    [InlineData("POSTHOG_PERSONAL_API_KEY", "POSTHOG_SECRET_POSTHOG_PERSONAL_API_KEY")]
    public void A_file_names_no_variable_but_those_for_files(string secret, string variable) => Assert.Equal(variable, SecretVariable.NameOf(secret));

    private static Integration One(long id, string kind, string name) => new() { Id = id, ProjectId = 101, Kind = kind, DisplayName = name };

    private static BatchExport Export(string type, long? integration, Dictionary<string, object?> config) => new()
    {
        Id = Guid.NewGuid(), ProjectId = 101, Name = "x", Interval = "hour",
            Destination = new BatchExportDestination { Type = type, IntegrationId = integration, Config = config },
    };

    private static ExportFile File(string type, string? integration, string config, string schedule, string kind = "aws-s3")
    {
        string link = integration is null ? "" : $"\"integration\": {{ \"kind\": \"{kind}\", \"name\": \"{integration}\" }}, ";
        FileValue root = FileTextTests.Read($"{{ \"$schema\": \"batch-export.1.json\", \"name\": \"x\", \"model\": \"events\", {schedule}, \"destination\": {{ \"type\": \"{type}\", {link}\"config\": {{ {config} }} }} }}");
        Assert.Empty(ExportFormat.Format.Check(root));
        return new ExportFile("x.json", root);
    }

    private static Dictionary<string, object?> Patch(BatchExport export, string type, string integration, string config, string schedule)
    {
        ExportFile file = File(type, integration, config, schedule);
        return new ExportRequest(file, Integrations, new ExportSecrets(new Dictionary<string, SecureString>()))
            .CreatePatch(export, file.Compare(export, Integrations), [], DateTimeOffset.UnixEpoch).Body;
    }
}
