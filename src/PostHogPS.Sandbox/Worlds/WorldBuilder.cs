using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.Json.Nodes;
using PostHogPS.Sandbox.Model;
using PostHogPS.Sandbox.Options;
using PostHogPS.Sandbox.Time;

namespace PostHogPS.Sandbox.Worlds;

/// <summary>Builds the standard world: two organizations, three projects, and exports in every state an operator meets.</summary>
internal sealed class WorldBuilder
{
    private readonly World _world;
    private readonly int _seed;
    private readonly bool _old;

    public WorldBuilder(World world)
    {
        _world = world;
        _seed = world.Options.Seed;
        _old = world.Old;
    }

    public void Build()
    {
        if (_world.Options.Projects.Count > 0)
        {
            BuildPlanned();
            return;
        }

        Organization northwind = Organization("Northwind Traders", "northwind-traders");
        Organization fabrikam = Organization("Fabrikam Labs", "fabrikam-labs");
        Project web = Project(101, northwind, "Northwind Web", "Europe/Berlin", new SandboxProject { HourlyEvents = 5200 });
        Project mobile = Project(102, northwind, "Northwind Mobile", "UTC", new SandboxProject { HourlyEvents = 2100 });
        Project labs = Project(203, fabrikam, "Fabrikam Analytics", "America/New_York", new SandboxProject { HourlyEvents = 800 });
        AddIntegrations(web, 1001);
        AddIntegrations(mobile, 2001);
        AddIntegrations(labs, 3001);

        BuildWeb(web.Id);
        BuildMobile(mobile.Id);
        BuildLabs(labs.Id);
        for (int i = 1; i <= _world.Options.ExtraExports; i++)
            Add(web.Id, string.Format(CultureInfo.InvariantCulture, "extra-{0:000}", i), "NoOp", [], age: TimeSpan.FromDays(61), paused: true);
    }

    private void BuildPlanned()
    {
        Organization organization = Organization("Northwind Traders", "northwind-traders");
        foreach (SandboxProject project in _world.Options.Projects)
        {
            AddIntegrations(Project(project.Id, organization, project.Name, project.Timezone, project), (project.Id * 10) + 1);
            foreach (SandboxExport plan in project.Exports)
                plan.Id = AddPlanned(project.Id, plan).Id;
        }
    }

    private Export AddPlanned(long project, SandboxExport plan)
    {
        Export export = Add(
            project,
            plan.Name,
            plan.Type,
            (JsonObject)JsonNode.Parse(plan.Config)!,
            model: plan.Model,
            interval: plan.Interval,
            timezone: plan.Timezone,
            day: plan.OffsetDay,
            hour: plan.OffsetHour,
            age: plan.Age,
            paused: plan.Paused,
            script: plan.Past is { } past ? slot => Ending(past(slot.Start, slot.End)) : null,
            attempt: plan.Attempt is { } attempt ? (start, end) => Ending(attempt(start, end))! : null,
            pausesAfter: plan.PausesAfter,
            pace: plan.BackfillPace,
            limit: plan.BackfillLimit);
        export.HogQLQuery = plan.HogQLQuery;
        export.PersistentError = plan.StillWrong;
        export.IsEmpty = plan.Quiet;
        export.Lost = plan.Lost;
        export.StartAt = plan.StartAt;
        export.EndAt = plan.EndAt;
        if (plan.PausedAgo is { } ago)
            Pause(export, ago);
        return export;
    }

    private static RunOutcome? Ending(SandboxResult? result) =>
        result is null ? null : new RunOutcome(result.Status, result.Error, result.Status == "Completed" ? 1 - result.FailedShare : 0);

