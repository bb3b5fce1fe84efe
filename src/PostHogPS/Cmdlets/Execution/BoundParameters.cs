using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Contracts;

namespace PostHogPS.Cmdlets.Execution;

/// <summary>The parameters that the user gave to a command, and what they may not hold.</summary>
internal sealed class BoundParameters
{
    private readonly PSCmdlet _cmdlet;

    internal BoundParameters(PSCmdlet cmdlet) => _cmdlet = cmdlet;

    private Dictionary<string, object> Bound => _cmdlet.MyInvocation.BoundParameters;

    /// <summary>The name of the command.</summary>
    internal string Command => _cmdlet.MyInvocation.MyCommand.Name;

    /// <summary>True when the user gave it, even if bound to $null.</summary>
    internal bool Given(string parameter) => Bound.ContainsKey(parameter);

    /// <summary>True under -WhatIf, or the preference that stands for it: then nothing is written, not even to try.</summary>
    internal bool IsWhatIf => Given("WhatIf") ? IsOn("WhatIf") : LanguagePrimitives.IsTrue(_cmdlet.GetVariableValue("WhatIfPreference"));

    /// <summary>True when a person will see what ShouldProcess is asked: -WhatIf, -Confirm, and the preferences that stand for them.</summary>
    /// <param name="impact">The command's own.</param>
    internal bool ShowsIntent(ConfirmImpact impact)
    {
        if (IsWhatIf)
            return true;
        if (Given("Confirm"))
            return IsOn("Confirm");
        return LanguagePrimitives.TryConvertTo(_cmdlet.GetVariableValue("ConfirmPreference"), out ConfirmImpact least) && least != ConfirmImpact.None
            && impact >= least;
    }

    /// <summary>
    /// Refuses a parameter that was given and holds nothing: a variable that was never filled must not mean everything.
    /// </summary>
    internal void RefuseNothing(string kind, string expected, params string[] parameters)
    {
        foreach (string parameter in parameters)
        {
            if (Bound.TryGetValue(parameter, out object? given) && (given is null || given is string && BlankItems.IsBlank(given)))
                throw Problems.Invalid(kind, $"{expected} was expected, but the input is nothing.",
                    $"Leave -{parameter} out to get all; look at what the variable holds.");
            // What comes through the pipeline is not there yet when the command begins.
            if (BlankItems.Contains(given))
                throw Problems.BlankItem("-" + parameter);
        }
    }

    /// <summary>Ends a command that was given a list with a blank entry.</summary>
    internal void RefuseBlankItems()
    {
        foreach (KeyValuePair<string, object> bound in Bound)
        {
            if (!IsBlank(bound))
                continue;
            ProblemException blank = Problems.BlankItem("-" + bound.Key);
            blank.EndsCommand = true;
            throw blank;
        }
    }

    /// <summary>Refuses a Set- command to which nothing but its objects was given.</summary>
    /// <param name="others">Parameters that name or show the objects and change nothing.</param>
    internal void RequireChange(params string[] others)
    {
        bool some = Bound.Keys.Any(name => !others.Contains(name) && name is not ("Connection" or "ProjectId")
            && !Cmdlet.CommonParameters.Contains(name) && !Cmdlet.OptionalCommonParameters.Contains(name));
        if (!some)
            throw Problems.NothingGiven(_cmdlet.MyInvocation.MyCommand.Name);
    }

    // A text to search for that is blank finds everything.
    private static bool IsBlank(KeyValuePair<string, object> bound) =>
        BlankItems.Contains(bound.Value) || (bound is { Key: "Search", Value: string } && BlankItems.IsBlank(bound.Value));

    private bool IsOn(string parameter) => Bound[parameter] is SwitchParameter { IsPresent: true };
}
