using System;

namespace PostHogPS.Binding;

/// <summary>The configuration key a parameter fills; a dot goes into a nested object.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ConfigKeyAttribute : Attribute
{
    internal ConfigKeyAttribute(string key) => Key = key;

    internal string Key { get; }
}
