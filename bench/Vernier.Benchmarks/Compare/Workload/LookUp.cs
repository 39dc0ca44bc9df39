namespace Vernier.Benchmarks.Compare.Workload;

/// <summary>A look-up by labels: the series that exist, and the labels of one of them, by which it is looked up.</summary>
internal sealed record LookUp(IReadOnlyList<RequestLabels> Existing, RequestLabels Wanted)
{
    private const int Series = 100;

    /// <summary>By the very strings under which the series was created, as when they are literals or kept.</summary>
    public static LookUp BySameStrings()
    {
        var existing = LabelData.Requests(Series);
        return new(existing, existing[Series / 2]);
    }

    /// <summary>By other strings of the same text, as when they are made for each request.</summary>
    public static LookUp ByEqualStrings()
    {
        var existing = LabelData.Requests(Series);
        var wanted = existing[Series / 2];
        return new(existing, new(new string(wanted.Tenant.AsSpan()), new string(wanted.Route.AsSpan()), new string(wanted.Method.AsSpan())));
    }
}
