namespace PostHogPS.Sandbox.Tests.Layers.Samples.Bottom;

internal class Base
{
    internal static int Count<T>() => typeof(T).Name.Length;
}
