using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using PostHogPS.Sandbox.Http;
using PostHogPS.Sandbox.Json;
using PostHogPS.Sandbox.Model;
using PostHogPS.Sandbox.Routing;
using PostHogPS.Sandbox.Time;
using PostHogPS.Sandbox.Worlds;

namespace PostHogPS.Sandbox.Routes;

/// <summary>On-demand exports to files, and the storage of the files.</summary>
internal static class FileDownloadRoutes
{
    private const string Prefix = "projects/{pid}/file_download_batch_exports";
    private const string Storage = "/_storage/";

    private static readonly string[] Models = ["events", "persons", "sessions", "hogql"];
    private static readonly string[] Formats = ["Parquet", "JSONLines"];

    public static void Map(RouteTable routes)
    {
        routes.Add("GET", Prefix, ExportRoutes.Read, List);
        routes.Add("POST", Prefix, ExportRoutes.Write, Create);
        routes.Add("POST", Prefix + "/count_rows", ExportRoutes.Write, CountRows);
        routes.Add("GET", Prefix + "/{id}", ExportRoutes.Read, call => SandboxResponse.Ok(Status(call, Find(call))));
        routes.Add("GET", Prefix + "/{id}/download", ExportRoutes.Read, call => Redirect(call, "0"));
        routes.Add("GET", Prefix + "/{id}/download/{part}", ExportRoutes.Read, call => Redirect(call, call.Arguments["part"]));
        routes.Add("POST", Prefix + "/{id}/cancel", ExportRoutes.Write, Cancel);
        routes.Add("GET", Prefix + "/{id}/logs", ExportRoutes.Read, Logs);
    }

    public static bool IsStorage(string path) => path.Contains(Storage, StringComparison.Ordinal);

    /// <summary>
    /// The storage behind the signed links. It has no API keys, and like the real one it rejects a request that has an
    /// Authorization header beside the signature.
    /// </summary>
    public static SandboxResponse Serve(World world, SandboxRequest request)
    {
        if (request.Header("Authorization") is not null)
            return Reject(400, "InvalidArgument", "Only one auth mechanism allowed");
        string name = request.Path.Substring(request.Path.IndexOf(Storage, StringComparison.Ordinal) + Storage.Length);
        if (!Guid.TryParse(name, out Guid file)
            || !long.TryParse(request.Get("expires"), NumberStyles.None, CultureInfo.InvariantCulture, out long expires)
            || request.Get("signature") != FileDownloadStore.CreateSignature(file, expires))
            return Reject(403, "SignatureDoesNotMatch", "The request signature does not match");
        if (world.Now.ToUnixTimeSeconds() > expires)
            return Reject(403, "AccessDenied", "Request has expired");
        byte[] content = world.Downloads.ReadFile(file);
        return content.Length == 0 ? Reject(404, "NoSuchKey", "The specified key does not exist.") : Part(request, content, file);
    }

    private static SandboxResponse Part(SandboxRequest request, byte[] content, Guid file)
    {
        int from = 0;
        // With If-Range of another version the complete file is returned.
        string tag = "\"" + file.ToString("N") + "\"";
        bool ranged = request.Header("Range") is { } range
            && (request.Header("If-Range") is not { } version || version == tag)
            && range.StartsWith("bytes=", StringComparison.Ordinal)
            && int.TryParse(range.Substring(6).Split('-')[0], NumberStyles.None, CultureInfo.InvariantCulture, out from);
        if (ranged && from >= content.Length)
        {
            SandboxResponse beyond = Reject(416, "InvalidRange", "The requested range is not satisfiable");
            beyond.Headers["Content-Range"] = "bytes */" + content.Length.ToString(CultureInfo.InvariantCulture);
            return beyond;
        }

        byte[] body = content.Skip(from).ToArray();
        var response = new SandboxResponse { Status = ranged ? 206 : 200, ContentType = "application/octet-stream", Body = body };
        response.Headers["ETag"] = tag;
        response.Headers["Accept-Ranges"] = "bytes";
        if (ranged)
            response.Headers["Content-Range"] = string.Format(CultureInfo.InvariantCulture, "bytes {0}-{1}/{2}", from, content.Length - 1, content.Length);
        return response;
    }

