using System;
using System.Text;
using System.Text.Json;
using PostHogPS.Engine.Models;

namespace PostHogPS.Engine.Answers;

/// <summary>Reads the error envelope, its short forms, and bodies that are not PostHog's.</summary>
internal static class ErrorBodyReader
{
    private const int LongestExcerpt = 200;

    internal static ErrorBody Read(ReadOnlyMemory<byte> body)
    {
        if (body.Length == 0)
            return new ErrorBody();
        try
        {
            return ModelReader.Read<ErrorBody>(body) ?? new ErrorBody();
        }
        catch (JsonException)
        {
            // HTML of a proxy, or text: it says nothing in fields, only as an excerpt.
            return new ErrorBody();
        }
    }

    /// <summary>The beginning of a body on one line, markup left out.</summary>
    internal static string Excerpt(string text)
    {
        var line = new StringBuilder();
        bool inTag = false;
        foreach (char c in text)
        {
            if (c == '<')
            {
                inTag = true;
                Space(line);
            }
            else if (c == '>' && inTag)
            {
                inTag = false;
            }
            else if (char.IsWhiteSpace(c) || char.IsControl(c))
            {
                Space(line);
            }
            else if (!inTag)
            {
                line.Append(c);
            }

            if (line.Length >= LongestExcerpt)
                return line.ToString().Trim() + " ...";
        }

        return line.ToString().Trim();
    }

    private static void Space(StringBuilder line)
    {
        if (line.Length > 0 && line[line.Length - 1] != ' ')
            line.Append(' ');
    }
}
