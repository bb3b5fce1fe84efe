using System;
using PostHogPS.Contracts;

namespace PostHogPS.Errors;

/// <summary>The next command for a failed call.</summary>
internal static class ApiAdvice
{
    internal static string For(PostHogApiException e) => e.Kind switch
    {
        PostHogErrorKind.Unreachable when e.StatusCode == 407 => "Give the proxy's name and password: Connect-PostHog -ProxyCredential (Get-Credential).",
        PostHogErrorKind.Unauthorized =>
            "Check the key and the region: a key of US Cloud does not work on EU Cloud. Connect-PostHog -Region EU -ApiKey (Read-Host -AsSecureString)",
        PostHogErrorKind.MissingScope when e.MissingScope == "integration:write" =>
            "PostHog's form for keys may offer only read for integrations: connect with a key that has all access, "
                + "or make or remove the integration on PostHog's own page. "
                + "To let an export use another one, batch_export:write is enough: Set-PHBatchExport <export> -IntegrationId <id>.",
        PostHogErrorKind.MissingScope =>
            $"Add the scope '{e.MissingScope}' to the personal API key (PostHog, Settings, Personal API keys), or connect with a key that has it.",
        PostHogErrorKind.Forbidden when e.Detail?.IndexOf("does not support personal API key", StringComparison.OrdinalIgnoreCase) >= 0 =>
            "This server refuses it to every personal API key; a newer one allows it. It can be done on PostHog's own page.",
        PostHogErrorKind.Forbidden => "Check that the key may use this project (Get-PHProject) and that its owner may edit it.",
        PostHogErrorKind.NotFound when e.IsUnknownAddress =>
            "This server has no such address: it is too old for it, or too new. Get-Help about_PostHogPS (SERVERS) says which servers know what.",
        PostHogErrorKind.NotFound when e.Path?.IndexOf("/query/", StringComparison.Ordinal) >= 0 =>
            "PostHog keeps the state of a query for ten minutes, and none of one that was cancelled. Run it again.",
        PostHogErrorKind.NotFound => $"Check the project and the id: Get-PHProject, {Lister(e.Path ?? "")}.",
        PostHogErrorKind.Throttled => "Wait, or allow a longer wait: Connect-PostHog -MaxWait 02:00:00. Get-PHRateLimit shows what is used.",
        PostHogErrorKind.QuotaExceeded => "Raise the billing limit (PostHog, Settings, Billing), or wait for the next billing period.",
        PostHogErrorKind.TooManyQueries =>
            "Run it again when other queries have ended. Each key has about three places, which dashboards and other programs with keys share.",
        PostHogErrorKind.QueryTimeout => "Do not repeat it unchanged: narrow the range of timestamp (every partition without one is read), or ask for less.",
        PostHogErrorKind.QueryTooSlow => "Narrow the range of timestamp: without one every partition is read.",
        PostHogErrorKind.QueryOutOfMemory => "Narrow the range of timestamp, group by fewer values, or replace uniqExact() by uniq().",
        PostHogErrorKind.TooManyBackfills =>
            "Wait for running ones: Get-PHBatchExport | Get-PHBatchExportBackfill -State Running | Wait-PHBatchExportBackfill. "
                + "With -Wait the command does so by itself.",
        PostHogErrorKind.FateUnknown =>
            "Look before you try again: Get-PHBatchExportBackfill and Get-PHBatchExportRun show whether it took effect.",
        PostHogErrorKind.Timeout => "Try again, or allow more time: Connect-PostHog -Timeout 00:05:00.",
        PostHogErrorKind.Unreachable => "Check the host (Get-PHConnection), the network and the proxy (Connect-PostHog -Proxy).",
        PostHogErrorKind.Disconnected => Problems.ConnectHint,
        PostHogErrorKind.Certificate => "Check the host name and its certificate. Nothing was sent.",
        PostHogErrorKind.Redirect => "Connect to the host that serves the API: Connect-PostHog -HostUri.",
        PostHogErrorKind.InvalidResponse => "Check what answers in place of PostHog (proxy, login page): Invoke-PHRestMethod -Raw shows the complete answer.",
        PostHogErrorKind.Validation when e.Attr?.IndexOf("integration", StringComparison.Ordinal) >= 0 =>
            "Get-PHIntegration shows the integrations of the project, with their ids.",
        PostHogErrorKind.Validation when e.Attr == "interval" =>
            "hour, day or week; and \"every 5 minutes\", \"every 15 minutes\" and the like where the project has them enabled.",
        PostHogErrorKind.Validation when e.Attr == "timezone" => "Give an IANA name such as Europe/Berlin; Tab completes -Timezone.",
        PostHogErrorKind.Validation when e.Attr is "destination__type" or "type" =>
            "Servers differ in what they know: up to early 2026 Amazon S3 is -S3 (type S3), later -AwsS3. Tab completes the types.",
        PostHogErrorKind.Validation => "Correct what the server names and try again; Get-Help with -Full says what each parameter takes.",
        PostHogErrorKind.NotSupported =>
            "Work with the runs: Get-PHBatchExportRun -State Running shows what runs, Wait-PHBatchExportRun waits, Stop-PHBatchExportRun cancels.",
        PostHogErrorKind.Conflict => "Read the object again: it is there already, or somebody changed it in between.",
        PostHogErrorKind.TooManyFileDownloads => "Wait for running ones, or cancel some: Get-PHFileDownload -State Running | Stop-PHFileDownload.",
        PostHogErrorKind.BadRequest => "Check the path, the method and the values: -Verbose shows the first two, -Debug all three.",
        PostHogErrorKind.Server => "Try again later; https://status.posthog.com shows known incidents.",
        _ => "Run the command again with -Verbose -Debug to see what was sent and answered.",
    };

    // What lists the things that the address is about.
    private static string Lister(string path)
    {
        return Has("/file_download_batch_exports/") ? "Get-PHFileDownload"
            : Has("/batch_exports/") && Has("/runs/") ? "Get-PHBatchExportRun"
            : Has("/batch_exports/") && Has("/backfills/") ? "Get-PHBatchExportBackfill"
            : Has("/batch_exports/") ? "Get-PHBatchExport"
            : Has("/hog_functions/") ? "Get-PHBatchExportAlert"
            : Has("/integrations/") ? "Get-PHIntegration"
            : Has("/dashboards/") ? "Get-PHDashboard"
            : "Get-PHBatchExport, Get-PHDashboard";

        bool Has(string part) => path.IndexOf(part, StringComparison.Ordinal) >= 0;
    }
}
