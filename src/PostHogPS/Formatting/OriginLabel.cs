using System.Globalization;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Connections;
using PostHogPS.Hosting;
using PostHogPS.Text;

namespace PostHogPS.Formatting;

/// <summary>Where the rows of a table come from, where that has to be said: another project, or one of several connections.</summary>
internal sealed class OriginLabel
{
    private OriginLabel(string? project, string? connection)
    {
        Connection = connection;
        Text = connection is null ? project : project is null ? "on " + connection : project + " on " + connection;
    }

    internal string? Text { get; }

    /// <summary>Null while one connection is open.</summary>
    internal string? Connection { get; }

    internal static OriginLabel? CreateFrom(object? item)
    {
        (string? connection, string? project, long id, bool isOneOfMany) = Read(item);
        ConnectionStore? store = ConnectionStore.CurrentOrNull;
        PostHogConnection? main = store?.Default ?? store?.Environment.Open;
        bool hasOtherConnection = connection is not null
            && (store is { All.Count: > 1 } || (main is not null ? connection != main.Name : store?.All.Any(open => open.Name != connection) == true));
        // Without a number the server decides which project that is, and there is only one of them.
        bool isElsewhere = id != 0 && (main is null || (ProjectText.TryId(main.ProjectId, out long own) && own != id));
        if (!hasOtherConnection && !isElsewhere && !isOneOfMany)
            return null;
        string number = id.ToString(CultureInfo.InvariantCulture);
        return new OriginLabel(id == 0 ? null : project is null ? number : $"{OneLine.Shorten(project)} ({number})",
            hasOtherConnection ? OneLine.Shorten(connection) : null);
    }

    // By name, so that copies from jobs and files are distinguished like the original objects.
    private static (string? Connection, string? Project, long Id, bool IsOneOfMany) Read(object? item)
    {
        if (ShellObject.Unwrap(item) is PostHogObject ours)
            return (ours.ConnectionName, ours.ProjectName, ours.ProjectId, ours.IsOneOfMany);
        PSObject copy = PSObject.AsPSObject(item ?? "");
        object? Value(string name) => copy.Properties[name]?.Value;
        long id = LanguagePrimitives.TryConvertTo(Value("ProjectId"), CultureInfo.InvariantCulture, out long number) ? number : 0;
        return (Value("ConnectionName")?.ToString(), Value("ProjectName")?.ToString(), id, false);
    }
}
