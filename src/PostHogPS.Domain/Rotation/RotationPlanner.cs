using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security;
using System.Threading.Tasks;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Destinations;
using PostHogPS.Reading;
using PostHogPS.Text;

namespace PostHogPS.Rotation;

/// <summary>
/// Makes the plan of a rotation: reads the integrations and the exports of the project, sends nothing. An export that has the new
/// credentials already is part of it, so that the same command continues after an interruption.
/// </summary>
internal sealed class RotationPlanner
{
    // The settings that say where data goes. They must be the same: a rotation must not send data to another place.
    private static readonly string[] Addresses = ["host", "port", "account", "endpoint_url", "server_hostname"];

    private readonly RotationRequest _request;
    private List<BatchExport> _exports = [];
    private List<Integration>? _integrations;

    private RotationPlanner(RotationRequest request) => _request = request;

    private string Where => _request.Scope.Description;

    internal static Task<RotationPlan> PlanAsync(RotationRequest request, CallContext call) => new RotationPlanner(request).PlanAsync(call);

    private async Task<RotationPlan> PlanAsync(CallContext call)
    {
        _exports = (await ReadAsync(ExportLists.Exports(_request.Scope), "batch exports", call).ConfigureAwait(false)).ConvertAll(_request.Scope.Stamp);
        List<BatchExport>? given = _request.Exports is null ? null : await EachAsync(_request.Exports, Find, static target => target.Input,
            call).ConfigureAwait(false);
        if (given is { Count: 0 })
            return new RotationPlan(_request, RotationWay.Switch);
        if (_request.Secrets is not null && _request.From is null && given!.TrueForAll(static export => export.Destination.IntegrationId is null))
            return await PlanInlineAsync(given, call).ConfigureAwait(false);

        _integrations = await ReadIntegrationsAsync(call).ConfigureAwait(false);
        RotationPlan plan = _request.To is not null ? PlanSwitch() : PlanNew(given);
        if (plan.Way == RotationWay.Switch)
            await AddItemsAsync(plan, given, call).ConfigureAwait(false);
        plan.Before.UnionWith(_integrations?.Select(static one => one.Id) ?? []);
        return plan;
    }

    // A problem of one export is its error, and the remaining exports follow.
    private static async Task<List<TResult>> EachAsync<TSource, TResult>(
        IEnumerable<TSource> items, Func<TSource, TResult> make, Func<TSource, object?> target, CallContext call)
    {
        var made = new List<TResult>();
        foreach (TSource item in items)
        {
            await call.TryAsync(target(item), () =>
            {
                made.Add(make(item));
                return Task.CompletedTask;
            }).ConfigureAwait(false);
        }

        return made;
    }

    private static async Task<List<T>> ReadAsync<T>(PageReader<T> reader, string list, CallContext call)
    {
        List<T> all = await reader.ReadAllAsync(call).ConfigureAwait(false);
        return reader.LeftOut == 0 ? all : throw Problems.ListIncomplete(list, reader.LeftOut);
    }

    // PostHog needs no scope of integrations for a change of an export's integration.
    private async Task<List<Integration>?> ReadIntegrationsAsync(CallContext call)
    {
        try
        {
            return (await ReadAsync(ExportLists.Integrations(_request.Scope), "integrations", call).ConfigureAwait(false)).ConvertAll(_request.Scope.Stamp);
        }
        catch (PostHogApiException e) when (e.Kind == PostHogErrorKind.MissingScope && _request.To?.Id is not null
            && (_request.From is null || _request.From.Id is not null))
        {
            call.Warn("The key may not read integrations (integration:read), so the old and the new one were not compared: PostHog checks the kind only, "
                + "not the host.");
            return null;
        }
    }

    private BatchExport Find(BatchExportTarget target) => _exports.Find(export => export.Id == target.Id)
        ?? throw Problems.NotFound("batch export", target.Name ?? target.Id.ToString(), Where, "Get-PHBatchExport");

    private RotationPlan PlanSwitch() => new(_request, RotationWay.Switch)
    {
        New = _integrations is null ? new Integration { Id = _request.To!.Id!.Value }
            : IntegrationLookup.Find(_integrations, _request.To!.Id, _request.To.Name, Where),
        Old = FindOld(),
    };

