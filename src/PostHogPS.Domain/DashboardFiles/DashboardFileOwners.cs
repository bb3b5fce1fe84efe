using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Dashboards;
using PostHogPS.Text;

namespace PostHogPS.DashboardFiles;

/// <summary>
/// Refuses a dashboard whose key is on the file of another one of the same project: a duplicate, which the web UI makes with the line of its
/// original. Where the other one has been removed, or has another key by now, the file is of this one.
/// </summary>
internal sealed class DashboardFileOwners(DashboardFileSet files)
{
    private readonly Dictionary<(PostHogConnection, string), DashboardImporter> _projects = new();

    /// <summary>Costs no request where the file says that it is of this dashboard, or where there is none.</summary>
    internal async Task CheckAsync(Dashboard dashboard, FileValue document, ProjectScope scope, CallContext call)
    {
        string key = document.FindText(DashboardFormat.Key)!;
        if (files.Files.FirstOrDefault(file => file.HasKey && file.Key == key) is not { } old)
            return;
        if (!old.IsFrom(scope.Connection.Host, dashboard.ProjectId)
            || !long.TryParse(old.SourceDashboard, NumberStyles.None, CultureInfo.InvariantCulture, out long source))
        {
            // A file by hand or of another project says nothing of this one: it is of the only dashboard that has its key.
            if (DashboardMarker.OwnKey(dashboard) != key)
                (await OpenAsync(scope, call).ConfigureAwait(false)).Find(key);
            return;
        }

        if (source == dashboard.Id)
            return;
        try
        {
            Dashboard other = await scope.Session.Dashboards.GetAsync(scope.Project, source, call).ConfigureAwait(false);
            if (!other.Deleted && DashboardMarker.KeyOf(other) == key)
                throw Problems.FileOfOther(key, old.File, source, dashboard);
        }
        catch (PostHogApiException e) when (e.Kind == PostHogErrorKind.NotFound)
        {
            call.Verbose($"Dashboard {CountText.Format(source)} of '{old.File}' is gone; the file is now of {CountText.Format(dashboard.Id)}.");
        }
    }

    private async Task<DashboardImporter> OpenAsync(ProjectScope scope, CallContext call)
    {
        if (!_projects.TryGetValue(scope.Key, out DashboardImporter? project))
            _projects.Add(scope.Key, project = await DashboardImporter.OpenAsync(scope, call).ConfigureAwait(false));
        return project;
    }
}
