namespace Vernier.Benchmarks.Compare.Workload;

/// <summary>A lookup by labels: the existing series, and the labels of the series to find.</summary>
internal sealed record LookUp(IReadOnlyList<RequestLabels> Existing, RequestLabels Wanted)
{
    private const int Series = 100;

    /// <summary>Uses the string objects with which the series was created, like literals or cached strings.</summary>
    public static LookUp BySameStrings()
    {
        var existing = LabelData.Requests(Series);
        return new(existing, existing[Series / 2]);
    }

    /// <summary>Uses different string objects with the same text, like strings that are created per request.</summary>
    public static LookUp ByEqualStrings()
    {
        var existing = LabelData.Requests(Series);
        var wanted = existing[Series / 2];
        return new(existing, new(new string(wanted.Tenant.AsSpan()), new string(wanted.Route.AsSpan()), new string(wanted.Method.AsSpan())));
    }
}
