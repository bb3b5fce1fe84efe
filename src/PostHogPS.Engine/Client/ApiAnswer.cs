using PostHogPS.Engine.Answers;
using PostHogPS.Engine.Calls;

namespace PostHogPS.Engine.Client;

/// <summary>A success, or a refusal that counts as one.</summary>
internal sealed class ApiAnswer(CallState call, int status, Body body)
{
    internal CallState Call => call;

    internal int Status => status;

    internal Body Body => body;
}
