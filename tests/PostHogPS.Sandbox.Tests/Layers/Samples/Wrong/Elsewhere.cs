namespace PostHogPS.Sandbox.Tests;

internal sealed class Elsewhere;