    private void BuildWeb(long p)
    {
        // Some failed runs in the last two days; a retry succeeds, because the policy was corrected.
        Add(p, "events-to-s3", "AwsS3", SampleConfigs.S3("northwind-events", "posthog/events", "JSONLines", "gzip"), rate: 5200, script: slot =>
            HoursAgo(slot) is 3 or 4 or 5 or 11 or 26 or 27 or 40 ? new RunOutcome("Failed", SampleErrors.AccessDenied("northwind-events"), 0)
                : RunOutcome.Completed);

        Export bigQuery = Add(p, "events-to-bigquery", "BigQuery", SampleConfigs.BigQuery("posthog_prod", "events"), rate: 5200,
            script: slot => HoursAgo(slot) switch
        {
            62 => new RunOutcome("Cancelled"),
            133 or 134 => new RunOutcome("FailedRetryable", SampleErrors.Quota, 0.4),
            _ => RunOutcome.Completed,
        });
        AddOldBackfill(bigQuery, TimeSpan.FromDays(6), TimeSpan.FromDays(9), TimeSpan.FromDays(8), null);
        AddOldBackfill(bigQuery, TimeSpan.FromDays(4), TimeSpan.FromDays(20), TimeSpan.FromDays(15), TimeSpan.FromMinutes(2));
        AddRunningBackfill(bigQuery);

        Add(p, "persons-to-snowflake", "Snowflake", SampleConfigs.Snowflake("ANALYTICS", "PERSONS"), model: "persons", interval: "day",
            timezone: "Europe/Berlin",
            hour: 4, rate: 350, script: slot =>
            slot.Age > TimeSpan.FromDays(11) && slot.Age <= TimeSpan.FromDays(12) ? new RunOutcome("TimedOut", "Activity task timed out", 0)
                : RunOutcome.Completed);

        Add(p, "sessions-to-redshift", "Redshift", SampleConfigs.Redshift("analytics"), model: _old ? "events" : "sessions", interval: "day", hour: 0,
            rate: 700, age: TimeSpan.FromDays(26));

        Add(p, "events-snowflake", "Snowflake", SampleConfigs.Snowflake("ANALYTICS", "EVENTS"), rate: 5200, age: TimeSpan.FromDays(24), script: slot =>
            HoursAgo(slot) == 9 ? new RunOutcome("Failed", SampleErrors.Suspended, 0) : RunOutcome.Completed);

        // Paused by the server after its last runs failed; the password is still wrong.
        Export postgres = Add(p, "events-to-postgres", "Postgres", SampleConfigs.Postgres("warehouse"), rate: 1800, age: TimeSpan.FromDays(22), script: slot =>
            slot.Age < TimeSpan.FromHours(64) ? new RunOutcome("Failed", SampleErrors.Password, 0) : RunOutcome.Completed);
        postgres.PersistentError = SampleErrors.Password;
        Pause(postgres, TimeSpan.FromHours(51));

        Export azure = Add(p, "persons-to-azure", "AzureBlob", SampleConfigs.Azure("exports", "persons/"), model: "persons", interval: "day", hour: 1,
            rate: 350, age: TimeSpan.FromDays(33));
        PauseBetweenRuns(azure, TimeSpan.FromHours(124));

        Export minio = Add(p, "events-to-minio", _old ? "S3" : "S3Compatible", SampleConfigs.S3("minio-events", "landing", "Parquet", "zstd"), rate: 4100,
            age: TimeSpan.FromDays(28), script: slot =>
            HoursAgo(slot) is 20 or 30 or 31 or 32 or 75 ? null : RunOutcome.Completed);
        // One completed run that lost rows: only a count of the events shows it.
        minio.Lost = (start, _) => start == new DateTimeOffset(_world.Start.UtcDateTime.Date.AddHours(-38), TimeSpan.Zero) ? 37 : 0;

        Export databricks = Add(p, "events-to-databricks", "Databricks", SampleConfigs.Databricks(), interval: "day", hour: 2, rate: 5200,
            age: TimeSpan.FromDays(21), script: slot =>
            slot.Age < TimeSpan.FromDays(2) ? new RunOutcome("FailedBilling", Export.BillingError, 0) : RunOutcome.Completed);
        databricks.IsUnpaid = true;

        Add(p, "events [prod]", "BigQuery", SampleConfigs.BigQuery("posthog_live", "events_live"), interval: "every 5 minutes", rate: 5200,
            age: TimeSpan.FromDays(9), script: slot =>
            slot.Roll % 400 == 7 ? new RunOutcome("Failed", SampleErrors.Streaming, 0) : RunOutcome.Completed);

        Add(p, "nightly-dump", "AwsS3", SampleConfigs.S3("northwind-backup", "nightly", "Parquet", "zstd"), interval: "day", timezone: "America/New_York",
            hour: 2, rate: 5200, age: TimeSpan.FromDays(31));
        Add(p, "nightly-dump", "BigQuery", SampleConfigs.BigQuery("backup", "events_nightly"), interval: "day", timezone: "America/New_York", hour: 3,
            rate: 5200, age: TimeSpan.FromDays(18));
        Add(p, "weekly-sessions-to-s3", "AwsS3", SampleConfigs.S3("northwind-reports", "weekly", "Parquet", null), model: _old ? "events" : "sessions",
            interval: "week", timezone: "America/New_York", day: 1, hour: 6, rate: 26000, bytes: 1900, age: TimeSpan.FromDays(38));

        Export hogql = Add(p, "revenue-by-day", "BigQuery", SampleConfigs.BigQuery("finance", "revenue_by_day"), model: _old ? "events" : "hogql",
            interval: "week", day: 0, hour: 5, rate: 3, age: TimeSpan.FromHours(2), script: _ => null);
        if (!_old)
        {
            hogql.HogQLQuery = "SELECT toDate(timestamp) AS day, sum(toFloat(properties.amount)) AS revenue FROM events WHERE event = 'purchase' AND timestamp "
                + ">= {data_interval_start} GROUP BY day";
            hogql.IncrementalMode = "MERGE";
            hogql.PrimaryKey = new JsonArray { "day" };
        }

        Export noOp = Add(p, "staging-noop", "NoOp", new JsonObject { ["arg"] = "staging" }, age: TimeSpan.FromDays(3), paused: true);
        noOp.PausedAt = null;
        Export workflow = Add(p, "workflow-batch-trigger", "Workflows",
            new JsonObject { ["hog_function_id"] = SeededRandom.Uuid(SeededRandom.Key(_seed, "hog")).ToString() },
            age: TimeSpan.FromDays(5), paused: true);
        workflow.PausedAt = null;
    }

