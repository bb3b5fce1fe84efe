using System;
using System.Collections.Generic;
using System.Security;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using PostHogPS.Engine.Calls;
using PostHogPS.Engine.Client;
using PostHogPS.Engine.Frameworks;
using PostHogPS.Engine.Models;

namespace PostHogPS.Engine.Api;

/// <summary><c>dashboards/{id}/sharing/</c>.</summary>
internal sealed class DashboardSharingApi(ApiClient client, CurrentProjectResolver project) : ProjectApi(client, project), IDashboardSharingApi
{
    private const string HowToFindOut = "Get-PHDashboardSharing shows whether it did.";

    public async Task<DashboardSharing> GetAsync(string project, long dashboard, CallContext call) =>
        WithDashboard(dashboard, await Client.ObjectAsync<DashboardSharing>(ApiRequest.Get(project, Path(dashboard)), call).ConfigureAwait(false));

    public async Task<DashboardSharing> UpdateAsync(string project, long dashboard, IDictionary<string, object?> body, CallContext call) =>
        WithDashboard(dashboard, await WriteAsync<DashboardSharing>(ApiRequest.Send("PATCH", project, Path(dashboard), body), call).ConfigureAwait(false));

    public async Task<DashboardSharing> RefreshAsync(string project, long dashboard, CallContext call) =>
        WithDashboard(dashboard, await WriteAsync<DashboardSharing>(ApiRequest.Post(project, Path(dashboard) + "refresh/").Once(HowToFindOut), call)
            .ConfigureAwait(false));

    public async Task<DashboardSharingPassword> AddPasswordAsync(string project, long dashboard, SecureString? password, string? note, CallContext call)
    {
        var body = new Dictionary<string, object?>(StringComparer.Ordinal);
        if (password is not null)
            body["raw_password"] = password;
        if (note is not null)
            body["note"] = note;
        SharingPasswordBody made = await WriteAsync<SharingPasswordBody>(
            ApiRequest.Post(project, Path(dashboard) + "passwords/", body).Once(HowToFindOut), call, static b => b.Id != 0).ConfigureAwait(false);
        return new DashboardSharingPassword
        {
            Id = made.Id,
            DashboardId = dashboard,
            ProjectId = Project.NumberOf(project),
            Note = made.Note ?? "",
            CreatedAt = made.CreatedAt,
            CreatedByEmail = made.CreatedByEmail ?? "",
            Password = string.IsNullOrEmpty(made.Password) ? password : Text.Secrets.Protect(made.Password!),
        };
    }

    public Task RemovePasswordAsync(string project, long dashboard, long password, CallContext call) =>
        WriteAsync(ApiRequest.Send("DELETE", project, Path(dashboard) + "passwords/" + NumberText.Format(password) + "/", null).DoneWhen(404), call);

    private static string Path(long dashboard) => DashboardsApi.Path(dashboard) + "sharing/";

    private static DashboardSharing WithDashboard(long dashboard, DashboardSharing sharing)
    {
        sharing.DashboardId = dashboard;
        foreach (DashboardSharingPassword password in sharing.SharePasswords)
        {
            password.DashboardId = dashboard;
            password.ProjectId = sharing.ProjectId;
        }

        return sharing;
    }
}
