using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Input;

/// <summary>
/// Every parameter that checks or transforms what it is given has a row with a value that it refuses: one error with a
/// stable id, before anything is sent that need not be. What the server or several parameters together refuse is in
/// <see cref="BadInputTests"/>.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class ParameterErrorTests(ParameterErrorTests.Shared shared) : IClassFixture<ParameterErrorTests.Shared>
{
    private const string Refused = "ParameterArgumentValidationError";
    private const string NotRead = "ParameterArgumentTransformationError";
    private const string Http = "New-PHBatchExportDestination -Http -Url https://us.i.posthog.com/batch/";
    private const string S3 = "New-PHBatchExportDestination -AwsS3 -BucketName b -Region r -Prefix p";
    private const string OldS3 = "New-PHBatchExportDestination -S3 -BucketName b -Region r -Prefix p";
    private const string Redshift = "New-PHBatchExportDestination -Redshift -Database d";
    private const string Snowflake = "New-PHBatchExportDestination -Snowflake -Database d -Warehouse w -Schema s";
    private const string BigQuery = "New-PHBatchExportDestination -BigQuery -DatasetId d";
    private const string Databricks = "New-PHBatchExportDestination -Databricks -HttpPath h -Catalog c -Schema s -TableName t";
    private const string Make = "New-PHBatchExport x @{ type = 'NoOp'; config = @{} }";
    private const string NewSnowflake = "New-PHIntegration -Snowflake x -Account a -User u";
    private const string NewPostgres = "New-PHIntegration -Postgres -HostName h.example.com -Credential ([pscredential]::new('u', $secret))";
    private const string NewAlert = "New-PHBatchExportAlert -Slack -Channel C0TEST1";
    private const string Note = "New-PHDashboardTile x -Text y";
    private const string Button = "New-PHDashboardTile x -ButtonText y -Url /y";
    private const string Connect = "Connect-PostHog -ApiKey $key -HostUri $server";

    /// <summary>The line without the parameter; the parameter; a value for it; the error id; what the server receives.</summary>
    private static IEnumerable<(string Line, string Parameter, string Value, string Id, int Received)> Rows =>
    [
        // Dates. Those of a window are judged before anything is sent.
        .. Each("soon", "PostHog.InvalidDate", 0, ("Export-PHBatchExportReport $folder/r.html", "After"),
            ("Export-PHBatchExportReport $folder/r.html", "Before"),
            ("Compare-PHBatchExportRow events-to-s3", "After"), ("Compare-PHBatchExportRow events-to-s3", "Before"),
            ("Find-PHBatchExportAnomaly events-to-s3", "After"), ("Find-PHBatchExportAnomaly events-to-s3", "Before"),
            ("Find-PHBatchExportGap events-to-s3", "After"), ("Find-PHBatchExportGap events-to-s3", "Before"), ("Get-PHBatchExportHealth", "After"),
                ("Test-PHBatchExportHealth", "After"), ("Get-PHBatchExportError events-to-s3", "After"), ("Get-PHBatchExportError events-to-s3", "Before"),
            ("Get-PHBatchExportRun events-to-s3", "After"), ("Get-PHBatchExportRun events-to-s3", "Before"), (Make, "StartAt"), (Make, "EndAt"),
            ("Repair-PHBatchExport events-to-s3", "After"), ("Repair-PHBatchExport events-to-s3", "Before"), ("Start-PHFileDownload", "Start"),
                ("Start-PHFileDownload -Start -1d", "End"),
            ("Get-PHBatchExportLog events-to-s3", "After"), ("Get-PHBatchExportLog events-to-s3", "Before"),
            ("Start-PHBatchExportBackfill events-to-s3 -End today", "Start"), ("Start-PHBatchExportBackfill events-to-s3 -Start -2d", "End")),
        .. Each("soon", "PostHog.InvalidDate", 1, ("Set-PHBatchExport events-to-s3", "StartAt"), ("Set-PHBatchExport events-to-s3", "EndAt")),

        // Lengths of time.
        .. Each("soon", NotRead, 0, (Connect, "Timeout"), (Connect, "MaxWait"), ("Get-PHBatchExportHealth", "MaxLag"), ("Test-PHBatchExportHealth", "MaxLag"), ("Watch-PHBatchExport -Count 1", "MaxLag"), ("Watch-PHBatchExport -Count 1", "Interval"),
            ("Invoke-PHBatchExportRetry x -Wait", "Timeout"), ("Repair-PHBatchExport x -Wait", "Timeout"), ("Start-PHBatchExportBackfill x -Start -1d -Wait", "Timeout"), ("Save-PHFileDownload x", "Timeout"), ("Invoke-PHQuery x", "Timeout"),
            ("Wait-PHBatchExportBackfill x", "Timeout"), ("Wait-PHBatchExportRun x", "Timeout"), (NewAlert, "QuietTime"), ("Set-PHBatchExportAlert x", "QuietTime")),

        // Objects of the wrong kind.
        .. Each("five", "PostHog.InvalidProject", 0, ("Copy-PHBatchExport events-to-s3", "ToProject"), ("Copy-PHDashboard Revenue", "ToProject"), ("Test-PHDashboardPortability Revenue", "ToProject")),
        .. Each("nobody", NotRead, 0, ("Copy-PHBatchExport events-to-s3", "ToConnection"), ("Copy-PHDashboard Revenue", "ToConnection"), ("Test-PHDashboardPortability Revenue", "ToConnection")),
        .. Each("5", "PostHog.InvalidBatchExport", 0, ("Export-PHBatchExport -Path $folder/files", "BatchExport"), ("Export-PHBatchExport -Path $folder/files", "InputObject"), ("Copy-PHBatchExport -ToProject 102", "BatchExport"),
            ("Compare-PHBatchExportRow", "BatchExport"), ("Compare-PHBatchExportRow", "InputObject"), ("Export-PHBatchExportReport $folder/r.html", "BatchExport"), ("Find-PHBatchExportAnomaly", "BatchExport"), ("Find-PHBatchExportGap", "BatchExport"), ("Get-PHBatchExportBackfill", "BatchExport"), ("Get-PHBatchExportError", "BatchExport"),
            ("Get-PHBatchExportHealth", "BatchExport"), ("Get-PHBatchExportLog", "BatchExport"), ("Get-PHBatchExportRun", "BatchExport"), ("Remove-PHBatchExport -Confirm:$false", "BatchExport"), ("Repair-PHBatchExport -After -2d -Before -1d", "BatchExport"),
            ("Export-PHBatchExportReport $folder/r.html", "InputObject"), ("Find-PHBatchExportAnomaly", "InputObject"), ("Find-PHBatchExportGap", "InputObject"), ("Get-PHBatchExportLog", "InputObject"), ("Get-PHBatchExportBackfill", "InputObject"), ("Get-PHBatchExportError", "InputObject"), ("Get-PHBatchExportHealth", "InputObject"),
            ("Get-PHBatchExportRun", "InputObject"), ("Repair-PHBatchExport -After -2d -Before -1d", "InputObject"), ("Test-PHBatchExportHealth", "InputObject"), ("Watch-PHBatchExport -Count 1", "InputObject"),
            ("Resume-PHBatchExport", "BatchExport"), ("Set-PHBatchExport -Name x", "BatchExport"), ("Start-PHBatchExportBackfill -Start -1d", "BatchExport"), ("Start-PHBatchExportBackfill -Start -1d", "InputObject"), ("Suspend-PHBatchExport", "BatchExport"),
            ("Test-PHBatchExportDestination", "BatchExport"), ("Get-PHBatchExportAlert", "BatchExport"), (NewAlert, "BatchExport"), ("Set-PHBatchExportAlert x", "BatchExport"), ("Test-PHBatchExportHealth", "BatchExport"), ("Watch-PHBatchExport -Count 1", "BatchExport"),
            ("Invoke-PHBatchExportRetry 11111111-1111-1111-1111-111111111111", "BatchExport"), ("Stop-PHBatchExportRun 11111111-1111-1111-1111-111111111111", "BatchExport"), ("Wait-PHBatchExportRun 11111111-1111-1111-1111-111111111111", "BatchExport"),
            ("Stop-PHBatchExportBackfill 11111111-1111-1111-1111-111111111111", "BatchExport"), ("Wait-PHBatchExportBackfill 11111111-1111-1111-1111-111111111111", "BatchExport")),
        .. Each("5", "PostHog.InvalidRun", 0, ("Invoke-PHBatchExportRetry", "Run"), ("Stop-PHBatchExportRun", "Run"), ("Wait-PHBatchExportRun", "Run")),
        .. Each("5", "PostHog.InvalidBackfill", 0, ("Stop-PHBatchExportBackfill", "Backfill"), ("Wait-PHBatchExportBackfill", "Backfill")),
        .. Each("''", "PostHog.Validation", 0, ("Get-PHInsight", "Name"), ("Get-PHConnection", "Name")),
        .. Each("''", "PostHog.InvalidDashboard", 0, ("Copy-PHDashboard -ToProject 102", "Dashboard"), ("Export-PHDashboard -Path $folder/files", "Dashboard"),
            ("Get-PHInsight", "Dashboard"),
            ("Test-PHDashboardPortability -ToProject 102", "Dashboard"), ("Get-PHDashboardSharing", "Dashboard"), ("Get-PHDashboardTile", "Dashboard"),
                ("Remove-PHDashboard -Confirm:$false", "Dashboard"), ("Restore-PHDashboard", "Dashboard"),
            ("Set-PHDashboard -Name x", "Dashboard"), ("Set-PHDashboardSharing -Enabled", "Dashboard"), ("New-PHDashboard x", "CopyFrom"),
            ("New-PHDashboardSharingPassword", "Dashboard"), ("Remove-PHDashboardSharingPassword 5 -Confirm:$false", "Dashboard"),
                ("New-PHDashboardTile -Text x", "Dashboard"),
            ("Remove-PHDashboardTile 5 -Confirm:$false", "Dashboard"), ("Set-PHDashboardTile 5 -Color red", "Dashboard"),
                ("Set-PHDashboardTile 5 -Dashboard 4101", "MoveTo")),
        .. Each("''", "PostHog.InvalidDashboardTile", 0, ("Remove-PHDashboardTile -Confirm:$false", "Tile"), ("Set-PHDashboardTile -Color red", "Tile"),
            ("New-PHDashboardTile 4101", "CopyFrom")),
        .. Each("''", "PostHog.InvalidDashboardSharingPassword", 0, ("Remove-PHDashboardSharingPassword -Confirm:$false", "SharingPassword")),
        .. Each("5", "PostHog.InvalidFileDownload", 0, ("Get-PHFileDownload", "FileDownload"), ("Save-PHFileDownload", "FileDownload"), ("Save-PHFileDownload", "InputObject"), ("Stop-PHFileDownload", "FileDownload")),
        .. Each("''", "PostHog.InvalidIntegration", 0, ("Remove-PHIntegration -Confirm:$false", "Integration"),
            ("Update-PHBatchExportCredential 0198f3a2-0000-7000-8000-000000000001", "Integration"), ("Update-PHBatchExportCredential -Integration 1001", "FromIntegration")),
        .. Each("5", "PostHog.InvalidBatchExport", 0, ("Update-PHBatchExportCredential -Integration 1001", "BatchExport")),
        .. Each("''", Refused, 0, ("Update-PHBatchExportCredential x -Secret $secret", "Name")),
        .. Each("soon", NotRead, 0, ("Update-PHBatchExportCredential x -Integration 1001", "Timeout")),
        .. Each("5", "PostHog.InvalidBatchExportAlert", 0, ("Remove-PHBatchExportAlert -Confirm:$false", "Alert"), ("Set-PHBatchExportAlert -Enabled", "Alert"), ("Test-PHBatchExportAlert", "Alert")),
        .. Each("5", "PostHog.InvalidDestination", 0, ("New-PHBatchExport x", "Destination")),
        .. Each("5", "PostHog.InvalidDestination", 1, ("Set-PHBatchExport events-to-s3", "Destination")),
        .. Each("5", "PostHog.InvalidRun", 0, ("Get-PHBatchExportLog events-to-s3", "Run")),
        .. Each("5", "PostHog.InvalidId", 0, ("Get-PHBatchExport", "Id"), ("Get-PHOrganization", "Id")),
        .. Each("five", "PostHog.InvalidId", 0, ("Get-PHDashboard", "Id")),
        .. Each("five", "PostHog.InvalidProject", 0, ("Get-PHProject", "Id")),
        .. Each("5", "PostHog.InvalidId", 1, ("Get-PHBatchExportRun events-to-s3", "RunId"), ("Get-PHBatchExportBackfill events-to-s3", "BackfillId")),

        // Words out of a set.
        .. Each("Nonsense", Refused, 0, (NewAlert, "On"), ("Set-PHBatchExportAlert x", "On"), ("Test-PHBatchExportAlert x", "On"), ("Get-PHBatchExportAlert", "Channel"),
            (Connect, "RateLimit"), ("Connect-PostHog -Sandbox", "SandboxGeneration"), ("Connect-PostHog -ApiKey $key", "Region"), ("Find-PHBatchExportAnomaly x", "Sensitivity"), ("Get-PHBatchExportBackfill x", "State"), ("Get-PHBatchExportRun x", "State"),
            ("Get-PHDashboardTile x", "Kind"), (Button, "Placement"), (Button, "Style"), ("Set-PHDashboardTile 5", "Placement"), ("Set-PHDashboardTile 5", "Style"), ("Get-PHFileDownload", "State"), ("Invoke-PHRestMethod api/users/@me/", "Method"), ("Invoke-PHQuery x", "Refresh"), (Make, "IncrementalMode"), ("Set-PHBatchExport x", "IncrementalMode"),
            (NewPostgres, "SslMode"), (S3, "FileFormat"), (S3, "Compression"), (S3, "Encryption"), (Redshift, "PropertiesDataType"), (Redshift, "Mode"), ("Start-PHFileDownload -Start -1d", "FileFormat"), ("Start-PHFileDownload -Start -1d", "Compression")),
        .. Each("Nonsense", "CannotConvertArgumentNoMessage", 0, (Connect, "RouteFamily"), (Make, "OffsetDay"), ("Set-PHBatchExport x", "OffsetDay")),
        .. Each("Fatal", "PostHog.InvalidLevel", 0, ("Get-PHBatchExportLog events-to-s3", "Level")),

        // Numbers out of a range.
        .. Each("0", Refused, 0, ("Connect-PostHog -Sandbox", "SandboxSpeed"), ("Export-PHBatchExportReport x", "Days"), ("Get-PHBatchExportLog x", "Tail"),
            ("Repair-PHBatchExport x", "ThrottleLimit"),
            (S3, "MaxFileSizeMB"), (NewPostgres, "Port"), (Redshift, "Port"), ("Start-PHFileDownload -Start -1d", "MaxFileSizeMB"),
                ("Watch-PHBatchExport", "Count")),
        .. Each("-1", Refused, 0, ("Repair-PHBatchExport x", "Canary"), (Note, "X"), (Note, "Y"), ("Set-PHDashboardTile 5", "X"),
            ("Set-PHDashboardTile 5", "Y")),
        .. Each("0", Refused, 0, (Note, "Width"), (Note, "Height"), ("Set-PHDashboardTile 5", "Width"), ("Set-PHDashboardTile 5", "Height")),
        .. Each("('x' * 4001)", Refused, 0, ("New-PHDashboardTile x -Url /y", "ButtonText"), ("New-PHDashboardTile x -ButtonText y", "Url"), (Note, "Color"),
            ("New-PHDashboardSharingPassword x", "Note"),
            ("Set-PHDashboardTile 5", "Text"), ("Set-PHDashboardTile 5", "ButtonText"), ("Set-PHDashboardTile 5", "Url")),
        .. Each("24", Refused, 0, (Make, "OffsetHour"), ("Set-PHBatchExport x", "OffsetHour")),

        // Nothing where something must be.
        .. Each("''", Refused, 0, (Connect, "Name"), ("Get-PHDashboardTemplate", "Search"), ("New-PHDashboardTile x", "WidgetType"),
            ("Compare-PHBatchExport", "Path"), ("Compare-PHDashboard", "Path"), ("Export-PHDashboard x", "Path"), ("Import-PHDashboard", "Path"),
            ("Get-PHInsight", "Search"), ("Export-PHBatchExport", "Path"), ("Sync-PHBatchExport", "Path"), ("Sync-PHBatchExport x", "RotateSecret"),
            ("Export-PHBatchExportReport", "Path"), ("Export-PHBatchExportReport x", "Title"), ("Get-PHBatchExportLog x", "Level"), (Make, "Interval"),
            (Make, "Model"), (Make, "Timezone"),
            ("Set-PHBatchExport x", "Interval"), ("Set-PHBatchExport x", "Timezone"), ("Resume-PHBatchExport", "StatePath"), ("Suspend-PHBatchExport x", "StatePath"), ("Get-PHBatchExportHealth", "StatePath"), ("Test-PHBatchExportHealth", "StatePath"), ("Save-PHFileDownload x", "Path"), ("Start-PHFileDownload -Start -1d", "Model")),
        .. Each("''", Refused, 0, (NewAlert, "Message"), (NewAlert, "Name"), ("New-PHBatchExportAlert -Slack", "Channel"), ("Set-PHBatchExportAlert x", "Name"), ("Set-PHBatchExportAlert x", "Message"), ("Set-PHBatchExportAlert x", "Channel")),
        .. Each("$null", Refused, 0, ("New-PHBatchExportAlert -Webhook", "Uri"), ("New-PHBatchExportAlert -Webhook -Uri $secret", "Header"), ("Set-PHBatchExportAlert x", "Header"), ("Set-PHBatchExportAlert x", "Uri"), ("Set-PHBatchExportAlert x", "On")),
        .. Each("''", Refused, 0, (NewSnowflake, "PrivateKeyPath"), (NewPostgres, "SslRootCertificatePath"), ("New-PHIntegration -BigQuery", "KeyPath")),
        .. Each("$null", Refused, 0, ("New-PHIntegration -Postgres -HostName h.example.com", "Credential")),
        .. Each(":$null", NotRead, 0, ("Set-PHBatchExportAlert x", "Enabled"), ("Set-PHBatchExport x", "Paused"), ("Set-PHDashboard x", "Pinned"), ("Set-PHDashboardSharing x", "Enabled"), ("Set-PHDashboardSharing x", "PasswordRequired"), ("Set-PHDashboardTile 5", "ShowDescription"), ("Set-PHDashboardTile 5", "TransparentBackground"), (Databricks, "VariantType"), (Databricks, "AutomaticSchemaEvolution")),
        .. Each("$null", "PostHog.InvalidStatus", 0, ("Get-PHBatchExportRun events-to-s3", "Status")),
        .. Each("$null", Refused, 0, ("Measure-PHFileDownload x", "HogQLModifiers"), ("Invoke-PHQuery x", "Parameter"),
            ("Start-PHFileDownload -Model hogql", "HogQLModifiers"), ("Set-PHDashboard x", "AddTag"), ("Set-PHDashboard x", "RemoveTag"),
            ("Set-PHDashboard x", "Filters"), ("Set-PHDashboard x", "Variables"),
            ("Set-PHDashboardSharing x", "Settings"), (Note, "Layouts"), ("New-PHDashboardTile x -WidgetType error_tracking_list", "Config"),
            ("Set-PHDashboardTile 5", "Config"), ("Set-PHDashboardTile 5", "FiltersOverrides"), ("Set-PHDashboardTile 5", "Layouts")),
        .. Each("$null", "PostHog.Validation", 0, ("Set-PHDashboardSharing x", "Enabled"), ("Set-PHDashboardSharing x", "PasswordRequired")),
        .. Each("' '", "PostHog.Validation", 0, ("New-PHDashboard", "Name")),
        .. Each("' '", "PostHog.Validation", 1, ("Set-PHBatchExport events-to-s3", "Name"), ("Set-PHDashboard Revenue", "Name")),
        .. Each("' '", "PostHog.Validation", 0, ("Get-PHBatchExportLog events-to-s3", "Search")),

        // Secrets as plain text.
        .. Each("plain", NotRead, 0, ("Connect-PostHog -HostUri $server", "ApiKey"), (OldS3, "AwsSecretAccessKey"), (Snowflake, "PrivateKey"), (Snowflake, "PrivateKeyPassphrase"), (BigQuery, "PrivateKeyId"), (Http, "Token"), ("New-PHDashboardSharingPassword x", "Password"), ("New-PHBatchExportAlert -Webhook", "Uri"), ("Set-PHBatchExportAlert x", "Uri"),
            ("New-PHIntegration -AwsS3 x -AwsAccessKeyId k", "AwsSecretAccessKey"), (NewSnowflake, "PrivateKey"), (NewSnowflake, "PrivateKeyPassphrase"),
            ("New-PHIntegration -Databricks -HostName h.example.com -ClientId c", "ClientSecret"), ("New-PHIntegration -AzureBlob", "ConnectionString"),
            ("Update-PHBatchExportCredential x", "Secret"), ("Update-PHBatchExportCredential x -Secret $secret", "OldSecret")),
    ];

    public static TheoryData<string, string, string, string, int> Cases
    {
        get
        {
            var data = new TheoryData<string, string, string, string, int>();
            foreach ((string line, string parameter, string value, string id, int received) in Rows)
                data.Add(line, parameter, value, id, received);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_wrong_value_is_one_error(string line, string parameter, string value, string id, int received)
    {
        // After a Connect-PostHog that failed nothing acts by default: it gets a shell of its own.
        await using Bench? own = line.StartsWith("Connect-", StringComparison.Ordinal) ? await Bench.StartAsync() : null;
        Bench bench = own ?? shared.Bench;
        bench.Requests.Clear();
        Directory.CreateDirectory((string)bench.Shell.Get("folder")!);

        ErrorRecord error = bench.Run($"{line} -{parameter}{(value[0] == ':' ? "" : " ")}{value}").Error;

        Assert.Equal(id, error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.Equal(id.StartsWith("PostHog.", StringComparison.Ordinal) ? ErrorCategory.InvalidArgument : ErrorCategory.InvalidData, Category(error));
        Assert.Equal(received, bench.Requests.Count);
        Assert.Empty(bench.Writes());
        Assert.Empty(Directory.GetFiles((string)bench.Shell.Get("folder")!));
        if (value == "plain")
            Assert.DoesNotContain("plain", error.Exception.Message.Replace("plain text", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_parameter_that_checks_or_transforms_has_a_row()
    {
        HashSet<string> covered = [.. Rows.Select(r => r.Line.Split(' ')[0] + " -" + r.Parameter)];
        using Shell shell = Shell.Open();
        IEnumerable<string> checking = shell.Run("Get-Command -Module PostHogPS").Clean().As<CmdletInfo>()
            .SelectMany(c => c.Parameters.Values.Where(Checks).Select(p => c.Name + " -" + p.Name));
        Assert.Empty(checking.Except(covered));
    }

    public static TheoryData<string> Exported
    {
        get
        {
            using Shell shell = Shell.Open();
            return [.. shell.Run("Get-Command -Module PostHogPS").Clean().As<CmdletInfo>()
                .Where(c => c.Parameters.ContainsKey("Connection") && c.Name != "Disconnect-PostHog").Select(c => c.Name)];
        }
    }

    /// <summary>-Connection and -ProjectId come from the base classes, so every cmdlet refuses them alike.</summary>
    [Theory]
    [MemberData(nameof(Exported))]
    public async Task No_cmdlet_takes_an_unknown_connection_or_a_malformed_project(string cmdlet)
    {
        CmdletCase driven = CmdletCases.All.First(c => c.Cmdlet == cmdlet);
        await using Bench bench = await Bench.StartAsync();
        bench.Prepare(driven.Before);

        ErrorRecord connection = bench.Run(driven.Script + " -Connection nobody").Error;
        Assert.Equal(NotRead, connection.FullyQualifiedErrorId.Split(',')[0]);
        if (bench.Run("Get-Command " + cmdlet).As<CmdletInfo>().Single().Parameters.ContainsKey("ProjectId"))
        {
            ErrorRecord project = bench.Run(driven.Script + " -ProjectId five").Errors[0];
            Assert.True(project.FullyQualifiedErrorId.Split(',')[0] is "PostHog.InvalidProject" or "PostHog.ConnectionMismatch", project.FullyQualifiedErrorId);
        }

        Assert.Empty(bench.Requests.All);
    }

    /// <summary>One server and one shell for all rows: a wrong value changes nothing.</summary>
    public sealed class Shared : IAsyncLifetime
    {
        internal Bench Bench { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Bench = await Bench.StartAsync().ConfigureAwait(false);

        public ValueTask DisposeAsync() => Bench.DisposeAsync();
    }

    private static IEnumerable<(string Line, string Parameter, string Value, string Id, int Received)> Each(string value, string id, int received,
        params (string Line, string Parameter)[] places) =>
        places.Select(p => (p.Line, p.Parameter, value, id, received));

    private static bool Checks(ParameterMetadata parameter) =>
        parameter.Name is not ("Connection" or "ProjectId")
        && !Cmdlet.CommonParameters.Contains(parameter.Name)
        && parameter.Attributes.Any(a =>
            a is ValidateArgumentsAttribute or (ArgumentTransformationAttribute and not PostHogPS.Binding.BeginsConnectingAttribute));

    private static ErrorCategory Category(ErrorRecord error) =>
        // The engine files an enumeration's failed conversion under another heading than the rest of its own.
        error.CategoryInfo.Category == ErrorCategory.InvalidArgument && !error.FullyQualifiedErrorId.StartsWith("PostHog.", StringComparison.Ordinal)
            ? ErrorCategory.InvalidData
            : error.CategoryInfo.Category;
}
