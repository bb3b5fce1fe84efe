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

    /// <summary>What a destination says to credentials that it does not accept.</summary>
    public static string Rejected(string type) => type switch
    {
        "Postgres" or "Redshift" => Password,
        "Snowflake" => "DatabaseError: 250001 (08001): Incorrect username or password was specified.",
        "BigQuery" => "RefreshError: invalid_grant: Invalid JWT Signature.",
        "Databricks" => "ServerOperationError: invalid_client: Client authentication failed.",
        "AzureBlob" => "ClientAuthenticationError: Server failed to authenticate the request. ErrorCode:AuthenticationFailed",
        "AwsS3" or "S3Compatible" or "S3" => "An error occurred (SignatureDoesNotMatch) when calling the PutObject operation: The request signature we "
            + "calculated does not match the signature you provided.",
        _ => "The destination answered 401 Unauthorized.",
    };

    public static string AccessDenied(string bucket) =>
        "An error occurred (AccessDenied) when calling the PutObject operation: User: "
            + "arn:aws:iam::123456789012:user/posthog-exports is not authorized to perform: s3:PutObject "
            + "on resource: \"arn:aws:s3:::"
        + bucket + "/posthog/events\" because no identity-based policy allows the s3:PutObject action";
}