    private void BuildMobile(long p)
    {
        Add(p, "events-to-s3", "AwsS3", SampleConfigs.S3("northwind-mobile", "events", "Parquet", "zstd"), rate: 2100, age: TimeSpan.FromDays(27));
        Add(p, "mobile-persons-to-postgres", "Postgres", SampleConfigs.Postgres("mobile"), model: "persons", interval: "day", timezone: "UTC", hour: 3,
            rate: 120, age: TimeSpan.FromDays(25));
        Add(p, "mobile-events-to-http", "HTTP", new JsonObject { ["url"] = "https://eu.i.posthog.com/batch/", ["token"] = "phc_mirror" }, rate: 900,
            age: TimeSpan.FromDays(12), script: slot =>
            HoursAgo(slot) is 2 or 14 ? new RunOutcome("FailedRetryable", "Connection reset by peer", 0.2) : RunOutcome.Completed);
    }

    private void BuildLabs(long p)
    {
        // An export with custom columns, from before the hogql model.
        Export custom = Add(p, "labs-events-to-bigquery", "BigQuery", SampleConfigs.BigQuery("labs", "events"), rate: 800, age: TimeSpan.FromDays(29));
        custom.Schema = SampleConfigs.Columns("event", "timestamp");
        // A small site without events between three and five in the morning.
        custom.IsEmpty = (start, end) => end - start <= TimeSpan.FromHours(1) && start.UtcDateTime.Hour is 3 or 4;
        Add(p, "labs-weekly-to-redshift", "Redshift", SampleConfigs.Redshift("labs"), interval: "week", timezone: "America/New_York", day: 0, hour: 4,
            rate: 800, age: TimeSpan.FromDays(36));
    }