    // An old integration that an earlier run of the same command has removed is no reason to fail.
    private Integration? FindOld()
    {
        if (_request.From is not { } from)
            return null;
        if (_integrations is null)
            return new Integration { Id = from.Id!.Value };
        return _request.RemovesOld && IntegrationLookup.Matches(_integrations, from.Id, from.Name).Count == 0 ? null
            : IntegrationLookup.Find(_integrations, from.Id, from.Name, Where);
    }

    private RotationPlan PlanNew(List<BatchExport>? given)
    {
        Integration? made = _request.Name is { } name ? _integrations!.Find(one => IsNamed(one, name) && DestinationKinds.All.Contains(one.Kind)
            && (given is null || given.Exists(export => CredentialPlace.FindFor(export, one.Kind) is not null))) : null;
        Integration? known = FindOld() ?? FindOnly(given, made);
        // Where every export has been switched already, the settings come from the new integration.
        Integration old = known ?? made
            ?? throw Problems.NotFound("integration", _request.From?.Id?.ToString(CultureInfo.InvariantCulture) ?? _request.From?.Name ?? "", Where,
                "Get-PHIntegration");
        bool isNamed = old.Config.ContainsKey("name");
        if (isNamed && _request.Name is null)
            throw Problems.Validation($"An integration of the kind {old.Kind} is not changed: a new one is made, and it needs a name of its own. Nothing "
                + "was sent.",
                $"-Name, for example '{Suggest(old)}'.");
        if (!isNamed && _request.Name is not null)
            throw Problems.Validation($"An integration of the kind {old.Kind} has no name: PostHog replaces its credentials in place. Nothing was sent.",
                "Leave -Name out.");
        IntegrationDefinition making = CredentialSettings.CreateFrom(old, _request.Secrets!, _request.Name, "Secret");
        return isNamed ? PlanNamed(given, known, making) : PlanReplace(given, old, making);
    }

    // The new integration is known by its name: a second run of the command finds what the first one has made. One that anything else
    // uses, or that leads to another place, is not the one of this command.
    private RotationPlan PlanNamed(List<BatchExport>? given, Integration? old, IntegrationDefinition making)
    {
        Integration? there = making.FindStored(_integrations!);
        if (there is not null && (IsForeign(there, given) || (old is not null
            && (there.Id == old.Id || Addresses.Append("user").Any(key => !PlainText.AreSame(Value(there, key), Value(old, key)))))))
            throw Problems.IntegrationNameInUse(making.Name!, making.Kind, there.Id, Where,
                _request.From is null ? "To go on with an earlier rotation, give the integration it began with: -FromIntegration <old>. " : "");
        var plan = new RotationPlan(_request, RotationWay.Switch) { Old = old, New = there, Making = there is null ? making : null };
        if (there is not null)
            plan.Notes.Add($"There is an integration named '{MessageText.Name(making.Name!)}' already ({there.Id}): it is used with the secrets that it "
                + "holds, and -Secret is not sent. Nobody can read which ones these are.");
        return plan;
    }

    // Without -FromIntegration it is unknown whether an export got it from a rotation, or has it as the one to be replaced.
    private bool IsForeign(Integration there, List<BatchExport>? given)
    {
        BatchExport[] users = IntegrationUsers.Find(_exports, there.Id);
        return users.Length > 0 && (_request.From is null
            || users.Any(export => given is null ? !(export.CreatedAt < there.CreatedAt) : !given.Exists(one => one.Id == export.Id)));
    }

    private RotationPlan PlanReplace(List<BatchExport>? given, Integration old, IntegrationDefinition making)
    {
        if (making.FindStored([old]) is null)
            throw Problems.Validation($"The new credentials belong to another account than those of the integration {old.Id} "
                + $"('{MessageText.Name(old.DisplayName)}'). Nothing was sent.",
                "Make an integration of its own with New-PHIntegration, and give it: -Integration <id>.");
        if (_request.RemovesOld)
            throw Problems.Validation($"An integration of the kind {old.Kind} is replaced in place, so no old one is there to remove. Nothing was sent.",
                "Leave -RemoveOld out.");
        RequireWayBack($"the secret of the integration {old.Id} ('{MessageText.Name(old.DisplayName)}')");
        var plan = new RotationPlan(_request, RotationWay.Replace)
        {
            Old = old,
            New = old,
            Making = making,
            WayBack = _request.OldSecrets is { } secrets ? CredentialSettings.CreateFrom(old, secrets, null, "OldSecret") : null,
        };
        CheckDiffers(making.Config, plan.WayBack?.Config);
        BatchExport[] users = IntegrationUsers.Find(_exports, old.Id);
        if (given is not null && users.Except(given).ToArray() is { Length: > 0 } others)
            plan.Notes.Add($"The integration {old.Id} is used by {IntegrationUsers.Describe(others)} too: PostHog replaces the credentials for all of them.");
        foreach (BatchExport export in users)
        {
            RotationItem item = CreateItem(export);
            item.Place = CredentialPlace.Find(export, old.Id);
            item.Result.OldIntegration = item.Result.NewIntegration = old.Id;
            plan.Items.Add(item);
        }

        return plan;
    }

