using System;

namespace PostHogPS.Sandbox.Worlds;

/// <summary>One interval of an export, as a script judges it.</summary>
internal readonly record struct Slot(DateTimeOffset Start, DateTimeOffset End, TimeSpan Age, ulong Roll);
