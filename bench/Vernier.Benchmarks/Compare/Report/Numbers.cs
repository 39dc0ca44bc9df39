using System.Globalization;

namespace Vernier.Benchmarks.Compare.Report;

/// <summary>Formats numbers for readers.</summary>
internal static class Numbers
{
    /// <summary>Formats a number with three significant digits and all digits before the decimal point.</summary>
    public static string Text(double value)
    {
        if (value == 0 || !double.IsFinite(value))
            return value.ToString(CultureInfo.InvariantCulture);
        var decimals = Math.Clamp(2 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 3);
        return Math.Round(value, decimals).ToString("#,0.###", CultureInfo.InvariantCulture);
    }

    /// <summary>Formats a fraction as a percentage.</summary>
    public static string Percent(double part) => string.Create(CultureInfo.InvariantCulture, $"{part * 100:0} %");
}
