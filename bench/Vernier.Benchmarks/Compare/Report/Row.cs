using Vernier.Benchmarks.Compare.Contestants;
using Vernier.Benchmarks.Compare.Measuring;

namespace Vernier.Benchmarks.Compare.Report;

/// <summary>A row of the table.</summary>
/// <param name="Id">The case's number, and what tells the row from others of the case; reaches are stated for it.</param>
/// <param name="Operation">What was measured.</param>
/// <param name="Figures">The numbers to show.</param>
/// <param name="Results">What each contestant reached.</param>
internal sealed record Row(string Id, string Operation, IReadOnlyList<Figure> Figures, IReadOnlyDictionary<Contestant, Measurement> Results)
{
    /// <summary>What <see cref="Contestant.Reference"/> is in this row.</summary>
    public string ReferenceName { get; init; } = "";

    /// <summary>What the row had to reach, and whether it did.</summary>
    public IEnumerable<Verdict> Verdicts => Reaches.All.Where(reach => reach.Row == Id).Select(reach => new Verdict(reach, this));

    /// <summary>The first figure of a measure.</summary>
    public Figure FigureOf(Measure measure) => Figures.First(f => f.Of == measure);

    public double ValueOf(Contestant contestant, Measure measure) => FigureOf(measure).ValueOf(Results[contestant]);

    public string NameOf(Contestant contestant) => contestant == Contestant.Reference ? ReferenceName : Columns.NameOf(contestant);
}
