using System.Globalization;

namespace PostHogPS.Text;

/// <summary>Sizes for people.</summary>
internal static class ByteText
{
    private static readonly string[] Units = ["B", "KB", "MB", "GB", "TB"];

    internal static string Format(long bytes)
    {
        double size = bytes;
        int unit = 0;
        while (size >= 1024 && unit < Units.Length - 1)
        {
            size /= 1024;
            unit++;
        }

        return size.ToString(unit == 0 ? "0" : "0.0", CultureInfo.CurrentCulture) + " " + Units[unit];
    }
}
