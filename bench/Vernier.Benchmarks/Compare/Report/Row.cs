using Vernier.Benchmarks.Compare.Libraries;
using Vernier.Benchmarks.Compare.Measuring;

namespace Vernier.Benchmarks.Compare.Report;

/// <summary>A row of the table.</summary>
/// <param name="Id">The number of the case and a suffix that distinguishes the rows of the case; targets refer to it.</param>
/// <param name="Operation">The operation.</param>
/// <param name="Figures">The numbers of each cell.</param>
/// <param name="Results">The result of each library.</param>
internal sealed record Row(string Id, string Operation, IReadOnlyList<Figure> Figures, IReadOnlyDictionary<LibraryKind, Measurement> Results)
{
    /// <summary>The name of <see cref="LibraryKind.Reference"/> in this row.</summary>
    public string ReferenceName { get; init; } = "";

    /// <summary>The targets of the row and whether they were met.</summary>
    public IEnumerable<Verdict> Verdicts => Targets.All.Where(target => target.Row == Id).Select(target => new Verdict(target, this));

    /// <summary>Returns the first figure of a measure.</summary>
    public Figure FigureOf(Measure measure) => Figures.First(f => f.Of == measure);

    public double ValueOf(LibraryKind kind, Measure measure) => FigureOf(measure).ValueOf(Results[kind]);

    public string NameOf(LibraryKind kind) => kind == LibraryKind.Reference ? ReferenceName : Columns.NameOf(kind);
}
