using PostHogPS.Sandbox.Tests.Layers.Samples.Bottom;
using PostHogPS.Sandbox.Tests.Layers.Samples.Bottom.Inner;

namespace PostHogPS.Sandbox.Tests.Layers.Samples.Top;

internal abstract class Roof : ILeaf
{
    internal abstract Base? Find(ILeaf?[] leaves);
}
