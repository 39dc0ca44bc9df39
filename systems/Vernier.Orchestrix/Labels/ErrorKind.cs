namespace Vernier.Orchestrix.Labels;

/// <summary>The kinds of errors; each has its own other labels.</summary>
internal enum ErrorKind
{
    /// <summary>A handler threw; with the label handler.</summary>
    HandlerError,

    /// <summary>Somebody else had written to the stream; with the label aggregate.</summary>
    ConcurrencyError,

    /// <summary>The store was not available or failed otherwise; with the label aggregate.</summary>
    StoreError,
}
