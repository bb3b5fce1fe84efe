using PostHogPS.Sandbox.Tests.Layers.Samples.Left;

namespace PostHogPS.Sandbox.Tests.Layers.Samples.Right;

// The arrow to Left is a type in an attribute.
[Link(typeof(Lefts))]
internal sealed class Rights;
