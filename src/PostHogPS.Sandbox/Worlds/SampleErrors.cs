namespace PostHogPS.Sandbox.Worlds;

/// <summary>Error messages of destinations.</summary>
internal static class SampleErrors
{
    public const string Password =
        "OperationalError: connection to server at \"warehouse.northwind.example\", port 5432 failed: FATAL: password authentication failed "
        + "for user \"posthog\"";
    public const string Quota = "Quota exceeded: Your table exceeded quota for imports or query appends per table.";
    public const string Streaming = "ServiceUnavailable: 503 Visibility check was unavailable. Please retry the request.";
    public const string Suspended =
        "ProgrammingError: 090073 (22000): Warehouse 'LOADING' cannot be resumed because resource monitor 'MONTHLY' has exceeded its quota.";

    public static string AccessDenied(string bucket) =>
        "An error occurred (AccessDenied) when calling the PutObject operation: User: "
            + "arn:aws:iam::123456789012:user/posthog-exports is not authorized to perform: s3:PutObject "
            + "on resource: \"arn:aws:s3:::"
        + bucket + "/posthog/events\" because no identity-based policy allows the s3:PutObject action";
}
