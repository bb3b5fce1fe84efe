using System;
using System.Net.Http;
using PostHogPS.Sandbox.Options;

namespace PostHogPS.Sandbox;

/// <summary>
/// The entry point that the engine calls by reflection, so its signatures have types of the framework only.
/// </summary>
/// <remarks>
/// <para>The text of a key decides what it may do, so that no set-up is needed:</para>
/// <list type="bullet">
/// <item><c>phx_invalid…</c>, <c>phc_…</c> and anything without a known prefix: 401</item>
/// <item><c>phx_readonly…</c>: every read scope, no write scope</item>
/// <item><c>phx_scopes=batch_export:read,user:read</c>: exactly these scopes</item>
/// <item><c>phx_project2…</c>: limited to the second project; <c>phx_org2…</c>: limited to the second organization</item>
/// <item><c>phx_viewer…</c>: all scopes, but the user may only read (403 on writes)</item>
/// <item><c>phx_member…</c>: a member who is no project admin, and may neither replace nor delete integrations</item>
/// <item><c>phx_outsider…</c>: a user who is no collaborator of restricted dashboards</item>
/// <item><c>phx_stranger…</c>: a user who is a member of no project here</item>
/// <item><c>phx_forbidden…</c>: the organization forbids personal keys</item>
/// <item><c>phx_nocurrent…</c>: a user without a current project</item>
/// <item><c>phs_…</c>: a project secret key, rejected with 403</item>
/// <item><c>pha_…</c>: an OAuth token, everything allowed and never throttled</item>
/// <item>any other <c>phx_…</c>: everything allowed</item>
/// </list>
/// </remarks>
public static class SandboxFactory
{
    /// <summary>Creates a PostHog in memory and the message handler that sends requests to it.</summary>
    public static HttpMessageHandler Create(int seed, double speed, string generation, TimeProvider time) =>
        new SandboxHandler(new SandboxHost(new SandboxOptions { Seed = seed, Speed = speed, Generation = generation, Time = time }));

    /// <summary>The clock of the sandbox behind a handler made by <see cref="Create"/>.</summary>
    public static TimeProvider ClockOf(HttpMessageHandler handler) =>
        handler is SandboxHandler sandbox
            ? sandbox.Host.Clock
            : throw new ArgumentException("The handler is not one of this sandbox.", nameof(handler));
}
