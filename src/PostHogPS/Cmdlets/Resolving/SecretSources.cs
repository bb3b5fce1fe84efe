using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Security;
using PostHogPS.Binding;
using PostHogPS.Contracts;
using PostHogPS.ExportFiles;
using PostHogPS.Text;

namespace PostHogPS.Cmdlets.Resolving;

/// <summary>
/// Where the secrets of files come from: -Secret, then the vaults of SecretManagement, then the environment. Vaults and environment are asked
/// only for names with a prefix: a file in a pull request must not be able to send any other secret away.
/// </summary>
internal sealed class SecretSources
{
    private const string VaultCommand = "Get-Secret";

    private readonly PSCmdlet _cmdlet;
    private readonly IDictionary? _given;
    private readonly string[] _rotated;
    private readonly Dictionary<string, SecureString> _found = new(StringComparer.Ordinal);
    private readonly HashSet<string> _asked = new(StringComparer.OrdinalIgnoreCase);
    private string? _vaultError;

    /// <param name="cmdlet">The command.</param>
    /// <param name="given">What -Secret holds.</param>
    /// <param name="rotated">What -RotateSecret holds: names or patterns.</param>
    internal SecretSources(PSCmdlet cmdlet, IDictionary? given, string[]? rotated = null)
    {
        _cmdlet = cmdlet;
        _given = given;
        _rotated = rotated ?? [];
    }

    /// <summary>Whether a secret is sent again, although PostHog has it.</summary>
    internal bool Rotates(string name) => Array.Exists(_rotated, pattern => NameMatcher.IsMatch(pattern, name));

    /// <summary>Rejects a name to rotate that no file has: the old secret would stay.</summary>
    /// <param name="known">The names that could be meant.</param>
    /// <param name="where">What has these names.</param>
    internal void CheckRotation(string[] known, string where)
    {
        if (Array.Find(_rotated, pattern => !Array.Exists(known, name => NameMatcher.IsMatch(pattern, name))) is { } missing)
            throw Problems.NotFound("secret", missing, where, known.Length == 0 ? null : $"They refer to: {string.Join(", ", known)}.");
    }

    /// <summary>Refuses what is no secret in -Secret, without repeating it.</summary>
    internal void Check()
    {
        foreach (DictionaryEntry entry in Entries)
        {
            if (SecretValue.Read(entry.Value) is null)
                throw Unprotected(entry);
        }
    }

    private static ProblemException Unprotected(DictionaryEntry entry)
    {
        ProblemException problem = Problems.Invalid("Secret",
            $"The secret '{MessageText.Name(entry.Key.ToString())}' in -Secret is not a SecureString. A plain text stays in the history and in logs.",
            "Read it with (Read-Host -AsSecureString), or from a vault (Get-Secret).");
        problem.EndsCommand = true;
        return problem;
    }

    /// <summary>The values of secrets; those that no source has are problems.</summary>
    /// <param name="names">Each name with what needs it.</param>
    /// <param name="problems">Gets one for each that is missing.</param>
    /// <param name="all">All names that the files refer to.</param>
    internal ExportSecrets Find(IEnumerable<(string Name, string NeededBy)> names, ICollection<ProblemException> problems, IReadOnlyCollection<string> all)
    {
        foreach (IGrouping<string, string> needed in names.GroupBy(static one => one.Name, static one => one.NeededBy, StringComparer.Ordinal))
        {
            _asked.Add(needed.Key);
            if (_found.ContainsKey(needed.Key))
                continue;
            string variable = SecretVariable.NameOf(needed.Key), by = string.Join(", ", needed.Distinct(StringComparer.Ordinal));
            if (IsGiven(needed.Key))
            {
                // What is given is meant, and an older value in the environment is not.
                if (Given(needed.Key) is { } given)
                    _found[needed.Key] = given;
                else
                    problems.Add(Problems.SecretBlank(needed.Key, variable, by));
            }
            else if (all.FirstOrDefault(other => SecretVariable.NameOf(other) == variable && !IsSame(other, needed.Key)) is { } twin)
                problems.Add(Problems.SecretShared(needed.Key, twin, variable, by));
            else if ((FromVault(variable) ?? FromEnvironment(variable)) is { } secret)
                _found[needed.Key] = secret;
            else
                problems.Add(Problems.SecretMissing(needed.Key, variable, by, _vaultError));
        }

        return new ExportSecrets(_found);
    }

    /// <summary>What is in -Secret and was not used, as sentences.</summary>
    /// <param name="known">The names that could be meant.</param>
    /// <param name="where">What has these names: "The files of 'exports'".</param>
    internal IEnumerable<string> DescribeUnused(IReadOnlyCollection<string> known, string where) =>
        Entries.Select(static entry => NameOf(entry)).Where(name => !_asked.Any(asked => IsSame(asked, name))).Select(name =>
            known.FirstOrDefault(other => IsSame(other, name)) is { } stored
                ? $"The secret '{MessageText.Name(stored)}' of -Secret is not sent: PostHog has one already. -RotateSecret replaces it."
                : $"The secret '{MessageText.Name(name)}' of -Secret is not used: {where} refer to no secret of that name"
                    + (known.Count == 0 ? "." : $", but to {NameList.Format(known.Select(static other => $"'{MessageText.Name(other)}'"))}."));

    private IEnumerable<DictionaryEntry> Entries => (_given ?? new Hashtable()).Cast<DictionaryEntry>();

    private static string NameOf(DictionaryEntry entry) => entry.Key.ToString() ?? "";

    private static bool IsSame(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private bool IsGiven(string name) => Entries.Any(entry => IsSame(NameOf(entry), name));

    private SecureString? Given(string name) =>
        Entries.Where(entry => IsSame(NameOf(entry), name)).Select(static entry => Protect(entry.Value)).FirstOrDefault();

    private SecureString? FromVault(string name)
    {
        _vaultError = null;
        if (_cmdlet.InvokeCommand.GetCommand(VaultCommand, CommandTypes.Cmdlet | CommandTypes.Function) is not { } command)
            return null;
        try
        {
            SecureString? secret = _cmdlet.InvokeCommand.InvokeScript(false,
                ScriptBlock.Create("param($command, $name) & $command -Name $name -ErrorAction Stop"), null, command, name)
                .Select(static item => Protect(item) ?? Protect(ShellObject.Unwrap(item) as string))
                .OfType<SecureString>().FirstOrDefault();
            _vaultError = secret is null ? "nothing was found" : null;
            return secret;
        }
        catch (RuntimeException e)
        {
            // Not found, or a vault that is locked: the environment may have it, and else the error says why.
            _vaultError = OneLine.Clean(e.Message);
            return null;
        }
    }

    private static SecureString? FromEnvironment(string name) =>
        Protect(Environment.GetEnvironmentVariable(name));

    private static SecureString? Protect(string? text) => string.IsNullOrWhiteSpace(text) ? null : Secrets.Protect(text!);

    // A blank one is what an empty variable of a job leaves; sent, it would take the place of a secret that works.
    private static SecureString? Protect(object? value)
    {
        SecureString? secret = SecretValue.Read(value);
        return secret is null || string.IsNullOrWhiteSpace(Secrets.Reveal(secret)) ? null : secret;
    }
}
