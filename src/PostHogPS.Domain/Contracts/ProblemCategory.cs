namespace PostHogPS.Contracts;

/// <summary>PowerShell's error categories by the same names, as far as problems use them: the domain does not know PowerShell.</summary>
internal enum ProblemCategory
{
    NotSpecified,
    AuthenticationError,
    ConnectionError,
    InvalidArgument,
    InvalidData,
    LimitsExceeded,
    NotImplemented,
    ObjectNotFound,
    OperationStopped,
    OperationTimeout,
    ResourceExists,
    WriteError,
}
