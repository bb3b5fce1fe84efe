using System.Collections.Generic;
using System.Linq;
using PostHogPS.Destinations;
using PostHogPS.Text;
using Xunit;

namespace PostHogPS.Domain.Tests.Destinations;

/// <summary>Which stored integration a new one would meet, also where the answer of an older server lacks the settings.</summary>
public sealed class IntegrationDefinitionTests
{
    private static readonly Dictionary<string, object?> Database =
        new() { ["host"] = "db.example.com", ["port"] = 5432, ["user"] = "posthog", ["password"] = Secrets.Protect("hush") };

    [Theory]
    [InlineData("ID: 101-db.example.com-5432-posthog", true)]
    [InlineData("101-db.example.com-5432-posthog (posthog@db.example.com)", true)]
    [InlineData("ID: 101-db.example.com-5433-posthog", false)]
    [InlineData("ID: 101-db.example.com-5432-posthog2", false)]
    public void A_database_is_found_by_its_name_where_the_settings_are_missing(string name, bool found) =>
        Assert.Equal(found, new IntegrationDefinition("postgresql", Database)
            .FindStored([new Integration { Id = 1, Kind = "postgresql", DisplayName = name }]) is not null);

    [Fact]
    public void A_database_is_found_by_its_settings_whatever_its_name()
    {
        var stored = new Integration { Id = 1, Kind = "postgresql", DisplayName = "x",
            Config = new Dictionary<string, object?> { ["host"] = "db.example.com", ["port"] = 5432L, ["user"] = "posthog" } };
        Assert.Same(stored, new IntegrationDefinition("postgresql", Database)
            .FindStored([new Integration { Id = 2, Kind = "aws-redshift", DisplayName = "x", Config = stored.Config }, stored]));
        stored.Config["user"] = "Posthog";
        Assert.Null(new IntegrationDefinition("postgresql", Database).FindStored([stored]));
    }

    [Theory]
    [InlineData("ID: a@b.example-101-key-file", false)]
    [InlineData("ID: a@b.example-101-impersonated", true)]
    // A form that nobody knows yet counts as the same: it may be replaced.
    [InlineData("ID: a@b.example-101-other", true)]
    public void A_service_account_with_a_key_and_one_without_are_two(string name, bool found)
    {
        var account = new IntegrationDefinition("google-cloud-service-account",
            new Dictionary<string, object?> { ["service_account_email"] = "a@b.example", ["project_id"] = "p" });
        Assert.Equal(found, account.FindStored([new Integration { Id = 1, Kind = "google-cloud-service-account", DisplayName = name }]) is not null);
    }

    [Fact]
    public void Copy_settings_are_looked_into_for_numbers_and_digits()
    {
        BatchExport[] exports = [.. new object?[] { 7L, "7", "70", "arn:aws:iam::7:role/r", null,
            new Dictionary<string, object?> { ["aws_access_key_id"] = "7" } }.Select(static (value, at) =>
        {
            var export = new BatchExport { Name = at.ToString(System.Globalization.CultureInfo.InvariantCulture) };
            export.Destination.Config["copy_inputs"] = new Dictionary<string, object?> { [at % 2 == 0 ? "authorization" : "bucket_credentials"] = value };
            return export;
        })];
        Assert.Equal(["0", "1"], IntegrationUsers.Find(exports, 7).Select(static e => e.Name));
    }
}
