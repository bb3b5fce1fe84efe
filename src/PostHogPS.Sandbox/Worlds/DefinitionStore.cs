using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PostHogPS.Sandbox.Json;
using PostHogPS.Sandbox.Model;

namespace PostHogPS.Sandbox.Worlds;

/// <summary>
/// What queries of a project refer to by its id: cohorts, actions, flags, types of groups, variables and tables. Two projects have
/// most of them under the same names and all of them under other ids.
/// </summary>
internal sealed class DefinitionStore
{
    private static readonly string[] GroupNames = ["organization", "workspace"];
    private static readonly string[] TableNames = ["stripe_invoice", "crm_account"];
    private static readonly string[] VariableNames = ["Country", "Plan", "Minimum events"];

    private readonly World _world;

    public DefinitionStore(World world) => _world = world;

    // A project with an odd number has one cohort that the others lack; in the others two have one name.
    public IEnumerable<JsonObject> Cohorts(Project project) =>
        Number(project, project.Id % 2 == 1 ? ["Power users", "Churned accounts", "Trial users", "Beta testers"]
            : ["Churned accounts", "Power users", "Trial users", "Trial users"])
            .Select(item => Cohort(item.Id, item.Name));

    public IEnumerable<JsonObject> Actions(Project project) =>
        Number(project, project.Id % 2 == 1 ? ["Signed up", "Upgraded plan", "Invited a colleague"] : ["Invited a colleague", "Signed up", "Upgraded plan"])
            .Select(item => Action(project, item.Id, item.Name));

    public IEnumerable<JsonObject> Flags(Project project) =>
        Number(project, project.Id % 2 == 1 ? ["new-checkout", "dark-mode"] : ["dark-mode", "new-checkout"]).Select(item => Flag(item.Id, item.Name));

    public static IEnumerable<JsonObject> GroupTypes(Project project) =>
        (project.Id % 2 == 1 ? GroupNames : GroupNames.Reverse()).Select(static (name, index) => new JsonObject
        {
            ["group_type"] = name,
            ["group_type_index"] = index,
            ["name_singular"] = null,
            ["name_plural"] = null,
            ["detail_dashboard"] = null,
            ["default_columns"] = null,
            ["created_at"] = null,
        });

    public IEnumerable<JsonObject> Variables(Project project) => VariableNames.Select(name => new JsonObject
    {
        ["id"] = VariableId(project, name),
        ["name"] = name,
        ["type"] = name == "Minimum events" ? "Number" : "String",
        ["default_value"] = name == "Minimum events" ? 10 : "DE",
        ["created_by"] = 7001,
        ["created_at"] = JsonText.FormatTime(_world.Start.AddDays(-90)),
        ["code_name"] = CodeName(name),
        ["values"] = null,
    });

    public IEnumerable<JsonObject> Tables(Project project) =>
        TableNames.Take(project.Id % 2 == 1 ? 2 : 1).Select(name => new JsonObject
    {
        ["id"] = SeededRandom.Uuid(SeededRandom.Mix(SeededRandom.Key(_world.Options.Seed, name), (ulong)project.Id)).ToString(),
        ["deleted"] = false,
        ["name"] = name,
        ["format"] = "Parquet",
        ["created_by"] = null,
        ["created_at"] = JsonText.FormatTime(_world.Start.AddDays(-90)),
        ["url_pattern"] = "https://northwind-lake.s3.amazonaws.com/" + name + "/*.parquet",
        ["credential"] = new JsonObject
        {
            ["id"] = SeededRandom.Uuid(SeededRandom.Mix(SeededRandom.Key(_world.Options.Seed, "credential"), (ulong)project.Id)).ToString(),
            ["created_by"] = null,
            ["created_at"] = JsonText.FormatTime(_world.Start.AddDays(-90)),
            ["access_key"] = "AKIANORTHWIND",
            ["access_secret"] = "",
        },
        ["columns"] = new JsonArray(),
        ["external_data_source"] = new JsonObject
        {
            ["id"] = SeededRandom.Uuid(SeededRandom.Mix(SeededRandom.Key(_world.Options.Seed, "source " + name), (ulong)project.Id)).ToString(),
            ["created_at"] = JsonText.FormatTime(_world.Start.AddDays(-90)),
            ["created_by"] = 7001,
            ["status"] = "Completed",
            ["source_type"] = name == "crm_account" ? "Hubspot" : "Stripe",
        },
        ["external_schema"] = null,
    });

    public string VariableId(Project project, string name) =>
        SeededRandom.Uuid(SeededRandom.Mix(SeededRandom.Key(_world.Options.Seed, "variable " + name), (ulong)project.Id)).ToString();

