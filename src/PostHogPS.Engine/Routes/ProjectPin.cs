using System.Globalization;
using System.Threading;

namespace PostHogPS.Engine.Routes;

/// <summary>
/// What @current means for this connection: the first number seen stays, since the web UI can move it between two commands.
/// </summary>
internal sealed class ProjectPin
{
    internal const string Current = "@current";

    private long _id;

    internal long? Id => Interlocked.Read(ref _id) is var id and > 0 ? id : null;

    internal void Pin(long id)
    {
        if (id > 0)
            Interlocked.CompareExchange(ref _id, id, 0);
    }

    /// <summary>The number where it is known, else what was given.</summary>
    internal string Resolve(string project) =>
        project == Current && Id is { } id ? id.ToString(CultureInfo.InvariantCulture) : project;

    /// <summary>The number of <paramref name="project"/>, or 0 while it is not known.</summary>
    internal long NumberOf(string project) =>
        long.TryParse(Resolve(project), NumberStyles.None, CultureInfo.InvariantCulture, out long id) ? id : 0;
}
