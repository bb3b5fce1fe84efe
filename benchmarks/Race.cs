using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace PostHogPS.Benchmarks;

/// <summary>One job, done by ours and by everybody else in turns, so that what the machine does meanwhile hits all of them.</summary>
internal static class Race
{
    internal static IEnumerable<Row> Run(string job, int samples, Func<double> ours, IReadOnlyList<Contender> others)
    {
        List<Contender> present = [.. others.Where(o => o.Run is not null)];
        List<double> own = [];
        Dictionary<string, List<double>> theirs = present.ToDictionary(o => o.Name, _ => new List<double>());
        // The first round warms the disk and is thrown away.
        for (int round = -1; round < samples; round++)
        {
            double time = ours();
            List<double> times = [.. present.Select(o => o.Run!())];
            if (round < 0)
                continue;
            own.Add(time);
            for (int i = 0; i < present.Count; i++)
                theirs[present[i].Name].Add(times[i]);
        }

        foreach (Contender other in others)
            yield return other.Run is null ? Absent(job, other) : Compare(job, other, new Ratio(own, theirs[other.Name]));
    }

    private static Row Compare(string job, Contender other, Ratio ratio)
    {
        string target = other.Limit is { } limit ? string.Create(CultureInfo.InvariantCulture, $"at most {limit:0.##}") : "(no target)";
        string measured = string.Create(CultureInfo.InvariantCulture, $"{ratio}; {Time(ratio.Ours)} and {Time(ratio.Theirs)}");
        return new Row(job + ", to " + other.Name, target, measured, other.Limit is null || ratio.Value <= other.Limit);
    }

    private static Row Absent(string job, Contender other) => new(job + ", to " + other.Name, "", "not measured: " + other.Missing, true);

    private static string Time(double milliseconds) => milliseconds.ToString(milliseconds < 10 ? "0.00" : "0", CultureInfo.InvariantCulture) + " ms";
}