    public static string CodeName(string name) => name.Replace(' ', '_').ToLower(CultureInfo.InvariantCulture);

    public long FindCohort(Project project, string name) => Cohorts(project).First(c => c["name"].AsText() == name)["id"].AsInteger()!.Value;

    public long FindAction(Project project, string name) => Actions(project).First(a => a["name"].AsText() == name)["id"].AsInteger()!.Value;

    public static int FindGroupType(Project project, string name) =>
        (int)GroupTypes(project).First(g => g["group_type"].AsText() == name)["group_type_index"].AsInteger()!.Value;

    /// <summary>A text with the ids that the project has in the place of names (see <see cref="Options.SandboxProject.Dashboards"/>).</summary>
    public string FillIn(Project project, string json)
    {
        string numbers = Regex.Replace(json, "\"\\{(cohort|action|group|flag):([^}]+)\\}\"", match =>
            FindNumber(project, match.Groups[1].Value, match.Groups[2].Value).ToString(CultureInfo.InvariantCulture));
        return Regex.Replace(numbers, "\\{variable:([^}]+)\\}", match => VariableId(project, match.Groups[1].Value));
    }

    private long FindNumber(Project project, string kind, string name) => kind switch
    {
        "cohort" => FindCohort(project, name),
        "action" => FindAction(project, name),
        "group" => FindGroupType(project, name),
        _ => Flags(project).First(f => f["key"].AsText() == name)["id"].AsInteger()!.Value,
    };

    private static IEnumerable<(long Id, string Name)> Number(Project project, string[] names) => names.Select((name, i) => ((project.Id * 10) + i + 3, name));

    private JsonObject Cohort(long id, string name) => new()
    {
        ["id"] = id,
        ["name"] = name,
        ["description"] = "",
        ["groups"] = new JsonArray(),
        ["deleted"] = false,
        ["filters"] = new JsonObject { ["properties"] = new JsonObject { ["type"] = "OR", ["values"] = new JsonArray() } },
        ["query"] = null,
        ["version"] = 1,
        ["pending_version"] = 1,
        ["is_calculating"] = false,
        ["created_by"] = null,
        ["created_at"] = JsonText.FormatTime(_world.Start.AddDays(-120)),
        ["last_calculation"] = JsonText.FormatTime(_world.Start.AddHours(-5)),
        ["last_backfill_person_properties_at"] = null,
        ["errors_calculating"] = 0,
        ["last_error_message"] = null,
        ["count"] = 1200,
        ["is_static"] = false,
        ["cohort_type"] = null,
        ["experiment_set"] = new JsonArray(),
    };

    private JsonObject Action(Project project, long id, string name) => new()
    {
        ["id"] = id,
        ["name"] = name,
        ["description"] = "",
        ["tags"] = new JsonArray(),
        ["post_to_slack"] = false,
        ["slack_message_format"] = "",
        ["steps"] = new JsonArray(),
        ["created_at"] = JsonText.FormatTime(_world.Start.AddDays(-120)),
        ["created_by"] = null,
        ["deleted"] = false,
        ["is_calculating"] = false,
        ["last_calculated_at"] = JsonText.FormatTime(_world.Start.AddHours(-5)),
        ["team_id"] = project.Id,
        ["is_action"] = true,
        ["bytecode_error"] = null,
        ["pinned_at"] = null,
        ["creation_context"] = null,
        ["user_access_level"] = "editor",
    };

    private JsonObject Flag(long id, string key) => new()
    {
        ["id"] = id,
        ["name"] = "",
        ["key"] = key,
        ["filters"] = new JsonObject { ["groups"] = new JsonArray() },
        ["deleted"] = false,
        ["active"] = true,
        ["created_by"] = null,
        ["created_at"] = JsonText.FormatTime(_world.Start.AddDays(-60)),
        ["updated_at"] = null,
        ["version"] = 1,
        ["last_modified_by"] = null,
        ["ensure_experience_continuity"] = false,
        ["experiment_set"] = new JsonArray(),
        ["experiment_set_metadata"] = new JsonArray(),
        ["surveys"] = new JsonObject(),
        ["features"] = new JsonObject(),
        ["rollback_conditions"] = null,
        ["performed_rollback"] = false,
        ["can_edit"] = true,
        ["tags"] = new JsonArray(),
        ["usage_dashboard"] = 4100,
        ["analytics_dashboards"] = new JsonArray(),
        ["has_enriched_analytics"] = false,
        ["user_access_level"] = "editor",
        ["status"] = "ACTIVE",
        ["is_used_in_replay_settings"] = false,
    };
}
