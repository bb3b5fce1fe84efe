using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Binding;
using PostHogPS.Completion;
using PostHogPS.Contracts;
using PostHogPS.Text;

namespace PostHogPS.Commands;

/// <summary>Chooses exports by destination type, model and state, and finds the words that no export has.</summary>
internal sealed class BatchExportFilter
{
    private readonly HashSet<string> _types = new(DestinationTypeCompleter.Types, StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _models = new(ModelCompleter.Models, StringComparer.OrdinalIgnoreCase);

    /// <summary>Destination types or patterns; null for all.</summary>
    internal string[]? Destination { get; set; }

    /// <summary>Models; null for all.</summary>
    internal string[]? Model { get; set; }

    /// <summary>True for paused exports only, false for active ones only; null for both.</summary>
    internal bool? IsPaused { get; set; }

    /// <summary>False where every export is chosen.</summary>
    internal bool IsSelective => Destination is not null || Model is not null || IsPaused is not null;

    /// <summary>Whether an export is chosen; remembers its type and model as known words.</summary>
    internal bool Matches(BatchExport export)
    {
        _types.Add(export.Destination.Type);
        _models.Add(export.Model);
        return (Destination is null || Destination.Any(type => NameMatcher.IsMatch(type, export.Destination.Type)))
            && (Model is null || Model.Contains(export.Model, StringComparer.OrdinalIgnoreCase))
            && (IsPaused is null || IsPaused == export.Paused);
    }

    /// <summary>
    /// The words that neither the module knows nor any export had, each with its error. Asked for once all exports have been read: a server
    /// may have types and models that this module does not know.
    /// </summary>
    internal IEnumerable<(string Word, ProblemException Problem)> FindUnknown()
    {
        foreach (string type in (Destination ?? []).Where(type => !NameMatcher.IsPattern(type) && !_types.Contains(type)))
            yield return (type, Problems.Invalid("DestinationType", Describe("destination type", type, DestinationTypeCompleter.Types),
                "Correct the word, or use a pattern: one that matches nothing is silent."));
        foreach (string model in (Model ?? []).Where(model => !_models.Contains(model)))
            yield return (model, Problems.Invalid("Model", Describe("model", model, ModelCompleter.Models),
                "Get-PHBatchExport | Group-Object Model shows which there are."));
    }

    private static string Describe(string what, string word, string[] known) =>
        $"'{MessageText.Name(word)}' is not a known {what}, and no batch export has it. Known {what}s: {string.Join(", ", known)}.";
}
