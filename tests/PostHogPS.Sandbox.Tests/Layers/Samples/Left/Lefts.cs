using System;
using PostHogPS.Sandbox.Tests.Layers.Samples.Bottom;
using PostHogPS.Sandbox.Tests.Layers.Samples.Right;

namespace PostHogPS.Sandbox.Tests.Layers.Samples.Left;

// The arrow to Right is in a closure, inside a type argument.
internal sealed class Lefts : Base
{
    internal static Func<int, int> Adder() => number => number + Count<Rights>();
}