    private async Task<RotationPlan> PlanInlineAsync(List<BatchExport> given, CallContext call)
    {
        if (_request.Name is not null || _request.RemovesOld)
            throw Problems.Validation("The credentials of these exports are in their destinations, not in an integration, so none can be named or "
                + "removed. Nothing was sent.",
                "Leave -Name and -RemoveOld out.");
        var plan = new RotationPlan(_request, RotationWay.Inline);
        plan.Items.AddRange(await EachAsync(given, CreateInlineItem, TargetOf, call).ConfigureAwait(false));
        // Each has its own error, and there is nothing that a way back would be for.
        if (plan.Items.Count == 0)
            return plan;
        if (plan.Items.Select(static item => item.Export.Destination.Type).Distinct(StringComparer.Ordinal).Count() > 1)
            throw Problems.Validation("-Secret holds the credentials of one account, and the exports have destinations of several types. Nothing was "
                + "sent.", "Give the exports of one type at a time.");
        RequireWayBack("an inline secret");
        return plan;
    }

    private RotationItem CreateInlineItem(BatchExport export)
    {
        if (!CredentialSettings.FindInline(export).Any())
            throw Problems.Validation($"'{MessageText.Name(export.Name)}' has no credentials: its destination is of type {export.Destination.Type}. It "
                + "was left out.");
        RotationItem item = CreateItem(export);
        item.Inline = CredentialSettings.CreateInline(export, _request.Secrets!, "Secret");
        item.InlineWayBack = _request.OldSecrets is { } old ? CredentialSettings.CreateInline(export, old, "OldSecret") : null;
        CheckDiffers(item.Inline, item.InlineWayBack);
        return item;
    }

    private void RequireWayBack(string what)
    {
        if (_request.OldSecrets is null && !_request.HasNoWayBack)
            throw Problems.Validation($"PostHog replaces {what} in place and cannot give back the old one, so that a failure could not be undone. Nothing "
                + "was sent.",
                "Give the old secret as -OldSecret, or -Force if you do not have it.");
    }

    private static void CheckDiffers(Dictionary<string, object?> secrets, Dictionary<string, object?>? old)
    {
        if (old is not null && secrets.All(pair => pair.Value is not SecureString secret
            || (old.TryGetValue(pair.Key, out object? value) && value is SecureString other
            && Secrets.Reveal(secret) == Secrets.Reveal(other))))
            throw Problems.Validation("-OldSecret is the same as -Secret. Nothing was sent.", "Look at what the variables hold.");
    }

    private async Task AddItemsAsync(RotationPlan plan, List<BatchExport>? given, CallContext call)
    {
        CheckPair(plan);
        List<BatchExport> exports = given ?? _exports.FindAll(export => IsMeant(export, plan));
        if (exports.Count == 0)
            throw Problems.Validation($"No batch export uses the integration {plan.Old?.Id ?? _request.From?.Id}. Nothing was sent.",
                "Get-PHIntegration -IncludeUsedBy shows what uses each.");
        plan.Items.AddRange(await EachAsync(exports, export => CreateItem(export, plan, given is not null), TargetOf, call).ConfigureAwait(false));
    }

    // An export that is older than the new integration and uses it was switched to it, most likely by this command.
    private static bool IsMeant(BatchExport export, RotationPlan plan) =>
        (plan.Old is { } old && CredentialPlace.Find(export, old.Id) is not null)
        || (plan.New is { } made && CredentialPlace.Find(export, made.Id) is not null && export.CreatedAt < made.CreatedAt);

