using System;
using System.Collections;
using System.Collections.Generic;

namespace PostHogPS.Binding;

/// <summary>One thing or a list of things, made into references.</summary>
internal static class References
{
    internal static T[] Many<T>(object? input, Func<object?, T> one)
        where T : class
    {
        object? value = ShellObject.Unwrap(input);
        if (value is T[] already)
            return already;
        if (value is T single)
            return [single];
        if (value is string or IDictionary or not IEnumerable)
            return [one(input)];

        var list = new List<T>();
        foreach (object? item in (IEnumerable)value!)
            list.Add(ShellObject.Unwrap(item) as T ?? one(item));
        return list.ToArray();
    }
}
