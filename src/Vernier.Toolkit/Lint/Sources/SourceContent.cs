using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Metrics;
using Vernier.Toolkit.Lint.Queries;

namespace Vernier.Toolkit.Lint.Sources;

/// <summary>The content of a file, an endpoint or a catalog.</summary>
internal sealed record SourceContent
{
    /// <summary>The metrics that the source defines or exposes.</summary>
    public IReadOnlyList<KnownMetric> Metrics { get; init; } = [];

    /// <summary>The expressions in the source.</summary>
    public IReadOnlyList<QuerySource> Queries { get; init; } = [];

    /// <summary>The problems of the source itself. The valid parts are read nevertheless.</summary>
    public IReadOnlyList<LintFinding> Findings { get; init; } = [];
}
