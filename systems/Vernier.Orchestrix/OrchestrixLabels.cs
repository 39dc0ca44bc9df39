namespace Vernier.Orchestrix;

/// <summary>The kinds of messages.</summary>
internal enum MessageKind
{
    Command,
    Event,
}

/// <summary>The labels of the message counter.</summary>
internal readonly record struct MessageLabels(
    [property: Label(Description = "Whether it requests an action or states what happened.")] MessageKind Type,
    [property: Label(MaxValues = 500, Description = "The class of the message.")] string Name);

/// <summary>The label of metrics of a handler.</summary>
internal readonly record struct HandlerLabels(
    [property: Label(MaxValues = 500, Description = "The name of the handler, by default that of its method.")] string Handler);

/// <summary>The operations of an event store.</summary>
internal enum StoreOperation
{
    Save,
    Load,
}

/// <summary>The labels of the counter of event store operations.</summary>
internal readonly record struct StoreOperationLabels(
    [property: Label(Description = "Whether events or snapshots were saved or loaded.")] StoreOperation Operation,
    [property: Label(MaxValues = 20, Description = "The kind of store.")] string Store);

/// <summary>The label of the durations of event store operations.</summary>
internal readonly record struct StoreDurationLabels(
    [property: Label(Description = "Whether events or snapshots were saved or loaded.")] StoreOperation Operation);

/// <summary>The kinds of errors.</summary>
internal enum ErrorKind
{
    /// <summary>A handler threw; with the label handler.</summary>
    HandlerError,

    /// <summary>The stream was written to concurrently; with the label aggregate.</summary>
    ConcurrencyError,

    /// <summary>The store was unavailable or failed otherwise; with the label aggregate.</summary>
    StoreError,
}

/// <summary>The labels of the error counter. A label that does not apply is null and not exposed.</summary>
internal readonly record struct ErrorLabels(
    [property: Label(Description = "The kind of error.")] ErrorKind Type,
    [property: Label(MaxValues = 500, Description = "The handler that failed.")] string? Handler,
    [property: Label(MaxValues = 500, Description = "The type of the aggregate, never its id.")] string? Aggregate)
{
    public static ErrorLabels OfHandler(string handler) => new(ErrorKind.HandlerError, handler, null);

    public static ErrorLabels OfStore(ErrorKind type, string aggregate) => new(type, null, aggregate);
}
