using System;
using System.Collections.Generic;
using System.Linq;

namespace PostHogPS.Files;

/// <summary>The known name that a misspelt one is most likely meant to be.</summary>
internal static class NearMiss
{
    /// <summary>Null where none is near.</summary>
    internal static string? Find(string name, IEnumerable<string> known)
    {
        string plain = Plain(name);
        return known.Select(other => (Name: other, Distance: Distance(plain, Plain(other))))
            .Where(one => one.Distance <= Math.Min(2, plain.Length / 3)).OrderBy(static one => one.Distance).Select(static one => one.Name).FirstOrDefault();
    }

    private static string Plain(string name) => new(name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant).ToArray());

    // The number of missing, additional or different letters (Levenshtein).
    private static int Distance(string left, string right)
    {
        int[] row = [.. Enumerable.Range(0, right.Length + 1)];
        for (int i = 1; i <= left.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + (left[i - 1] == right[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[right.Length];
    }
}
