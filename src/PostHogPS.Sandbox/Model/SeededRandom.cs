using System;

namespace PostHogPS.Sandbox.Model;

/// <summary>
/// Random numbers as a function of the seed and of their purpose: nothing has to be stored, and two requests about the same
/// run agree.
/// </summary>
internal static class SeededRandom
{
    public static ulong Mix(ulong a, ulong b)
    {
        unchecked
        {
            ulong z = a + (b * 0x9E3779B97F4A7C15UL) + 0x632BE59BD9B4E019UL;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }

    public static ulong Mix(ulong key, long slot, int salt) => Mix(Mix(key, unchecked((ulong)slot)), unchecked((ulong)salt));

    public static ulong Key(int seed, string name)
    {
        ulong hash = Mix(0xC0FFEE, unchecked((ulong)seed));
        foreach (char c in name)
            hash = Mix(hash, c);
        return hash;
    }

    /// <summary>A number between 0 and 1.</summary>
    public static double Unit(ulong roll) => (roll >> 11) * (1.0 / (1UL << 53));

    public static TimeSpan UpTo(TimeSpan most, ulong roll)
    {
        long ticks = (long)(most.Ticks * Unit(roll));
        // Microseconds: the wire format has no finer digits.
        return TimeSpan.FromTicks(ticks - (ticks % 10));
    }

    public static Guid Uuid(ulong key) => Assemble(Mix(key, 1), Mix(key, 2), version: 4);

    /// <summary>An id that begins with its time in milliseconds, as PostHog's ids do.</summary>
    public static Guid UuidAt(DateTimeOffset time, ulong key)
    {
        ulong high = ((ulong)time.ToUnixTimeMilliseconds() << 16) | (Mix(key, 3) & 0xFFFF);
        return Assemble(high, Mix(key, 4), version: 7);
    }

    /// <summary>The time in an id of <see cref="UuidAt"/>.</summary>
    public static DateTimeOffset TimeOf(Guid id)
    {
        long milliseconds = Convert.ToInt64(id.ToString("N").Substring(0, 12), 16);
        return milliseconds < 253402300799999 ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : DateTimeOffset.MaxValue;
    }

    private static Guid Assemble(ulong high, ulong low, int version)
    {
        high = (high & ~0xF000UL) | ((ulong)version << 12);
        low = (low & 0x3FFFFFFFFFFFFFFFUL) | 0x8000000000000000UL;
        return new Guid(
            (uint)(high >> 32),
            (ushort)(high >> 16),
            (ushort)high,
            (byte)(low >> 56),
            (byte)(low >> 48),
            (byte)(low >> 40),
            (byte)(low >> 32),
            (byte)(low >> 24),
            (byte)(low >> 16),
            (byte)(low >> 8),
            (byte)low);
    }
}
