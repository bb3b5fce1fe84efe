namespace PostHogPS.Engine;

/// <summary>A success, or a refusal that counts as one.</summary>
internal sealed class ApiAnswer(CallState call, int status, Body body)
{
    internal CallState Call => call;

    internal int Status => status;

    internal Body Body => body;
}
