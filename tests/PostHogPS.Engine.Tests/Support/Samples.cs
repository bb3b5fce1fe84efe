using System;

namespace PostHogPS.Engine.Tests;

/// <summary>Answers as the server gives them.</summary>
internal static class Samples
{
    internal static readonly Guid Export = new("0199aaaa-0000-7000-8000-000000000001");
    internal static readonly Guid Run = new("0199bbbb-0000-7000-8000-000000000001");
    internal static readonly Guid Backfill = new("0199cccc-0000-7000-8000-000000000001");

    internal const string ExportJson = """
        {"id":"0199aaaa-0000-7000-8000-000000000001","team_id":7,"name":"events-1","model":"events",
         "destination":{"type":"AwsS3","config":{"bucket_name":"b","nested":{"region":"eu"}},"integration":12},
         "interval":"hour","paused":false,"created_at":"2026-10-01T12:00:00.123456Z","last_paused_at":null,
         "hogql_query":"SELECT 1","latest_runs":[{"id":"0199bbbb-0000-7000-8000-000000000001","status":"Completed",
         "records_completed":10,"created_at":"2026-10-01T12:05:00Z"}],"new_field":{"a":[1,2.5,"x",null,true]}}
        """;

    internal static string Page(string results, string next = "null", string extra = "\"count\":1,") =>
        $$"""{{{extra}}"next":{{next}},"previous":null,"results":[{{results}}]}""";
}
