using System.Text;
using PostHogPS.Engine.Json;

namespace PostHogPS.Engine.Models;

/// <summary>Reads the next value into its property. Null keeps the property's default.</summary>
internal delegate void FieldReader<in T>(T item, ref JsonCursor json);

/// <summary>One field of a model; <paramref name="read"/> is null for one that no model knows.</summary>
internal sealed class ModelField<T>(string name, string property, FieldReader<T>? read)
{
    internal string Name => name;

    internal string Property => property;

    /// <summary>The name with its quotes, as bytes of the JSON text.</summary>
    internal byte[] Quoted { get; } = Encoding.ASCII.GetBytes("\"" + name + "\"");

    internal FieldReader<T>? Read => read;
}
