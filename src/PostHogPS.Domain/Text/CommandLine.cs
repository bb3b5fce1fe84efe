using System;
using System.Globalization;
using System.Linq;

namespace PostHogPS.Text;

/// <summary>Builds a command that a message suggests. People paste it, so a name in it must be one argument and nothing more.</summary>
internal sealed class CommandLine
{
    private const int LongestName = 200;

    private readonly string _text;

    /// <param name="cmdlet">The cmdlet, without arguments.</param>
    internal CommandLine(string cmdlet) => _text = cmdlet;

    /// <summary>A command for one export. Its project is named where the server gave it.</summary>
    /// <param name="cmdlet">The cmdlet, without arguments.</param>
    /// <param name="export">The export.</param>
    /// <param name="projectId">Its project; 0 where it is not known.</param>
    /// <param name="connection">The connection to name; null where a command would use it anyway.</param>
    internal static CommandLine ForExport(string cmdlet, Guid export, long projectId, string? connection) =>
        new CommandLine(cmdlet).WithExports(projectId, connection, export);

    /// <summary>A command for a thing known by its name only.</summary>
    /// <param name="cmdlet">The cmdlet, which takes the name at position 0.</param>
    /// <param name="name">The name. One that a message cannot show as it is would be pasted as another one, so it is left out.</param>
    internal static string ForName(string cmdlet, string name) => IsShown(name) ? cmdlet + " '" + Quote(name) + "'" : cmdlet;

    internal CommandLine WithExports(long projectId, string? connection, params Guid[] exports) =>
        With("-BatchExport " + string.Join(", ", exports) + (projectId > 0 ? " -ProjectId " + projectId.ToString(CultureInfo.InvariantCulture) : ""))
            .WithConnection(connection);

    /// <summary>With the connection where a command would use another one; null for none.</summary>
    internal CommandLine WithConnection(string? name) =>
        name is null || !IsShown(name) ? this
        : With("-Connection " + (name.All(static c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or '_') ? name : "'" + Quote(name) + "'"));

    /// <summary>With a window; a bound that is not known is left out.</summary>
    internal CommandLine WithWindow(DateTimeOffset? after, DateTimeOffset? before = null) =>
        With((after is { } from ? "-After " + InstantText.FormatForCommand(from) : "")
            + (before is { } to ? " -Before " + InstantText.FormatForCommand(to) : ""));

    /// <summary>With further arguments, as they are typed.</summary>
    internal CommandLine With(string arguments) => arguments.Length == 0 ? this : new CommandLine(_text + " " + arguments.TrimStart());

    /// <summary>The text to paste.</summary>
    public override string ToString() => _text;

    private static bool IsShown(string name) => name.Length <= LongestName && !name.Any(MessageText.Steers) && !name.Any(char.IsSurrogate);

    // Each of these ends a text in single quotes; doubled, it is an ordinary character.
    private static string Quote(string name) =>
        string.Concat(name.Select(static c => c is '\'' or '\u2018' or '\u2019' or '\u201A' or '\u201B' ? new string(c, 2) : c.ToString()));
}
