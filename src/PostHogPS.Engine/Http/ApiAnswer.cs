namespace PostHogPS.Engine;

/// <summary>A success, or a refusal that counts as one.</summary>
internal sealed class ApiAnswer(CallState call, int status, byte[] body)
{
    internal CallState Call => call;

    internal int Status => status;

    internal byte[] Body => body;
}
