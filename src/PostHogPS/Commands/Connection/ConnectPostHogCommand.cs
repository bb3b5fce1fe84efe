using System;
using System.Management.Automation;
using System.Security;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Completion;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Errors;
using PostHogPS.Hosting;

namespace PostHogPS.Commands;

/// <summary>Connects this runspace to PostHog and checks the key once.</summary>
[Cmdlet(VerbsCommunications.Connect, "PostHog", DefaultParameterSetName = KeySet)]
[OutputType(typeof(PostHogConnection))]
public sealed class ConnectPostHogCommand : ConnectionCmdlet
{
    private const string KeySet = "ApiKey";
    private const string CredentialSet = "Credential";
    private const string SandboxSet = "Sandbox";

    /// <summary><para>The personal API key (phx_...) as a SecureString. Default: POSTHOG_PERSONAL_API_KEY.</para></summary>
    [BeginsConnecting]
    [Parameter(ParameterSetName = KeySet, Position = 0)]
    [SecretTransformation]
    public SecureString? ApiKey { get; set; }

    /// <summary><para>A credential whose password is the personal API key; the user name does not matter.</para></summary>
    [BeginsConnecting]
    [Parameter(ParameterSetName = CredentialSet, Mandatory = true)]
    public PSCredential? Credential { get; set; }

    /// <summary><para>Connects to a PostHog that lives in memory, to try the module and to test runbooks offline.</para></summary>
    [BeginsConnecting]
    [Parameter(ParameterSetName = SandboxSet, Mandatory = true)]
    public SwitchParameter Sandbox { get; set; }

    /// <summary><para>Same seed, same sandbox.</para></summary>
    [BeginsConnecting]
    [Parameter(ParameterSetName = SandboxSet)]
    public int SandboxSeed { get; set; } = 1;

    /// <summary><para>Sandbox seconds per real second.</para></summary>
    [BeginsConnecting]
    [Parameter(ParameterSetName = SandboxSet)]
    [ValidateRange(0.001, 1000000.0)]
    public double SandboxSpeed { get; set; } = 60;

    /// <summary>
    /// <para>Which server the sandbox acts as: C (since September 2026), A (up to early 2026) or Legacy (a server that was never
    /// updated and has no list of backfills).</para>
    /// </summary>
    [BeginsConnecting]
    [Parameter(ParameterSetName = SandboxSet)]
    [ValidateSet("A", "C", "Legacy")]
    public string SandboxGeneration { get; set; } = "C";

    /// <summary><para>US or EU Cloud. Default: US, or POSTHOG_HOST.</para></summary>
    [BeginsConnecting]
    [Parameter(ParameterSetName = KeySet)]
    [Parameter(ParameterSetName = CredentialSet)]
    [ValidateSet("US", "EU")]
    public string? Region { get; set; }

    /// <summary><para>Address of a self-hosted PostHog, with any path it is served under.</para></summary>
    [BeginsConnecting]
    [Parameter(ParameterSetName = KeySet)]
    [Parameter(ParameterSetName = CredentialSet)]
    public string? HostUri { get; set; }

    /// <summary><para>Default project of the connection: its number, a project object, or @current.</para></summary>
    [BeginsConnecting]
    [Parameter]
    [Alias("Project")]
    [ProjectTransformation]
    public ProjectReference? ProjectId { get; set; }

    /// <summary><para>Name of the connection, for several side by side.</para></summary>
    [BeginsConnecting]
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = ConnectionStore.DefaultName;

    /// <summary><para>Proxy to use instead of the system's, with its scheme. A name and password go into -ProxyCredential.</para></summary>
    [BeginsConnecting]
    [Parameter]
    public Uri? Proxy { get; set; }

    /// <summary><para>Credential for the proxy.</para></summary>
    [BeginsConnecting]
    [Parameter]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary><para>Longest wait for an answer to begin.</para></summary>
    [BeginsConnecting]
    [Parameter]
    [TimeSpanTransformation]
    [ArgumentCompleter(typeof(TimeSpanCompleter))]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary><para>Longest single wait that a rate limit may ask for.</para></summary>
    [BeginsConnecting]
    [Parameter]
    [TimeSpanTransformation]
    [ArgumentCompleter(typeof(TimeSpanCompleter))]
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromMinutes(65);

    /// <summary><para>Auto keeps requests under the server's limits; None leaves that to the server.</para></summary>
    [BeginsConnecting]
    [Parameter]
    [ValidateSet("Auto", "None")]
    public string RateLimit { get; set; } = "Auto";

    /// <summary><para>Which project routes to use; Auto finds out.</para></summary>
    [BeginsConnecting]
    [Parameter]
    public RouteFamily RouteFamily { get; set; } = RouteFamily.Auto;

    /// <summary><para>Does not check the key.</para></summary>
    [BeginsConnecting]
    [Parameter]
    public SwitchParameter SkipValidation { get; set; }

    /// <summary><para>Gives the connection back.</para></summary>
    [BeginsConnecting]
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        ConnectionStore.Current.BeginConnecting(Name);
        base.BeginProcessing();
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        // A connection that could not be made ends the command: a script that continues would act through an older one.
        try
        {
            Connect();
        }
        catch (PostHogApiException e)
        {
            ThrowTerminatingError(ErrorRecords.Create(e, HostUri ?? Region));
        }
        catch (ProblemException e)
        {
            ThrowTerminatingError(ErrorRecords.Create(e, HostUri ?? Region));
        }
    }

    private void Connect()
    {
        var connection = EngineHost.NewConnection(Name, Settings(), ConnectionInput.ReadProject(ProjectId, Sandbox));
        try
        {
            if (!SkipValidation)
                Command.Pump.Await(call => ConnectionCheck.RunAsync(connection, call));
        }
        catch
        {
            connection.Close();
            throw;
        }

        ConnectionStore.Current.Add(connection);
        Command.Messages.WriteVerbose($"Connected to {connection.Host} as {connection.User ?? "(not asked)"}, project {connection.ProjectId}.");
        if (PassThru)
            WriteObject(connection);
    }

    private ConnectionSettings Settings() => new()
    {
        HostUri = Sandbox ? new Uri("http://sandbox.localhost/") : ConnectionInput.ReadHost(HostUri, Region, Command.Messages.WriteWarning),
        ApiKey = Sandbox ? null : ConnectionInput.ReadKey(Credential, ApiKey),
        Sandbox = Sandbox ? new SandboxSettings { Seed = SandboxSeed, Speed = SandboxSpeed, Generation = SandboxGeneration } : null,
        Proxy = ConnectionInput.CheckProxy(Proxy),
        ProxyCredential = ProxyCredential?.GetNetworkCredential(),
        Timeout = Timeout,
        MaxWait = MaxWait,
        RateLimit = RateLimit == "Auto",
        RouteFamily = RouteFamily,
        UserAgent = ModuleInfo.UserAgent,
        Clock = ModuleClock.ForEngine,
    };
}
