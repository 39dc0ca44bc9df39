using System.Globalization;

namespace Vernier.Benchmarks.Compare.Report;

/// <summary>Writes numbers for people.</summary>
internal static class Numbers
{
    /// <summary>Three digits that tell something, and all those before the point.</summary>
    public static string Text(double value)
    {
        if (value == 0 || !double.IsFinite(value))
            return value.ToString(CultureInfo.InvariantCulture);
        var decimals = Math.Clamp(2 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 3);
        return Math.Round(value, decimals).ToString("#,0.###", CultureInfo.InvariantCulture);
    }

    /// <summary>A part of a whole in percent.</summary>
    public static string Percent(double part) => string.Create(CultureInfo.InvariantCulture, $"{part * 100:0} %");
}
