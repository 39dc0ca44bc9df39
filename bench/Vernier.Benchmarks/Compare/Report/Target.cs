using Vernier.Benchmarks.Compare.Libraries;

namespace Vernier.Benchmarks.Compare.Report;

/// <summary>A performance target of Vernier in one row. It is met when the figure does not exceed the limit.</summary>
internal sealed record Target
{
    private Target(string row, double limit)
    {
        Row = row;
        Limit = limit;
    }

    /// <summary>The row's id.</summary>
    public string Row { get; }

    /// <summary>The limit: in the figure's unit, or a multiple of the figure of another library.</summary>
    public double Limit { get; }

    /// <summary>The library that the limit refers to; null when the limit is in the unit of the figure.</summary>
    public LibraryKind? Against { get; private init; }

    /// <summary>Whether Vernier must be faster by the factor, instead of slower by at most the factor.</summary>
    public bool IsFaster { get; private init; }

    /// <summary>The figure.</summary>
    public Measure Of { get; private init; }

    /// <summary>Whether any excess is a failure. Byte counts are the same in each run, unlike times.</summary>
    public bool IsStrict { get; private init; }

    public static Target AtMost(string row, double limit) => new(row, limit);

    public static Target AtMostBytes(string row, double limit) => new(row, limit) { IsStrict = true };

    public static Target AtMostAllocated(string row, double limit) => new(row, limit) { Of = Measure.Allocated, IsStrict = true };

    public static Target AtMostTimes(string row, double factor, LibraryKind against) => new(row, factor) { Against = against };

    public static Target TimesFaster(string row, double factor, LibraryKind against) => new(row, factor) { Against = against, IsFaster = true };
}