    private static SandboxResponse Reject(int status, string code, string message) => SandboxResponse.FromText(
        status,
        "application/xml",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>" + code + "</Code><Message>" + message + "</Message></Error>");

    private static SandboxResponse List(Call call)
    {
        var downloads = call.World.Downloads.All.Where(d => d.ProjectId == call.Project.Id).Reverse().ToList();
        return Paging.CreateOffsetPage(call, downloads, d => new JsonObject { ["id"] = d.Id.ToString(), ["status"] = d.Run.StatusAt(call.Now) });
    }

    private static SandboxResponse Create(Call call)
    {
        JsonObject body = call.Body;
        string model = Choice(body["model"], "model", Models);
        if (!body.ContainsKey("file"))
            throw ApiError.Required("file");
        if (body["file"] is not JsonObject file)
            throw ApiError.Invalid("file__non_field_errors", "Invalid data. Expected a dictionary, but got " + body["file"].PythonType() + ".");
        string format = file["format"] is null ? "Parquet" : Choice(file["format"], "file__format", Formats);
        if (file["max_size_mb"] is { } size && !(size.AsInteger() >= 0))
            throw ApiError.Invalid("file__max_size_mb", "A valid integer is required.");
        // Omitted means 1024; null and 0 mean one file.
        bool single = file.ContainsKey("max_size_mb") && !(file["max_size_mb"].AsInteger() > 0);
        CheckModifiers(body, model);
        DateTimeOffset? start = Time(body, "data_interval_start");
        DateTimeOffset? end = Time(body, "data_interval_end");
        if (model == "hogql" && string.IsNullOrWhiteSpace(body["hogql_query"].AsText()))
            throw ApiError.Invalid("hogql_query", "'hogql_query' is required when 'model' is 'hogql'");
        if (model != "hogql" && start is null)
            throw ApiError.Required("data_interval_start");
        if (model != "hogql" && end is null)
            throw ApiError.Required("data_interval_end");
        if (start >= end)
            throw ApiError.Invalid(null, "'data_interval_start' must be before 'data_interval_end'");
        if (end > call.Now)
            throw ApiError.Invalid(null, "'data_interval_end' must not be in the future");
        if (end - start > TimeSpan.FromDays(7))
            throw ApiError.Invalid(null, "The range must not be longer than 7 days");
        int active = call.World.Downloads.CountActive(call.Project.Id);
        if (active >= call.World.Options.FileDownloadLimit)
            throw ApiError.Busy("too_many_concurrent_file_downloads",
                string.Format(CultureInfo.InvariantCulture, "This team already has {0} file downloads running.", active));

        FileDownload download = call.World.Downloads.Add(call.Project.Id, model, format, start, end ?? call.Now, single);
        return SandboxResponse.Json(202, new JsonObject { ["id"] = download.Id.ToString() });
    }

    private static SandboxResponse CountRows(Call call)
    {
        string? query = call.Body["hogql_query"].AsText();
        if (string.IsNullOrWhiteSpace(query))
            throw ApiError.Required("hogql_query");
        CheckModifiers(call.Body, "hogql");
        return SandboxResponse.Ok(new JsonObject { ["count"] = 1000 + (long)(SeededRandom.Key(1, query!) % 90000) });
    }

    private static void CheckModifiers(JsonObject body, string model)
    {
        if (body["hogql_modifiers"] is not { } modifiers)
            return;
        if (modifiers is not JsonObject)
            throw ApiError.Invalid("hogql_modifiers", "Invalid data. Expected a dictionary, but got " + modifiers.PythonType() + ".");
        if (model != "hogql")
            throw ApiError.Invalid("hogql_modifiers", "'hogql_modifiers' is only supported for 'hogql' not '" + model + "' model");
    }

    private static FileDownload Find(Call call)
    {
        Guid id = call.GetGuid("id");
        return call.World.Downloads.All.Find(d => d.Id == id && d.ProjectId == call.Project.Id) ?? throw ApiError.NotFound();
    }

    private static JsonObject Status(Call call, FileDownload download)
    {
        string status = download.Run.StatusAt(call.Now);
        var view = new JsonObject { ["status"] = status };
        if (status == "Completed")
        {
            view["files"] = JsonText.CreateArray(download.Files.Select(f => (JsonNode?)f.ToString()));
            view["records_completed"] = download.Run.Records;
        }

        return view;
    }

    private static SandboxResponse Redirect(Call call, string part)
    {
        FileDownload download = Find(call);
        if (download.Run.StatusAt(call.Now) != "Completed")
            throw ApiError.NotFound("The files are not there yet.");
        Guid file = Guid.TryParse(part, out Guid id) && download.Files.Contains(id) ? id
            : int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < download.Files.Count ? download.Files[index]
            : throw ApiError.NotFound();
        long expires = call.Now.AddHours(1).ToUnixTimeSeconds();
        SandboxResponse response = SandboxResponse.Empty(302);
        response.Headers["Location"] = string.Format(
            CultureInfo.InvariantCulture, "{0}{1}{2}?expires={3}&signature={4}", call.Request.Origin, Storage, file, expires,
                FileDownloadStore.CreateSignature(file, expires));
        response.Headers["Cache-Control"] = "no-store";
        return response;
    }

    private static SandboxResponse Cancel(Call call)
    {
        FileDownload download = Find(call);
        if (download.Run.IsActive(call.Now))
            download.Run.CancelledAt = call.Now;
        return SandboxResponse.Ok(new JsonObject { ["status"] = download.Run.StatusAt(call.Now) });
    }

    private static SandboxResponse Logs(Call call)
    {
        FileDownload download = Find(call);
        List<LogLine> lines = call.World.Logs.Newest(null, [download.Run], LogRoutes.Filter(call));
        return LogRoutes.Page(call, lines);
    }

    private static string Choice(JsonNode? node, string attr, string[] choices)
    {
        if (node is null)
            throw ApiError.Required(attr);
        string text = node.AsText() ?? node.ToJsonString();
        return choices.Contains(text) ? text : throw ApiError.Choice(attr, text);
    }

    private static DateTimeOffset? Time(JsonObject body, string key)
    {
        if (body[key].GetKind() == JsonValueKind.Null)
            return null;
        return InstantText.ParseField(body[key].AsText())
            ?? throw ApiError.Invalid(key, "Datetime has wrong format. Use one of these formats instead: YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z].");
    }
}
