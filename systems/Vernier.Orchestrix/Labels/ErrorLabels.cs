namespace Vernier.Orchestrix.Labels;

/// <summary>The labels of the error counter. One that does not apply is null and not exposed.</summary>
internal readonly record struct ErrorLabels(
    [property: Label(Description = "What went wrong.")] ErrorKind Type,
    [property: Label(MaxValues = 500, Description = "The handler that failed.")] string? Handler,
    [property: Label(MaxValues = 500, Description = "The type of the aggregate, never its id.")] string? Aggregate)
{
    public static ErrorLabels OfHandler(string handler) => new(ErrorKind.HandlerError, handler, null);

    public static ErrorLabels OfStore(ErrorKind type, string aggregate) => new(type, null, aggregate);
}
