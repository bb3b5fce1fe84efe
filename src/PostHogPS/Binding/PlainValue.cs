using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Management.Automation;
using System.Security;
using PostHogPS.Contracts;
using PostHogPS.Text;

namespace PostHogPS.Binding;

/// <summary>
/// What a person types (hashtables, objects, lists) as the plain values that a request body holds, and such values as text.
/// Secrets stay protected: the engine opens them while it writes a request.
/// </summary>
internal static class PlainValue
{
    // PostHog's own objects are a dozen levels deep. Deeper ones contain themselves, and would end the process.
    private const int Deepest = 100;

    // More values than a request could carry: a list that never ends.
    private const int MostValues = 1_000_000;

    /// <summary>The value as plain ones, or a thrown problem where it contains itself or never ends.</summary>
    internal static object? CreateFrom(object? value) => new Reader().Read(value, 0);

    /// <summary>The same of a parameter that may not have been given.</summary>
    internal static Dictionary<string, object?>? CopyGiven(IDictionary? bag) => bag is null ? null : CopyBag(bag);

    internal static Dictionary<string, object?> CopyBag(IDictionary bag) => (Dictionary<string, object?>)CreateFrom(bag)!;

    private sealed class Reader
    {
        private int _values;

        internal object? Read(object? value, int depth)
        {
            if (depth > Deepest)
                throw Problems.Validation($"The input is nested deeper than {Deepest} levels, or contains itself. Nothing was sent.",
                    "Look for a value that holds the object it stands in.");
            if (++_values > MostValues)
                throw Problems.Validation($"The input holds more than {MostValues} values, or a list that never ends. Nothing was sent.");
            object? plain = ShellObject.Unwrap(value);
            return plain switch
            {
                null or string or bool or int or long or double or decimal or SecureString => plain,
                short or byte or uint or ushort => Convert.ToInt64(plain, CultureInfo.InvariantCulture),
                float single => (double)single,
                SwitchParameter on => on.IsPresent,
                DateTimeOffset instant => InstantText.FormatExact(instant),
                DateTime date => InstantText.FormatExact(date.Kind == DateTimeKind.Unspecified ? DateTime.SpecifyKind(date, DateTimeKind.Local) : date),
                PSCredential credential => credential.Password,
                IDictionary bag => ReadBag(bag, depth),
                PSObject custom => ReadProperties(custom, depth),
                IEnumerable list => ReadList(list, depth),
                _ => Convert.ToString(plain, CultureInfo.InvariantCulture),
            };
        }

        private Dictionary<string, object?> ReadBag(IDictionary bag, int depth)
        {
            var result = new Dictionary<string, object?>(StringComparer.Ordinal);
            foreach (DictionaryEntry entry in bag)
                result[Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? ""] = Read(entry.Value, depth + 1);
            return result;
        }

        private Dictionary<string, object?> ReadProperties(PSObject custom, int depth)
        {
            var result = new Dictionary<string, object?>(StringComparer.Ordinal);
            foreach (PSPropertyInfo property in custom.Properties)
                result[property.Name] = Read(ValueOf(property), depth + 1);
            return result;
        }

        private object?[] ReadList(IEnumerable list, int depth)
        {
            var result = new List<object?>();
            foreach (object? item in list)
                result.Add(Read(item, depth + 1));
            return result.ToArray();
        }

        // A property may be a script, which may fail.
        private static object? ValueOf(PSPropertyInfo property)
        {
            try
            {
                return property.Value;
            }
            catch (GetValueException e)
            {
                throw Problems.Validation($"The property '{property.Name}' of the input cannot be read: {e.Message}");
            }
        }
    }
}
