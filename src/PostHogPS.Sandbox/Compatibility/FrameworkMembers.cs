#if NETFRAMEWORK
using System;
using System.Collections.Generic;

namespace PostHogPS.Sandbox.Compatibility;

/// <summary>Members that .NET Framework lacks.</summary>
internal static class FrameworkMembers
{
    public static bool Contains(this string text, char value) => text.IndexOf(value) >= 0;

    public static bool Contains(this string text, string value, StringComparison comparison) => text.IndexOf(value, comparison) >= 0;

    public static bool StartsWith(this string text, char value) => text.Length > 0 && text[0] == value;

    public static bool EndsWith(this string text, char value) => text.Length > 0 && text[text.Length - 1] == value;

    public static int IndexOf(this string text, char value, StringComparison comparison) => text.IndexOf(value.ToString(), comparison);

    public static string[] Split(this string text, char separator, StringSplitOptions options) => text.Split([separator], options);

    public static string[] Split(this string text, char separator, int count) => text.Split([separator], count);

    public static string Replace(this string text, string old, string with, StringComparison comparison) =>
        comparison == StringComparison.Ordinal ? text.Replace(old, with) : throw new NotSupportedException();

    public static bool TryAdd<TKey, TValue>(this Dictionary<TKey, TValue> map, TKey key, TValue value)
    {
        if (map.ContainsKey(key))
            return false;
        map.Add(key, value);
        return true;
    }

    public static void Deconstruct<TKey, TValue>(this KeyValuePair<TKey, TValue> pair, out TKey key, out TValue value)
    {
        key = pair.Key;
        value = pair.Value;
    }
}
#endif
