using System;

namespace PostHogPS.Sandbox.Tests.Layers.Samples.Right;

[AttributeUsage(AttributeTargets.Class)]
internal sealed class LinkAttribute(Type target) : Attribute
{
    public Type Target { get; } = target;
}