    private Export Add(
        long project,
        string name,
        string type,
        JsonObject config,
        string model = "events",
        string interval = "hour",
        string timezone = "UTC",
        int? day = null,
        int? hour = null,
        double rate = 2000,
        int bytes = 420,
        TimeSpan? age = null,
        bool paused = false,
        Func<PastInterval, RunOutcome?>? script = null,
        Func<DateTimeOffset, DateTimeOffset, RunOutcome>? attempt = null,
        int? pausesAfter = null,
        TimeSpan? pace = null,
        TimeSpan? limit = null)
    {
        if (_old)
        {
            type = type is "AwsS3" or "S3Compatible" ? "S3" : type;
            timezone = "UTC";
            day = hour = null;
            config = SampleConfigs.AddInlineCredentials(type, config);
        }

        ulong key = SeededRandom.Key(_seed, string.Format(CultureInfo.InvariantCulture, "{0}/{1}/{2}", project, name, _world.Exports.Count));
        DateTimeOffset created = _world.Start - (age ?? TimeSpan.FromDays(30)) + SeededRandom.UpTo(TimeSpan.FromMinutes(50), key);
        var export = new Export
        {
            Id = SeededRandom.UuidAt(created, key),
            Key = key,
            ProjectId = project,
            Name = name,
            Type = type,
            Config = config,
            Integration = IntegrationFor(project, type),
            Model = model,
            Interval = interval,
            Timezone = timezone,
            OffsetDay = interval == "week" ? day ?? 0 : null,
            OffsetHour = interval is "day" or "week" ? hour ?? 0 : null,
            CreatedAt = created,
            UpdatedAt = created,
            HourlyRecords = rate,
            BytesPerRecord = bytes,
            PastOutcome = script,
            BackfillOutcome = attempt,
            PausesAfter = pausesAfter,
            BackfillPace = pace,
            BackfillLimit = limit,
            Paused = paused,
        };
        export.Reschedule(created);
        _world.Exports.Add(export);
        return export;
    }

    /// <summary>Not between the end of an interval and the start of its run: what the pause leaves out must not depend on the time of day.</summary>
    private void PauseBetweenRuns(Export export, TimeSpan ago)
    {
        DateTimeOffset at = _world.Start - ago, earliest = export.Schedule.Floor(at) + export.Schedule.LongestStartDelay;
        Pause(export, at < earliest ? _world.Start - earliest : ago);
    }

    private void Pause(Export export, TimeSpan ago)
    {
        export.Paused = true;
        export.PausedAt = _world.Start - ago;
        export.UpdatedAt = _world.Start - ago;
        export.EndSchedule(_world.Start - ago);
    }

    private void AddOldBackfill(Export export, TimeSpan age, TimeSpan from, TimeSpan to, TimeSpan? cancelledAfter)
    {
        DateTimeOffset created = _world.Start - age + SeededRandom.UpTo(TimeSpan.FromMinutes(40), SeededRandom.Mix(export.Key, 31));
        AddBackfill(export, created, from, to, TimeSpan.FromSeconds(5), created + cancelledAfter);
    }

    /// <summary>Half complete at the start of the world, complete a quarter of an hour later.</summary>
    private void AddRunningBackfill(Export export) =>
        AddBackfill(export, _world.Start.AddMinutes(-12), TimeSpan.FromDays(29), TimeSpan.FromDays(1), TimeSpan.FromSeconds(2), null);

    private void AddBackfill(Export export, DateTimeOffset created, TimeSpan from, TimeSpan to, TimeSpan pace, DateTimeOffset? cancelled)
    {
        IntervalSchedule schedule = export.Schedule;
        DateTimeOffset start = schedule.Floor(_world.Start - from);
        DateTimeOffset end = schedule.Floor(_world.Start - to);
        var intervals = new List<IntervalBounds>();
        for (DateTimeOffset begin = start; begin < end; begin = schedule.Next(begin))
            intervals.Add(new IntervalBounds(begin, schedule.Next(begin)));
        export.Backfills.Add(new Backfill
        {
            Id = SeededRandom.UuidAt(created, SeededRandom.Mix(export.Key, (ulong)from.Ticks)),
            Export = export,
            Created = created,
            VisibleFrom = created,
            Start = start,
            End = end,
            Intervals = intervals,
            Expected = intervals.Count,
            RunSpacing = pace,
            CancelledAt = cancelled,
        });
    }

