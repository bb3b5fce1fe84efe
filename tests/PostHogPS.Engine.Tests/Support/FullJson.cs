using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Serialization.Metadata;
using PostHogPS.Text;

namespace PostHogPS.Engine.Tests;

/// <summary>An object with every field that its model knows, and some that it does not: a field added to a model is in it at once.</summary>
internal static class FullJson
{
    private const string Secret = "\"api_token\":\"s3cret\",\"nested\":{\"password\":\"p\",\"kept\":[1,2.5,true,null,{\"a\":\"b\"}]}";

    internal static string Of(Type type, bool allNull = false)
    {
        JsonTypeInfo shape = ModelReader.Lenient.Options.GetTypeInfo(type);
        IEnumerable<string> fields = shape.Properties.Where(p => !p.IsExtensionData)
            .Select(p => "\"" + p.Name + "\":" + (allNull ? "null" : Sample(p.PropertyType)));
        return "{" + string.Join(",", fields) + ",\"unknown\":1.5,\"void\":null," + Secret + "}";
    }

    private static string Sample(Type type)
    {
        Type plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain switch
        {
            _ when plain == typeof(string) => "\"text \\u00e9\"",
            _ when plain == typeof(Guid) => "\"0197c0de-0000-7000-8000-00000000000a\"",
            _ when plain == typeof(DateTimeOffset) => "\"2026-08-01T10:00:00.000001Z\"",
            _ when plain == typeof(bool) => "true",
            _ when plain == typeof(int) || plain == typeof(long) => "7",
            _ when plain == typeof(double) => "0.25",
            _ when plain == typeof(ItemList<string>) => "[\"a\",null]",
            _ when plain == typeof(ItemList<object>) => "[{\"key\":\"k\",\"n\":12345678901234567890},1,\"t\"]",
            _ when plain == typeof(object) => "{\"fields\":[{\"alias\":\"a\"}]}",
            _ when plain == typeof(IDictionary<string, object?>) => "{\"a\":1,\"b\":0.5," + Secret + "}",
            _ when plain == typeof(ItemList<BatchExportRun>) => "[" + Of(typeof(BatchExportRun)) + ",null]",
            _ => Of(plain),
        };
    }
}
