using System.Collections.Generic;
using System.Linq;

namespace PostHogPS.Completion;

/// <summary>Kinds of integrations that destinations use.</summary>
public sealed class IntegrationKindCompleter : Completer
{
    private static readonly string[] Kinds =
        ["aws-redshift", "aws-s3", "azure-blob", "databricks", "google-cloud-service-account", "postgresql", "s3-compatible", "snowflake"];

    private protected override IEnumerable<Suggestion> Suggest(CompletionRequest request) => Kinds.Select(kind => new Suggestion(kind));
}