    private Organization Organization(string name, string slug)
    {
        var organization = new Organization { Id = SeededRandom.Uuid(SeededRandom.Key(_seed, slug)), Name = name, Slug = slug };
        _world.Organizations.Add(organization);
        return organization;
    }

    private Project Project(long id, Organization organization, string name, string timezone, SandboxProject plan)
    {
        ulong key = SeededRandom.Key(_seed, name);
        var project = new Project
        {
            Id = id,
            Uuid = SeededRandom.Uuid(key),
            Organization = organization,
            Name = name,
            Timezone = timezone,
            ApiToken = "phc_" + SeededRandom.Uuid(SeededRandom.Mix(key, 5)).ToString("N"),
            HourlyEvents = plan.HourlyEvents,
            LateShare = plan.LateShare,
            DuplicateShare = plan.DuplicateShare,
        };
        _world.Projects.Add(project);
        return project;
    }

    private void AddIntegrations(Project project, long first)
    {
        string account = "exports@northwind.iam.gserviceaccount.com";
        JsonObject postgres = Database("warehouse.northwind.example", 5432), redshift = Database("analytics.northwind.example", 5439);
        (string Kind, string Identity, JsonObject Config)[] kinds =
        [
            ("aws-s3", "posthog-exports", new JsonObject { ["name"] = "posthog-exports", ["aws_role_arn"] = Role(project) }),
            ("s3-compatible", "minio", new JsonObject { ["name"] = "minio", ["endpoint_url"] = "https://minio.northwind.example" }),
            ("snowflake", "NW12345", new JsonObject { ["name"] = "NW12345", ["account"] = "NW12345.eu-central-1", ["user"] = "POSTHOG",
                ["authentication_type"] = "password" }),
            ("postgresql", IntegrationKinds.DatabaseIdentity(project.Id, postgres), postgres),
            ("aws-redshift", IntegrationKinds.DatabaseIdentity(project.Id, redshift), redshift),
            ("google-cloud-service-account", IntegrationKinds.GoogleIdentity(project.Id, account, hasKey: true),
                new JsonObject { ["project_id"] = "northwind", ["service_account_email"] = account }),
            ("databricks", "dbc-0a1b2c3d.cloud.databricks.com", new JsonObject { ["server_hostname"] = "dbc-0a1b2c3d.cloud.databricks.com" }),
            ("azure-blob", "northwindexports", []), ("slack", "T0NORTHWIND", new JsonObject { ["name"] = "Northwind Traders" }),
        ];
        foreach ((string kind, string identity, JsonObject config) in kinds)
        {
            long id = first++;
            if (!IntegrationKinds.IsKnown(kind, _old))
                continue;
            _world.Integrations.Add(new Integration
            {
                Id = id,
                ProjectId = project.Id,
                Kind = kind,
                Identity = identity,
                Config = config,
                CreatedAt = _world.Start.AddDays(-60),
                Errors = kind == "postgresql" ? "authentication failed" : "",
                OtherUse = kind == "slack" ? "enabled data pipelines: Signups to Slack" : null,
            });
        }
    }

    // A role belongs to one organization.
    private static string Role(Project project) => "arn:aws:iam::"
        + (project.Organization.Name.StartsWith("North", StringComparison.Ordinal) ? "123456789012" : "210987654321") + ":role/posthog";

    private static JsonObject Database(string host, int port) => new()
    {
        ["host"] = host,
        ["port"] = port,
        ["user"] = "posthog",
        ["ssl_mode"] = "require",
        ["ssl_root_cert"] = null,
    };

    private long? IntegrationFor(long project, string type)
    {
        string? kind = DestinationTypes.Find(type, _old)?.IntegrationKind;
        return kind is null ? null : _world.Integrations.Find(i => i.ProjectId == project && i.Kind == kind)?.Id;
    }

    private static int HoursAgo(PastInterval slot) => (int)Math.Floor(slot.Age.TotalHours);
}