    private RotationItem CreateItem(BatchExport export, RotationPlan plan, bool isNamed)
    {
        RotationItem item = CreateItem(export);
        item.Result.NewIntegration = plan.New?.Id;
        string kind = plan.New?.Kind ?? plan.Making?.Kind ?? "";
        CredentialPlace? place = plan.Old is { } old ? CredentialPlace.Find(export, old.Id)
            : kind.Length > 0 ? CredentialPlace.FindFor(export, kind)
            : export.Destination.IntegrationId is { } own ? CredentialPlace.Find(export, own) : null;
        if (place is not null && place.Id != plan.New?.Id)
        {
            if (plan.Old is null && _integrations?.Find(one => one.Id == place.Id) is { } before && plan.New is { } next)
                CheckAddress(before, next);
            item.Place = place;
            item.Result.OldIntegration = place.Id;
            return item;
        }

        if (plan.New is { } made && CredentialPlace.Find(export, made.Id) is { } there)
        {
            item.WasSwitched = true;
            item.Result.Switched = true;
            item.Place = there;
            // Only where the user says so: an integration that the export never had may lead to another host.
            item.Result.OldIntegration = isNamed ? plan.Old?.Id : null;
            return item;
        }

        throw Problems.Validation($"'{MessageText.Name(export.Name)}' (type {export.Destination.Type}) does not use "
            + (plan.Old is { } other ? $"the integration {other.Id}" : kind.Length > 0 ? $"an integration of the kind {kind}" : "an integration")
                + ". It was left out.",
            "Get-PHIntegration -IncludeUsedBy shows what uses each; Set-PHBatchExport <export> -IntegrationId <id> gives an export its first one.");
    }

    private RotationItem CreateItem(BatchExport export) => new(new BatchExportTarget(_request.Scope, export.Id, TargetOf(export), export, export.Name), export);

    private object? TargetOf(BatchExport export) => _request.Exports?.FirstOrDefault(target => target.Id == export.Id)?.Input ?? export;

    private static void CheckPair(RotationPlan plan)
    {
        if (plan.New is not { } next || plan.Old is not { } old)
            return;
        if (next.Id == old.Id)
            throw Problems.Validation($"The old and the new integration are the same ({old.Id}). Nothing was sent.",
                "Make the new one with New-PHIntegration.");
        if (next.Kind != old.Kind)
            throw Problems.Validation($"The integration {next.Id} is of the kind {next.Kind}, and {old.Id} of the kind {old.Kind}. Nothing was sent.",
                "Get-PHIntegration shows the kinds.");
        CheckAddress(old, next);
    }

    private static void CheckAddress(Integration old, Integration next)
    {
        if (Addresses.FirstOrDefault(key => !PlainText.AreSame(Value(old, key), Value(next, key))) is { } differs)
            throw Problems.Validation($"The integration {next.Id} has another {differs} than {old.Id}, so the exports would go somewhere else. Nothing "
                + "was sent.",
                "If that is meant: Set-PHBatchExport <export> -IntegrationId <id>.");
    }

    // The one integration that the exports use; exports that a first run has switched already do not count.
    private Integration? FindOnly(List<BatchExport>? given, Integration? made)
    {
        long[] ids = (given ?? []).Select(static export => export.Destination.IntegrationId).OfType<long>().Distinct().Where(id => id != made?.Id).ToArray();
        return ids.Length switch
        {
            0 => null,
            1 => IntegrationLookup.Find(_integrations!, ids[0], null, Where),
            _ => throw Problems.Validation($"The exports use several integrations ({string.Join(", ", ids)}), and -Secret holds the credentials of one. "
                + "Nothing was sent.",
                "Give the exports of one: -FromIntegration <id>."),
        };
    }

    private static bool IsNamed(Integration integration, string name) => IntegrationLookup.FindName(integration) == name;

    private static object? Value(Integration integration, string key) => !integration.Config.TryGetValue(key, out object? value) ? null
        : key == "endpoint_url" && value is string address && Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) ? uri.AbsoluteUri.TrimEnd('/') : value;

    private string Suggest(Integration old) => $"{MessageText.Name(Value(old, "name") as string ?? "")}-{_request.Scope.Session.ServerNow:yyyy-MM}";
}
