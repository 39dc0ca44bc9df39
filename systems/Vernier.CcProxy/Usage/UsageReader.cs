namespace Vernier.CcProxy.Usage;

/// <summary>
/// Reads the token usage from a response while it is sent to the client. It never throws: a response that it cannot read has no usage. This one is
/// for responses without readable usage, such as compressed ones. Not thread-safe.
/// </summary>
internal class UsageReader : IDisposable
{
    /// <summary>Gets the usage reported so far; null if there was none.</summary>
    public virtual TokenUsage? Usage => null;

    /// <summary>Gets a value indicating whether an event of a stream reported an error.</summary>
    public virtual bool HasError => false;

    /// <summary>Reads the next bytes of the response.</summary>
    public virtual void Read(ReadOnlySpan<byte> bytes)
    {
    }

    /// <summary>Ends a complete response.</summary>
    public virtual void End()
    {
    }

    /// <summary>Returns its memory; complete or not.</summary>
    public virtual void Dispose()
    {
    }
}
