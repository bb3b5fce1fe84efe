using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace PostHogPS.Sandbox.Tests;

/// <summary>Integrations: two families of kinds, no update, and a delete that looks at exports but not into their settings.</summary>
public sealed class IntegrationTests
{
    private const string List = "/api/projects/101/integrations/";
    private const string Keys = """{"name":"backup","aws_access_key_id":"AKIA1","aws_secret_access_key":"hush"}""";
    private const string Postgres = """{"host":"db.northwind.example","port":5432,"user":"posthog","password":"hush"}""";

    public static TheoryData<string, string, string> Refusals => new()
    {
        { "aws-s3", """{"aws_access_key_id":"AKIA1","aws_secret_access_key":"s"}""", "A name is required for AWS integration" },
        { "aws-s3", """{"name":"n","aws_access_key_id":"AKIA1"}""", "Secret access key is required for AWS integration" },
        { "aws-s3", """{"name":"n","aws_access_key_id":"wrong","aws_secret_access_key":"s"}""",
            "AWS credentials are not valid: The security token included in the request is invalid." },
        // The form is chosen by the keys that are there, empty or not.
        { "aws-s3", """{"name":"n","aws_role_arn":null,"aws_access_key_id":"AKIA1","aws_secret_access_key":"s"}""",
            "A valid role ARN is required for AWS integration" },
        { "aws-s3", """{"name":"n","aws_role_arn":"posthog"}""", "AWS role ARN is not valid" },
        { "aws-s3", """{"name":"n","aws_role_arn":"arn:aws:iam::210987654321:role/posthog"}""", "Cannot create AWS integration: Invalid role" },
        { "aws-s3", """{"name":"posthog-exports","aws_access_key_id":"AKIA1","aws_secret_access_key":"s"}""",
            "An integration named 'posthog-exports' already exists" },
        { "s3-compatible", """{"name":"n","aws_access_key_id":"k","aws_secret_access_key":"s","endpoint_url":"https://10.0.0.1"}""",
            "Invalid endpoint URL: Private IP address not allowed" },
        { "s3-compatible", """{"name":"minio","aws_access_key_id":"k","aws_secret_access_key":"s","endpoint_url":"https://m.example"}""",
            "An integration named 'minio' already exists" },
        { "snowflake", """{"name":"n","account":"a"}""", "Name, account, and user must be provided" },
        { "snowflake", """{"name":"n","account":"https://a","user":"u","password":"p"}""",
            "Snowflake integration is not valid: invalid account identifier 'https://a'" },
        { "snowflake", """{"name":"n","account":"a","user":"u"}""", "Password is required for password authentication" },
        { "snowflake", """{"name":"n","account":"a","user":"u","authentication_type":"keypair"}""", "Private key is required for key-pair authentication" },
        { "google-cloud-service-account", """{"project_id":"p"}""", "Service account email and project ID must be provided" },
        { "google-cloud-service-account",
            """{"project_id":"p","service_account_email":"a@b","private_key":"k","private_key_id":"i","token_uri":"https://evil.example"}""",
            "Token URI must be one of Google's token endpoints" },
        { "databricks", """{"server_hostname":"https://dbc.example","client_id":"i","client_secret":"s"}""",
            "Databricks integration is not valid: 'server_hostname' should not be a full URL" },
        { "databricks", """{"server_hostname":"dbc.local","client_id":"i","client_secret":"s"}""",
            "Databricks integration error: could not validate hostname 'dbc.local'" },
        { "azure-blob", """{"connection_string":"AccountKey=k"}""",
            "Could not extract AccountName from connection string. Make sure that it holds 'AccountName='" },
        { "azure-blob", """{"connection_string":"AccountName"}""", "Malformed connection string" },
        { "azure-blob", """{"connection_string":"DefaultEndpointsProtocol=http;AccountName=a;AccountKey=k"}""", "'DefaultEndpointsProtocol' must be 'https'" },
        { "postgresql", """{"host":"h","port":5432,"user":"u"}""", "Password is required for postgresql integration" },
        { "postgresql", """{"host":"127.0.0.1","port":5432,"user":"u","password":"p"}""", "Provided host '127.0.0.1' is not valid" },
        { "postgresql", """{"host":"h","port":70000,"user":"u","password":"p"}""", "A valid port is required for an postgresql integration" },
        { "postgresql", """{"host":"h","port":"x","user":"u","password":"p"}""", "Port must be an integer" },
        { "postgresql", """{"host":"h","port":1,"user":"u","password":"p","ssl_mode":"verify-full"}""",
            "SSL root certificate must be provided when verifying server certificates" },
        { "aws-redshift", "{}", "Missing required inputs" },
        { "aws-redshift", """{"name":"n","aws_role_arn":"arn:aws:iam::123456789012:role/r"}""", "Username is required for AWS integration" },
        { "aws-redshift", """{"name":"n","aws_role_arn":"arn:aws:iam::123456789012:role/r","user":"u","groups":[]}""",
            "Groups must be a list of at least one string" },
        { "slack", "{}", "Kind not configured" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Credentials_that_break_a_rule_are_refused(string kind, string config, string detail)
    {
        var client = new Client();
        int before = (await client.Get(List)).Results.Length;
        Answer answer = await Post(client, kind, config);
        Assert.Equal((400, "invalid_input", detail), (answer.Status, answer.Code, answer.Detail));
        Assert.Null(answer.Attr);
        Assert.Equal(before, (await client.Get(List)).Results.Length);
    }

    [Theory]
    [InlineData("aws-s3", Keys, "backup (AWS account 123456789012)")]
    [InlineData("aws-s3", """{"name":"r","aws_role_arn":"arn:aws:iam::123456789012:role/other"}""", "r (AWS role 'arn:aws:iam::123456789012:role/other')")]
    [InlineData("s3-compatible", """{"name":"m","aws_access_key_id":"k","aws_secret_access_key":"hush","endpoint_url":"https://m.example"}""",
        "m (access key, https://m.example)")]
    [InlineData("snowflake", """{"name":"s","account":"A-B.c","user":"u","authentication_type":"keypair","private_key":"hush"}""",
        "s (account: A-B.c, keypair auth)")]
    [InlineData("google-cloud-service-account",
        """{"project_id":"p","service_account_email":"a@b","private_key":"hush","private_key_id":"i","token_uri":"https://oauth2.googleapis.com/token"}""",
        "ID: a@b-101-key-file")]
    // Without a part of the key: an account without a key, and no complaint.
    [InlineData("google-cloud-service-account", """{"project_id":"p","service_account_email":"a@b","private_key":"hush"}""", "ID: a@b-101-impersonated")]
    [InlineData("databricks", """{"server_hostname":"dbc.example","client_id":"i","client_secret":"hush"}""", "dbc.example")]
    [InlineData("azure-blob", """{"connection_string":"DefaultEndpointsProtocol=https;AccountName=acc;AccountKey=hush"}""", "ID: acc")]
    [InlineData("postgresql", Postgres, "ID: 101-db.northwind.example-5432-posthog")]
    [InlineData("aws-redshift", Postgres, "101-db.northwind.example-5432-posthog (posthog@db.northwind.example)")]
    [InlineData("aws-redshift", """{"name":"rs","aws_access_key_id":"AKIA1","aws_secret_access_key":"hush","user":"u","groups":["g"],"auto_create":true}""",
        "rs (AWS account 123456789012)")]
    public async Task An_integration_is_made_and_its_secret_is_never_returned(string kind, string config, string name)
    {
        var client = new Client();
        Answer made = await Post(client, kind, config);
        Assert.Equal((201, kind, name), (made.Status, made.Json["kind"]!.GetValue<string>(), made.Json["display_name"]!.GetValue<string>()));
        Answer read = await client.Get(List + made.Json["id"] + "/");
        Assert.Equal(made.Text, read.Text);
        Assert.DoesNotContain("hush", made.Text, System.StringComparison.Ordinal);
        Assert.DoesNotContain("AKIA1", made.Text, System.StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_database_again_replaces_everything_and_answers_like_a_new_one()
    {
        var client = new Client();
        Answer first = await Post(client, "postgresql",
            Postgres.Replace("}", ""","ssl_mode":"verify-ca","ssl_root_cert":"PEM"}""", System.StringComparison.Ordinal));
        Answer second = await Post(client, "postgresql", Postgres);
        Assert.Equal((201, first.Json["id"]!.ToString()), (second.Status, second.Json["id"]!.ToString()));
        Assert.Equal("require", second.Json["config"]!["ssl_mode"]!.GetValue<string>());
        Assert.Null(second.Json["config"]!["ssl_root_cert"]);
        Answer other = await Post(client, "postgresql", Postgres.Replace("posthog", "posthog2", System.StringComparison.Ordinal));
        Assert.NotEqual(first.Json["id"]!.ToString(), other.Json["id"]!.ToString());
    }

    [Fact]
    public async Task A_name_belongs_to_a_kind_and_a_project()
    {
        var client = new Client();
        Assert.Equal(201, (await Post(client, "aws-s3", Keys)).Status);
        Assert.Equal(400, (await Post(client, "aws-s3", Keys)).Status);
        Assert.Equal(201, (await client.Post("/api/projects/102/integrations/", Body("aws-s3", Keys))).Status);
    }

    [Fact]
    public async Task There_is_no_update()
    {
        var client = new Client();
        Assert.Equal(405, (await client.Patch(List + "1001/", new JsonObject())).Status);
        Assert.Equal(405, (await client.Put(List + "1001/", new JsonObject())).Status);
    }

    [Theory]
    [InlineData("phx_scopes=integration:read", "API key missing required scope 'integration:write'")]
    [InlineData("phx_readonly", "API key missing required scope 'integration:write'")]
    public async Task Writing_needs_its_scope(string key, string detail)
    {
        var client = new Client(key: key);
        Assert.Equal(200, (await client.Get(List)).Status);
        Assert.Equal((403, detail), ((await Post(client, "aws-s3", Keys)).Status, (await client.Delete(List + "1001/")).Detail));
    }

    [Fact]
    public async Task A_member_may_create_but_neither_replace_nor_delete()
    {
        var client = new Client(key: "phx_member");
        Answer made = await Post(client, "postgresql", Postgres);
        Assert.Equal(201, made.Status);
        Answer again = await Post(client, "postgresql", Postgres);
        Assert.Equal((403, "Editing an existing integration requires project admin access."), (again.Status, again.Detail));
        Answer deleted = await client.Delete(List + made.Json["id"] + "/");
        Assert.Equal((403, "You don't have sufficient permissions in the project."), (deleted.Status, deleted.Detail));
    }

    [Fact]
    public async Task One_in_use_is_not_deleted_and_its_users_are_named()
    {
        var client = new Client();
        Answer used = await client.Delete(List + "1001/");
        Assert.Equal(400, used.Status);
        Assert.Matches("^This integration is used by batch exports: events-to-s3.*\\. Update them to use a different integration before disconnecting it\\.$",
            used.Detail);
        Assert.Contains("enabled data pipelines: Signups to Slack", (await client.Delete(List + "1009/")).Detail, System.StringComparison.Ordinal);
        Assert.Equal(404, (await client.Delete(List + "2001/")).Status);
    }

    [Fact]
    public async Task One_inside_the_settings_of_a_COPY_is_deleted_without_a_word()
    {
        var client = new Client();
        long id = (await Post(client, "aws-s3", Keys)).Json["id"]!.GetValue<long>();
        JsonObject copy = new()
        {
            ["s3_bucket"] = "b", ["region_name"] = "r", ["bucket_credentials"] = id, ["authorization"] = "arn:aws:iam::123456789012:role/posthog",
        };
        JsonObject export = Client.NoOp("copied");
        export["destination"] = new JsonObject { ["type"] = "Redshift", ["integration"] = 1005,
            ["config"] = new JsonObject { ["database"] = "d", ["mode"] = "COPY", ["copy_inputs"] = copy } };
        Assert.Equal(201, (await client.Post(Client.Web, export)).Status);
        Assert.Equal(204, (await client.Delete(List + id + "/")).Status);
    }

    [Fact]
    public async Task Redshift_with_AWS_credentials_needs_a_host_of_its_own()
    {
        var client = new Client();
        long id = (await Post(client, "aws-redshift",
            """{"name":"rs","aws_role_arn":"arn:aws:iam::123456789012:role/posthog","user":"u"}""")).Json["id"]!.GetValue<long>();
        JsonObject export = Client.NoOp("copied");
        export["destination"] = new JsonObject { ["type"] = "Redshift", ["integration"] = id, ["config"] = new JsonObject { ["database"] = "d" } };
        Assert.Contains("'host' is required", (await client.Post(Client.Web, export.DeepClone())).Detail, System.StringComparison.Ordinal);
        export["destination"]!["config"]!["host"] = "h.example";
        Assert.Equal(201, (await client.Post(Client.Web, export)).Status);
    }

    [Fact]
    public async Task Older_servers_know_fewer_kinds_and_delete_without_asking()
    {
        Client client = Client.Old();
        Answer unknown = await Post(client, "aws-s3", Keys);
        Assert.Equal((400, "kind", "invalid_choice"), (unknown.Status, unknown.Attr, unknown.Code));
        Assert.Equal(201, (await Post(client, "postgresql", Postgres)).Status);
        JsonObject used = (await client.Get(Client.Web + "?limit=500")).Results.First(e => e["destination"]!["integration"] is not null);
        Assert.Equal(204, (await client.Delete(List + used["destination"]!["integration"] + "/")).Status);
        Assert.Null((await client.Get(Client.Web + used["id"] + "/")).Json["destination"]!["integration"]);
        Client member = Client.Of("A", "phx_member");
        Assert.Equal(403, (await Post(member, "postgresql", Postgres)).Status);
    }

    private static Task<Answer> Post(Client client, string kind, string config) => client.Post(List, Body(kind, config));

    private static JsonObject Body(string kind, string config) => new() { ["kind"] = kind, ["config"] = JsonNode.Parse(config) };
}
