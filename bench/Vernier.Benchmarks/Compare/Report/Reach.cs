using Vernier.Benchmarks.Compare.Contestants;

namespace Vernier.Benchmarks.Compare.Report;

/// <summary>What Vernier has to reach in a row. It is held when the figure is at most the limit.</summary>
internal sealed record Reach
{
    private Reach(string row, double limit)
    {
        Row = row;
        Limit = limit;
    }

    /// <summary>The row's id.</summary>
    public string Row { get; }

    /// <summary>The limit: in the figure's unit, or how many times another contestant's figure.</summary>
    public double Limit { get; }

    /// <summary>The contestant that the limit is a multiple of; null for one in the figure's unit.</summary>
    public Contestant? Against { get; private init; }

    /// <summary>Whether it has to be that many times faster, rather than to take at most so many times as long.</summary>
    public bool IsFaster { get; private init; }

    /// <summary>Which figure.</summary>
    public Measure Of { get; private init; }

    /// <summary>Whether any excess is a failure. Bytes are counted, not timed: they are the same in each run.</summary>
    public bool IsStrict { get; private init; }

    public static Reach AtMost(string row, double limit) => new(row, limit);

    public static Reach AtMostBytes(string row, double limit) => new(row, limit) { IsStrict = true };

    public static Reach AtMostAllocated(string row, double limit) => new(row, limit) { Of = Measure.Allocated, IsStrict = true };

    public static Reach AtMostTimes(string row, double factor, Contestant against) => new(row, factor) { Against = against };

    public static Reach TimesFaster(string row, double factor, Contestant against) => new(row, factor) { Against = against, IsFaster = true };
}
