using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Metrics;
using Vernier.Toolkit.Lint.Queries;

namespace Vernier.Toolkit.Lint.Sources;

/// <summary>What was read from a file, an endpoint or a catalog.</summary>
internal sealed record SourceContent
{
    /// <summary>The metrics that it defines or exposes.</summary>
    public IReadOnlyList<KnownMetric> Metrics { get; init; } = [];

    /// <summary>The expressions that it holds.</summary>
    public IReadOnlyList<QuerySubject> Queries { get; init; } = [];

    /// <summary>What was wrong with it as a file: the rest was read all the same.</summary>
    public IReadOnlyList<LintFinding> Findings { get; init; } = [];
}
