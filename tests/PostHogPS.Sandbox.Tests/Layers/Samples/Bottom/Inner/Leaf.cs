namespace PostHogPS.Sandbox.Tests.Layers.Samples.Bottom.Inner;

// No method, no constructor: its file is known from the symbols of types without code.
internal interface ILeaf;
