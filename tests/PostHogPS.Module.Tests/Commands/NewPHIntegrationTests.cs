using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using PostHogPS.TestHost;
using PostHogPS.Testing.Faults;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>Credentials by script: looked at first, replaced only when that is meant, and never sent twice.</summary>
public sealed class NewPHIntegrationTests : IAsyncLifetime
{
    private const string Postgres = "New-PHIntegration -Postgres -HostName warehouse.northwind.example -Credential $login";
    private const string Key = """
        {"type":"service_account","project_id":"northwind","private_key_id":"PlantedKeyId-0123","private_key":"-----BEGIN PRIVATE KEY-----\nPlantedSecret-c0ffee-4711\n-----END PRIVATE KEY-----\n",
         "client_email":"new@northwind.iam.gserviceaccount.com","token_uri":"https://oauth2.googleapis.com/token","client_id":"1"}
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("PostHogPS").FullName;
    private Bench _bench = null!;

    public async ValueTask InitializeAsync()
    {
        _bench = await Bench.StartAsync();
        Prepare(_bench);
    }

    // With the folder.
    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Theory]
    [InlineData("-AwsS3 made -AwsAccessKeyId AKIA1 -AwsSecretAccessKey $secret", "aws-s3", "name aws_access_key_id aws_secret_access_key")]
    [InlineData("-AwsS3 made -RoleArn arn:aws:iam::123456789012:role/r", "aws-s3", "name aws_role_arn")]
    [InlineData("-S3Compatible made -AwsAccessKeyId k1234 -AwsSecretAccessKey $secret -EndpointUrl https://s3.example.com", "s3-compatible",
        "name aws_access_key_id aws_secret_access_key endpoint_url")]
    [InlineData("-Snowflake made -Account org-one -Credential $login", "snowflake", "name account user password authentication_type")]
    [InlineData("-Snowflake made -Account org-one -User u -PrivateKey $encrypted -PrivateKeyPassphrase $secret", "snowflake",
        "name account user private_key private_key_passphrase authentication_type")]
    [InlineData("-Snowflake made -Account org-one -User u -PrivateKeyPath $folder/key.pem", "snowflake", "name account user private_key authentication_type")]
    [InlineData("-Postgres -HostName db.example.com -Credential $login", "postgresql", "host port user password")]
    [InlineData("-Postgres -HostName db.example.com -Port 6432 -Credential $login -SslMode Verify-Full -SslRootCertificatePath $folder/root.pem", "postgresql",
        "host port user password ssl_mode ssl_root_cert")]
    [InlineData("-Redshift -HostName rs.example.com -Credential $login", "aws-redshift", "host port user password")]
    [InlineData("-Redshift made -User u -AwsAccessKeyId AKIA1 -AwsSecretAccessKey $secret -Group a, b -AutoCreate", "aws-redshift",
        "name aws_access_key_id aws_secret_access_key user groups auto_create")]
    [InlineData("-Redshift made -User u -RoleArn arn:aws:iam::123456789012:role/r", "aws-redshift", "name aws_role_arn user")]
    [InlineData("-BigQuery $folder/key.json", "google-cloud-service-account", "service_account_email project_id private_key private_key_id token_uri")]
    [InlineData("-BigQuery -ServiceAccountEmail a@b.example -GoogleProjectId p", "google-cloud-service-account", "service_account_email project_id")]
    [InlineData("-Databricks -HostName dbc.example.com -ClientId i1234 -ClientSecret $secret", "databricks", "server_hostname client_id client_secret")]
    [InlineData("-AzureBlob -ConnectionString $azure", "azure-blob", "connection_string")]
    // What looks odd and is right.
    [InlineData("-Postgres -HostName 2001:db8::5 -Credential $login", "postgresql", "host port user password")]
    [InlineData("-Postgres -HostName db_1.example.com. -Credential $login", "postgresql", "host port user password")]
    [InlineData("-S3Compatible 'minio 2' -AwsAccessKeyId k_1-2 -AwsSecretAccessKey $secret -EndpointUrl HTTP://s3.example.com:9000/storage/v1/s3/",
        "s3-compatible", "name aws_access_key_id aws_secret_access_key endpoint_url")]
    [InlineData("-AwsS3 made -RoleArn arn:aws-us-gov:iam::123456789012:role/path/r", "aws-s3", "name aws_role_arn")]
    [InlineData("-BigQuery -ServiceAccountEmail a@b.example -GoogleProjectId example.com:p", "google-cloud-service-account", "service_account_email project_id")]
    public void Each_kind_is_made_with_the_keys_of_one_form(string line, string kind, string keys)
    {
        var made = (Integration)_bench.Run("New-PHIntegration " + line).Clean().Single.BaseObject;
        Assert.Equal((kind, "Created", 101), (made.Kind, made.Outcome, made.ProjectId));
        ReceivedRequest sent = _bench.Writes().Single();
        JsonNode body = JsonNode.Parse(sent.Body)!;
        Assert.Equal(["kind", "config"], body.AsObject().Select(static p => p.Key));
        Assert.Equal(kind, body["kind"]!.ToString());
        // PostHog chooses the form by the keys that are there.
        Assert.Equal(keys.Split(' ').Order(StringComparer.Ordinal), body["config"]!.AsObject().Select(static p => p.Key).Order(StringComparer.Ordinal));
        Assert.All(body["config"]!.AsObject(), static p => Assert.NotNull(p.Value));
        Assert.Equal(made.Id, _bench.Run("Get-PHIntegration " + made.Id).Clean().As<Integration>().Single().Id);
    }

    [Fact]
    public void The_default_ports_are_those_of_the_databases()
    {
        _bench.Run("New-PHIntegration -Postgres -HostName db.example.com -Credential $login; New-PHIntegration -Redshift -HostName db.example.com -Credential $login").Clean();
        Assert.Equal(["5432", "5439"], _bench.Writes().Select(static w => JsonNode.Parse(w.Body)!["config"]!["port"]!.ToString()));
    }

    [Fact]
    public void A_name_in_use_is_refused_here_with_the_id_of_the_other()
    {
        ShellResult result = _bench.Run("New-PHIntegration -S3Compatible minio -AwsAccessKeyId k -AwsSecretAccessKey $secret -EndpointUrl https://s3.example.com -Force");
        Assert.StartsWith("PostHog.NameInUse", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("1002", result.Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(_bench.Writes());
        // The same name is free for another kind.
        _bench.Run("New-PHIntegration -AwsS3 minio -RoleArn arn:aws:iam::123456789012:role/r").Clean();
    }

    [Fact]
    public void Replacing_names_the_exports_and_is_asked_for()
    {
        _bench.Shell.UI.Answers.Enqueue("No");
        ShellResult no = _bench.Run(Postgres);
        Assert.Empty(no.Clean().Objects);
        Assert.Contains("'events-to-postgres'", _bench.Shell.UI.Prompts.Last(), StringComparison.Ordinal);
        Assert.Empty(_bench.Writes());

        _bench.Shell.UI.Answers.Enqueue("Yes");
        Integration replaced = _bench.Run(Postgres).Clean().As<Integration>().Single();
        Assert.Equal((1004, "Replaced"), (replaced.Id, replaced.Outcome));
        Assert.Single(_bench.Writes());
    }

    [Fact]
    public void WhatIf_names_the_exports_and_sends_no_change()
    {
        ShellResult result = _bench.Run(Postgres + " -WhatIf").Clean();
        Assert.Contains("'events-to-postgres'", result.Text, StringComparison.Ordinal);
        Assert.Empty(result.Objects);
        Assert.Empty(_bench.Writes());
    }

    [Theory]
    [InlineData("-Force")]
    [InlineData("-Force -Confirm:$false")]
    public void Force_replaces_without_a_question(string how)
    {
        Assert.Equal("Replaced", _bench.Run(Postgres + " " + how).Clean().As<Integration>().Single().Outcome);
        Assert.Empty(_bench.Shell.UI.Prompts);
    }

    [Theory]
    [InlineData("-BigQuery $folder/exports.json -Force", 1006)]
    [InlineData("-Databricks -HostName dbc-0a1b2c3d.cloud.databricks.com -ClientId i1234 -ClientSecret $secret -Force", 1007)]
    [InlineData("-AzureBlob -ConnectionString $northwind -Force", 1008)]
    [InlineData("-Redshift -HostName analytics.northwind.example -Credential $login -Force", 1005)]
    public void The_same_account_is_found_for_every_kind_that_replaces(string line, long id)
    {
        ShellResult whatIf = _bench.Run("New-PHIntegration " + line + " -WhatIf").Clean();
        Assert.Contains($"Replace all its settings and credentials\" on target \"integration {id} ", whatIf.Text, StringComparison.Ordinal);
        Integration made = _bench.Run("New-PHIntegration " + line).Clean().As<Integration>().Single();
        Assert.Equal((id, "Replaced"), (made.Id, made.Outcome));
    }

    [Theory]
    [InlineData("-Postgres -HostName warehouse.northwind.example -Port 5433 -Credential $login")]
    [InlineData("-Postgres -HostName warehouse.northwind.example -Credential $other")]
    [InlineData("-BigQuery -ServiceAccountEmail exports@northwind.iam.gserviceaccount.com -GoogleProjectId northwind")]
    public void Another_account_is_made_beside_it(string line)
    {
        Assert.Equal("Created", _bench.Run("New-PHIntegration " + line).Clean().As<Integration>().Single().Outcome);
        Assert.Empty(_bench.Shell.UI.Prompts);
    }

    [Theory]
    [InlineData("-AwsS3 x")]
    [InlineData("-AwsS3 x -AwsAccessKeyId AKIA1")]
    [InlineData("-AwsS3 x -AwsAccessKeyId AKIA1 -AwsSecretAccessKey $secret -RoleArn arn:aws:iam::1:role/r")]
    [InlineData("-AwsS3 x -RoleArn $planted")]
    [InlineData("-AwsS3 ' ' -RoleArn arn:aws:iam::1:role/r")]
    [InlineData("-AwsS3 x -AwsAccessKeyId AKIA1 -AwsSecretAccessKey $nothing")]
    [InlineData("-S3Compatible x -AwsAccessKeyId k -AwsSecretAccessKey $secret -EndpointUrl $planted")]
    [InlineData("-Snowflake x -Account $planted@ -Credential $login")]
    [InlineData("-Snowflake x -Account a")]
    [InlineData("-Snowflake x -Account a -User u -PrivateKey $secret")]
    [InlineData("-Snowflake x -Account a -User u -PrivateKey $pem -PrivateKeyPath $folder/key.pem")]
    [InlineData("-Snowflake x -Account a -Credential $login -PrivateKey $pem")]
    [InlineData("-Snowflake x -Account a -Credential $login -PrivateKeyPassphrase $secret")]
    [InlineData("-Postgres -HostName postgresql://u:$planted@h -Credential $login")]
    [InlineData("-Postgres -HostName h.example.com -Credential $login -SslMode verify-ca")]
    [InlineData("-Postgres -HostName h.example.com -Credential $login -SslRootCertificatePath $folder/key.pem")]
    [InlineData("-Redshift x -User u")]
    [InlineData("-Redshift x -HostName h.example.com -Credential $login")]
    [InlineData("-Redshift x -User u -RoleArn arn:aws:iam::1:role/r -HostName h.example.com")]
    [InlineData("-Redshift x -RoleArn arn:aws:iam::1:role/r")]
    [InlineData("-Redshift x -User u -RoleArn arn:aws:iam::1:role/r -WorkgroupArn w")]
    [InlineData("-BigQuery")]
    [InlineData("-BigQuery $folder/key.json -GoogleProjectId p")]
    [InlineData("-Databricks -HostName https://dbc.example.com -ClientId i -ClientSecret $secret")]
    [InlineData("-AzureBlob -ConnectionString $secret")]
    public void What_is_incomplete_or_in_the_wrong_place_is_refused_before_anything_is_sent(string line)
    {
        ShellResult result = _bench.Run("New-PHIntegration " + line + " -Force");
        Assert.StartsWith("PostHog.Validation", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(_bench.Requests.All);
        Assert.Empty(new LeakScan(_bench.Shell, Bench.PlantedSecret).FindInTexts(result));
    }

    /// <summary>PostHog or the service behind it would refuse these, most of them at the first run only; others are clearly a mistake.</summary>
    [Trait("Speed", "Slow")]
    [Theory]
    [InlineData("-AwsS3 ' x' -RoleArn arn:aws:iam::123456789012:role/r", "-Name has blanks at an end")]
    [InlineData("-AwsS3 \"x`n\" -RoleArn arn:aws:iam::123456789012:role/r", "-Name has blanks at an end")]
    [InlineData("-AwsS3 x -RoleArn arn:aws:iam::123456789012:user/u", "-RoleArn is not the ARN of a role")]
    [InlineData("-AwsS3 x -RoleArn arn:aws:iam::123:role/r", "-RoleArn is not the ARN of a role")]
    [InlineData("-AwsS3 x -RoleArn 'arn:aws:iam::123456789012:role/r '", "-RoleArn has blanks at an end")]
    [InlineData("-AwsS3 x -AwsAccessKeyId arn:aws:iam::1:user/u -AwsSecretAccessKey $secret", "-AwsAccessKeyId is not the id of an AWS access key")]
    [InlineData("-AwsS3 x -AwsAccessKeyId AKIA1 -AwsSecretAccessKey $line", "-AwsSecretAccessKey has blanks at an end")]
    [InlineData("-S3Compatible x -AwsAccessKeyId 'a b' -AwsSecretAccessKey $secret -EndpointUrl https://s3.example.com", "-AwsAccessKeyId has blanks")]
    [InlineData("-S3Compatible x -AwsAccessKeyId k -AwsSecretAccessKey $secret -EndpointUrl s3.example.com", "-EndpointUrl is not an address that begins with https://")]
    [InlineData("-S3Compatible x -AwsAccessKeyId k -AwsSecretAccessKey $secret -EndpointUrl 'https://s3 .example.com'", "-EndpointUrl is not an address")]
    [InlineData("-S3Compatible x -AwsAccessKeyId k -AwsSecretAccessKey $secret -EndpointUrl 'https://s3.example.com '", "-EndpointUrl has blanks at an end")]
    [InlineData("-S3Compatible x -AwsAccessKeyId k -AwsSecretAccessKey $secret -EndpointUrl 'https://s3.example.com?x=1'", "-EndpointUrl has a query")]
    [InlineData("-S3Compatible x -AwsAccessKeyId k -AwsSecretAccessKey $secret -EndpointUrl 'https://s3.example.com/#x'", "-EndpointUrl has a query")]
    [InlineData("-S3Compatible x -AwsAccessKeyId k -AwsSecretAccessKey $secret -EndpointUrl https://u:p@s3.example.com", "-EndpointUrl has a user or a password")]
    [InlineData("-S3Compatible x -AwsAccessKeyId k -AwsSecretAccessKey $secret -EndpointUrl ftp://s3.example.com", "-EndpointUrl is not an address")]
    [InlineData("-Snowflake x -Account org-one.snowflakecomputing.com -Credential $login", "-Account is not an account identifier")]
    [InlineData("-Snowflake x -Account orgé -Credential $login", "-Account is not an account identifier")]
    [InlineData("-Snowflake x -Account org-one -User posthog -Credential $login", "-User and -Credential both name a user")]
    [InlineData("-Snowflake x -Account org-one -User ' u' -PrivateKey $pem", "The user (-Credential or -User) has blanks at an end")]
    [InlineData("-Snowflake x -Account org-one -User u -PrivateKey $encrypted", "The private key is encrypted")]
    [InlineData("-Snowflake x -Account org-one -User u -PrivateKey $pem -PrivateKeyPassphrase $secret", "-PrivateKeyPassphrase belongs to an encrypted private key")]
    [InlineData("-Snowflake x -Account org-one -User u -PrivateKey $flat", "The private key is not PEM text of a private key")]
    [InlineData("-Snowflake x -Account org-one -User u -PrivateKeyPath $folder/root.pem", "The private key is not PEM text of a private key")]
    [InlineData("-Postgres -HostName https://db.example.com -Credential $login", "-HostName has a scheme")]
    [InlineData("-Postgres -HostName u@db.example.com -Credential $login", "-HostName has a user")]
    [InlineData("-Postgres -HostName db.example.com/warehouse -Credential $login", "-HostName has a path")]
    [InlineData("-Postgres -HostName db.example.com:5433 -Credential $login", "-HostName has a port")]
    [InlineData("-Postgres -HostName 'db.example.com ' -Credential $login", "-HostName has blanks at an end")]
    [InlineData("-Postgres -HostName 'db example.com' -Credential $login", "-HostName is not a host name")]
    [InlineData("-Postgres -HostName db..example.com -Credential $login", "-HostName is not a host name")]
    [InlineData("-Postgres -HostName db.example.com -Credential $lines", "The password of -Credential has line breaks")]
    // Everybody who may read integrations can read a certificate.
    [InlineData("-Postgres -HostName db.example.com -Credential $login -SslMode verify-ca -SslRootCertificatePath $folder/key.pem", "The file of -SslRootCertificatePath is not PEM text of a certificate")]
    [InlineData("-Postgres -HostName db.example.com -Credential $login -SslMode verify-ca -SslRootCertificatePath $folder/both.pem", "The file of -SslRootCertificatePath holds a private key")]
    [InlineData("-Redshift -HostName db.example.com:5439/dev -Credential $login", "-HostName has a path")]
    [InlineData("-Redshift x -User u -RoleArn arn:aws:iam::123456789012:role/r -Group 'a '", "-Group has blanks at an end")]
    [InlineData("-Redshift x -User u -RoleArn arn:aws:iam::123456789012:role/r -WorkgroupArn arn:aws:redshift:eu-west-1:123456789012:workgroup/w", "-WorkgroupArn is not the ARN of a workgroup")]
    [InlineData("-Redshift x -User u -Credential $login -RoleArn arn:aws:iam::123456789012:role/r", "-User and -Credential both name a user")]
    [InlineData("-BigQuery -ServiceAccountEmail exports -GoogleProjectId p", "-ServiceAccountEmail is not the address of a service account")]
    [InlineData("-BigQuery -ServiceAccountEmail a@b.example -GoogleProjectId 'My Project'", "-GoogleProjectId is not the id of a Google project")]
    [InlineData("-BigQuery $folder/foreign.json", "The token_uri of the key file is not a token address of Google")]
    [InlineData("-Databricks -HostName dbc.example.com:443 -ClientId i -ClientSecret $secret", "-HostName has a port")]
    [InlineData("-Databricks -HostName dbc.example.com/sql/1.0 -ClientId i -ClientSecret $secret", "-HostName has a path")]
    [InlineData("-Databricks -HostName dbc.example.com -ClientId 'i d' -ClientSecret $secret", "-ClientId has blanks")]
    [InlineData("-Databricks -HostName dbc.example.com -ClientId i -ClientSecret $line", "-ClientSecret has blanks at an end")]
    [InlineData("-AzureBlob -ConnectionString (Protect 'DefaultEndpointsProtocol=http;AccountName=northwind;AccountKey=k')", "-ConnectionString has an endpoint without https")]
    [InlineData("-AzureBlob -ConnectionString (Protect 'AccountName=northwind;AccountKey=k;BlobEndpoint=http://b.example.com')", "-ConnectionString has an endpoint without https")]
    [InlineData("-AzureBlob -ConnectionString (Protect 'AccountName=North Wind;AccountKey=k')", "-ConnectionString has an AccountName that is not")]
    [InlineData("-AzureBlob -ConnectionString (Protect 'AccountName=northwind')", "-ConnectionString has neither an AccountKey")]
    [InlineData("-AzureBlob -ConnectionString (Protect 'AccountName=northwind; AccountKey=k')", "-ConnectionString is not a list of parts")]
    [InlineData("-AzureBlob -ConnectionString (Protect 'UseDevelopmentStorage=true')", "-ConnectionString is that of the emulator")]
    public void A_value_that_is_a_mistake_is_refused_with_its_parameter_the_reason_and_what_to_give(string line, string said)
    {
        ShellResult result = _bench.Run("function Protect($text) { ConvertTo-SecureString $text -AsPlainText -Force }; New-PHIntegration " + line + " -Force");
        Assert.StartsWith("PostHog.Validation", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith(said, result.Error.Exception.Message, StringComparison.Ordinal);
        Assert.EndsWith("Nothing was sent.", result.Error.Exception.Message, StringComparison.Ordinal);
        Assert.NotEmpty(result.Error.ErrorDetails.RecommendedAction);
        Assert.Empty(_bench.Requests.All);
        Assert.Empty(new LeakScan(_bench.Shell, Bench.PlantedSecret).FindInTexts(result));
    }

    [Fact]
    public void What_a_connection_string_says_of_the_account_is_shown_and_its_key_is_not()
    {
        _bench.Shell.Set("long", Bench.Secret("DefaultEndpointsProtocol=https;AccountName=northwindexportstore;EndpointSuffix=core.windows.net;AccountKey=" + Bench.PlantedSecret));
        ShellResult made = _bench.Run("New-PHIntegration -AzureBlob -ConnectionString $long -Debug -Verbose");
        Assert.Equal("ID: northwindexportstore", made.As<Integration>().Single().DisplayName);
        Assert.Equal("ID: northwindexportstore", _bench.Run("Get-PHIntegration -Kind azure-blob | Select-Object -Last 1").Clean().As<Integration>().Single().DisplayName);
        Assert.Empty(new LeakScan(_bench.Shell, Bench.PlantedSecret).FindInTexts(made));
    }

    [Theory]
    [InlineData("client_email")]
    [InlineData("project_id")]
    [InlineData("private_key")]
    [InlineData("private_key_id")]
    [InlineData("token_uri")]
    public void An_incomplete_key_file_is_refused_and_not_quoted(string missing)
    {
        JsonNode key = JsonNode.Parse(Key)!;
        key[missing] = "";
        File.WriteAllText(Path.Combine(_folder, "part.json"), key.ToJsonString());
        AssertBadFile(missing);
    }

    [Theory]
    [InlineData("{ \"type\": \"service_account\", \"private_key\": PlantedSecret-c0ffee-4711 }")]
    [InlineData("{ \"type\": \"authorized_user\", \"private_key\": \"PlantedSecret-c0ffee-4711\" }")]
    [InlineData("[\"PlantedSecret-c0ffee-4711\"]")]
    [InlineData("PlantedSecret-c0ffee-4711")]
    public void A_file_that_is_no_key_is_refused_and_not_quoted(string content)
    {
        File.WriteAllText(Path.Combine(_folder, "part.json"), content);
        AssertBadFile("");
    }

    [Fact]
    public void A_lost_answer_is_not_sent_again()
    {
        _bench.Faults.Add(FaultKind.Drop, "POST", "*/integrations/*", nth: 1, times: 1, afterProcessing: true);
        ShellResult result = _bench.Run("New-PHIntegration -AwsS3 made -RoleArn arn:aws:iam::123456789012:role/r");
        Assert.StartsWith("PostHog.FateUnknown", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("Get-PHIntegration", result.Error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Single(_bench.Writes());
        Assert.Single(_bench.Run("Get-PHIntegration 'made*'").Clean().Objects);
    }

    [Fact]
    public async Task A_key_without_the_scope_says_what_can_be_done()
    {
        await using Bench bench = await Bench.StartAsync(new BenchOptions { Key = "phx_scopes=integration:read,batch_export:write,user:read" });
        ShellResult result = bench.Run("New-PHIntegration -AwsS3 made -RoleArn arn:aws:iam::123456789012:role/r");
        Assert.StartsWith("PostHog.MissingScope", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("Set-PHBatchExport <export> -IntegrationId <id>", result.Error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        bench.Run("Set-PHBatchExport events-to-s3 -IntegrationId 1001").Clean();
    }

    [Fact]
    public async Task A_member_who_may_not_replace_is_told_so()
    {
        await using Bench bench = await Bench.StartAsync(new BenchOptions { Key = "phx_member1234" });
        Prepare(bench);
        ShellResult result = bench.Run(Postgres + " -Force");
        Assert.StartsWith("PostHog.Forbidden", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("admin", result.Error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_does_not_know_the_kind_is_explained()
    {
        await using Bench bench = await Bench.StartAsync(new BenchOptions { Server = new() { Sandbox = new() { Generation = "A" } } });
        ShellResult result = bench.Run("New-PHIntegration -AwsS3 made -RoleArn arn:aws:iam::123456789012:role/r");
        Assert.StartsWith("PostHog.Validation", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("New-PHBatchExportDestination", result.Error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void A_replacement_that_was_not_foreseen_is_told()
    {
        // Somebody else makes it between the look and the request.
        _bench.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 200, Method = "GET", Path = "*/integrations/*", Body = """
            {"count":1,"next":null,"previous":null,"results":[{"id":1004,"kind":"postgresql","config":{},"display_name":"unreadable","created_at":"2026-01-01T00:00:00Z","created_by":null,"errors":""}]}
            """ });
        ShellResult result = _bench.Run(Postgres);
        Assert.Equal("Replaced", result.As<Integration>().Single().Outcome);
        Assert.Contains("1004", Assert.Single(result.Warnings).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("*/integrations/*")]
    [InlineData("*/batch_exports/*")]
    public void Nothing_is_replaced_where_a_list_could_not_be_read_completely(string list)
    {
        _bench.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 200, Method = "GET", Path = list,
            Body = """{"count":1,"next":null,"previous":null,"results":[{"id":null,"kind":"postgresql"}]}""" });
        ShellResult result = _bench.Run(Postgres + " -Force");
        Assert.StartsWith("PostHog.ListIncomplete", result.Errors[^1].FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(_bench.Writes());
    }

    private void AssertBadFile(string named)
    {
        ShellResult result = _bench.Run("New-PHIntegration -BigQuery $folder/part.json -Debug -Verbose");
        Assert.StartsWith("PostHog.InvalidFile", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(named, result.Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(_bench.Requests.All);
        Assert.Empty(new LeakScan(_bench.Shell, Bench.PlantedSecret, "PlantedKeyId-0123").FindInTexts(result));
    }

    private void Prepare(Bench bench)
    {
        File.WriteAllText(Path.Combine(_folder, "key.json"), Key);
        File.WriteAllText(Path.Combine(_folder, "exports.json"), Key.Replace("new@", "exports@", StringComparison.Ordinal));
        File.WriteAllText(Path.Combine(_folder, "key.pem"), "-----BEGIN PRIVATE KEY-----\n" + Bench.PlantedSecret + "\n-----END PRIVATE KEY-----\n");
        string encrypted = "-----BEGIN ENCRYPTED PRIVATE KEY-----\n" + Bench.PlantedSecret + "\n-----END ENCRYPTED PRIVATE KEY-----\n";
        const string Certificate = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
        File.WriteAllText(Path.Combine(_folder, "root.pem"), Certificate);
        File.WriteAllText(Path.Combine(_folder, "both.pem"), Certificate + File.ReadAllText(Path.Combine(_folder, "key.pem")));
        File.WriteAllText(Path.Combine(_folder, "foreign.json"), Key.Replace("https://oauth2.googleapis.com", "https://oauth2.example.com", StringComparison.Ordinal));
        bench.Shell.Set("encrypted", Bench.Secret(encrypted));
        bench.Shell.Set("flat", Bench.Secret("-----BEGIN PRIVATE KEY-----\\n" + Bench.PlantedSecret + "\\n-----END PRIVATE KEY-----"));
        bench.Shell.Set("line", Bench.Secret(Bench.PlantedSecret + "\n"));
        bench.Shell.Set("lines", new PSCredential("posthog", Bench.Secret(Bench.PlantedSecret + "\n")));
        bench.Shell.Set("folder", _folder);
        bench.Shell.Set("planted", Bench.PlantedSecret);
        bench.Shell.Set("nothing", new System.Security.SecureString());
        bench.Shell.Set("login", new PSCredential("posthog", Bench.Secret(Bench.PlantedSecret)));
        bench.Shell.Set("other", new PSCredential("posthog2", Bench.Secret(Bench.PlantedSecret)));
        bench.Shell.Set("pem", Bench.Secret("-----BEGIN PRIVATE KEY-----\n" + Bench.PlantedSecret + "\n-----END PRIVATE KEY-----\n"));
        bench.Shell.Set("azure", Bench.Secret("DefaultEndpointsProtocol=https;AccountName=newaccount;AccountKey=" + Bench.PlantedSecret));
        bench.Shell.Set("northwind", Bench.Secret("DefaultEndpointsProtocol=https;AccountName=northwindexports;AccountKey=" + Bench.PlantedSecret));
        bench.Requests.Clear();
    }
}
