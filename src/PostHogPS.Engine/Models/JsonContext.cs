using System.Text.Json.Serialization;

namespace PostHogPS.Engine.Models;

/// <summary>Generated metadata: no reflection at run time, and no attributes on the models.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PageBody<BatchExport>))]
[JsonSerializable(typeof(PageBody<BatchExportRun>))]
[JsonSerializable(typeof(PageBody<BatchExportBackfill>))]
[JsonSerializable(typeof(PageBody<BatchExportLogEntry>))]
[JsonSerializable(typeof(PageBody<Dashboard>))]
[JsonSerializable(typeof(PageBody<Project>))]
[JsonSerializable(typeof(PageBody<Organization>))]
[JsonSerializable(typeof(PageBody<Insight>))]
[JsonSerializable(typeof(PageBody<Integration>))]
[JsonSerializable(typeof(Integration))]
[JsonSerializable(typeof(PageBody<BatchExportAlert>))]
[JsonSerializable(typeof(FunctionTemplateBody))]
[JsonSerializable(typeof(InvocationBody))]
[JsonSerializable(typeof(PageBody<FileDownload>))]
[JsonSerializable(typeof(PageBody<DashboardTemplate>))]
[JsonSerializable(typeof(DashboardTile))]
[JsonSerializable(typeof(TilesBody))]
[JsonSerializable(typeof(FileDownloadCount))]
[JsonSerializable(typeof(DashboardSharing))]
[JsonSerializable(typeof(SharingPasswordBody))]
[JsonSerializable(typeof(PostHogUser))]
[JsonSerializable(typeof(BackfillStarted))]
[JsonSerializable(typeof(TestStepsBody))]
[JsonSerializable(typeof(ErrorBody))]
internal sealed partial class JsonContext : JsonSerializerContext
{
}
