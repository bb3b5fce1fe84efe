using System;
using System.Globalization;
using System.Linq;

namespace PostHogPS.Text;

/// <summary>Builds a command that a message suggests. It is meant to be pasted, so a name in one is a single argument and nothing more.</summary>
internal sealed class CommandLine
{
    private const int LongestName = 200;

    private readonly string _text;

    /// <param name="cmdlet">The cmdlet, without arguments.</param>
    internal CommandLine(string cmdlet) => _text = cmdlet;

    /// <summary>A command for one export. Its project is named where the server gave it.</summary>
    /// <param name="cmdlet">The cmdlet, without arguments.</param>
    /// <param name="export">The export.</param>
    /// <param name="projectId">Its project.</param>
    /// <param name="connection">Its connection, where that is not the default one: pasted, the command would go to another server.</param>
    internal static CommandLine ForExport(string cmdlet, Guid export, long projectId, string? connection) =>
        new CommandLine(cmdlet).WithExports(projectId, connection, export);

    /// <summary>A command for a thing known by its name only.</summary>
    /// <param name="cmdlet">The cmdlet, which takes the name at position 0.</param>
    /// <param name="name">The name. One that a message cannot show as it is would be pasted as another one, so it is left out.</param>
    internal static string ForName(string cmdlet, string name) =>
        name.Length > LongestName || name.Any(MessageText.Steers) || name.Any(char.IsSurrogate)
            ? cmdlet
            : cmdlet + " '" + Quote(name) + "'";

    internal CommandLine WithExports(long projectId, string? connection, params Guid[] exports) =>
        With("-BatchExport " + string.Join(", ", exports)).WithProject(projectId, connection);

    /// <summary>With the place of what it is about.</summary>
    internal CommandLine WithProject(long projectId, string? connection) =>
        With((projectId > 0 ? "-ProjectId " + projectId.ToString(CultureInfo.InvariantCulture) : "")
            + (connection is null ? "" : " -Connection " + (connection.All(static c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9'))
                ? connection : "'" + Quote(connection) + "'")));

    /// <summary>With a window; a bound that is not known is left out.</summary>
    internal CommandLine WithWindow(DateTimeOffset? after, DateTimeOffset? before = null) =>
        With((after is { } from ? "-After " + InstantText.FormatForCommand(from) : "")
            + (before is { } to ? " -Before " + InstantText.FormatForCommand(to) : ""));

    /// <summary>With further arguments, as they are typed.</summary>
    internal CommandLine With(string arguments) => arguments.Length == 0 ? this : new CommandLine(_text + " " + arguments.TrimStart());

    /// <summary>The text to paste.</summary>
    public override string ToString() => _text;

    // Each of these ends a text in single quotes; doubled, it stands for itself.
    private static string Quote(string name) =>
        string.Concat(name.Select(static c => c is '\'' or '\u2018' or '\u2019' or '\u201A' or '\u201B' ? new string(c, 2) : c.ToString()));
}
